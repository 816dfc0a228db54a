"""A real cluster of two nodes on this machine: the same records, also when a node is killed in the middle. ``make test-ray``."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scraper.batch import local
from scraper.batch.extraction import Quiet, extract
from scraper.batch.work import DEFAULTS, Done
from scraper.errors import UsageError
from scraper.store.inputs import plan

pytestmark = [pytest.mark.ray, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def cluster() -> Iterator[Any]:
    """A head without processors, so that all work is on the nodes."""
    pytest.importorskip("ray")
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    yield made
    import ray

    ray.shutdown()
    made.shutdown()


@pytest.mark.usefixtures("pieces")
def test_two_nodes_give_what_one_machine_gives(cluster: Any, archive: Path) -> None:
    from scraper.batch import ray

    for _ in range(2):
        cluster.add_node(num_cpus=1)
    found = list(ray.events(plan([str(archive)]), DEFAULTS, address=cluster.address))
    assert found == list(local.events(plan([str(archive)])))


class Killing(Quiet):
    """Kills a node when some results are there."""

    def __init__(self, cluster: Any, node: Any, after: int) -> None:
        self.cluster, self.node, self.after, self.count = cluster, node, after, 0

    def done(self, one: Done) -> None:
        self.count += 1
        if self.count == self.after:
            self.cluster.remove_node(self.node, allow_graceful=False)


@pytest.mark.usefixtures("pieces")
@pytest.mark.parametrize("after", [1, 30])
def test_a_node_killed_in_the_middle_changes_nothing(after: int, cluster: Any, archive: Path, tmp_path: Path) -> None:
    nodes = [cluster.add_node(num_cpus=1) for _ in range(2)]
    inputs = [str(archive)] * 3
    watch = Killing(cluster, nodes[0], after)
    extract(inputs, str(tmp_path / "ray.jsonl"), ray=cluster.address, watch=watch)
    assert watch.count > after
    extract(inputs, str(tmp_path / "own.jsonl"))
    assert (tmp_path / "ray.jsonl").read_bytes() == (tmp_path / "own.jsonl").read_bytes()


def test_a_cluster_that_does_not_answer_is_named(archive: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray")
    for address, said in (
        ("127.0.0.1:1", "no cluster answers there"),
        ("127.0.0.1:70000", "no cluster answers there"),
        ("nowhere", "no address"),
    ):
        with pytest.raises(UsageError, match=said):
            extract([str(archive)], str(tmp_path / "a.jsonl"), ray=address)
