"""What is kept: inputs in, outputs out, and the job file of a crawl."""
