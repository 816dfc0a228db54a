"""The core over many inputs: on one machine, on a cluster, in other people's pipelines."""
