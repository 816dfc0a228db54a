"""
What a large run costs on paper: measured rates, and a simulation of tasks that straggle and machines that fail.

``python benchmarks/scale.py [--rate 330] [--price 0.04] …`` prints the tables of the manual's page on scale. Rates are of one core, from
``benchmarks/batch.py``; prices and shares are assumptions, stated and set by options.
"""

import argparse
import bisect
import heapq
import math
import random
from typing import NamedTuple

__all__ = ["Run", "main", "simulate"]

HOUR = 3600.0
SPREAD = 0.3  # sigma of the times of tasks of one size, as measured over the pieces of a WARC
SLOW = 10  # times as long as others
BACK = 600.0  # seconds until a machine that failed is replaced


class Run(NamedTuple):
    """What a simulated run took: hours by the clock, hours of cores paid for, the share of work that was done twice or waited for."""

    hours: float
    core_hours: float
    waste: float


def simulate(tasks: int, seconds: float, nodes: int, cores: int, *, mtbf: float, straggle: float, seed: int = 0) -> Run:
    """
    Tasks dealt to the cores of some machines, as Ray deals them, in order.

    ``seconds`` is a task's mean; times spread as a lognormal, and a share ``straggle`` takes ten times as long (a slow disk, a noisy
    neighbour). A machine fails after an exponential time of mean ``mtbf`` hours: what it was at is done again, and it is back
    after ten minutes. Of many tasks, groups are simulated as one: what a failure costs is then overstated.
    """
    noise = random.Random(seed)
    group = max(1, tasks // 200_000)
    count = math.ceil(tasks / group)
    free = [(0.0, node, core) for node in range(nodes) for core in range(cores)]
    heapq.heapify(free)
    failures: list[list[float]] = [[] for _ in range(nodes)]
    sigma = SPREAD / math.sqrt(group)
    end, todo = 0.0, count
    while todo:
        now, node, core = heapq.heappop(free)
        slow = int(group * straggle + noise.random())  # how many of the group straggle
        took = seconds * (group * noise.lognormvariate(-sigma * sigma / 2, sigma) + slow * (SLOW - 1))
        failure = _next(failures[node], now, noise, mtbf)
        if now + took > failure:
            heapq.heappush(free, (failure + BACK, node, core))
            continue
        heapq.heappush(free, (now + took, node, core))
        end, todo = max(end, now + took), todo - 1
    ideal = tasks * seconds / HOUR
    paid = end * nodes * cores / HOUR
    return Run(end / HOUR, paid, (paid - ideal) / paid)


def _next(failures: list[float], now: float, noise: random.Random, mtbf: float) -> float:
    """When a machine fails next."""
    while not failures or failures[-1] <= now:
        before = failures[-1] + BACK if failures else 0.0
        failures.append(before + noise.expovariate(1 / (mtbf * HOUR)))
    return failures[bisect.bisect_right(failures, now)]


class Load(NamedTuple):
    """A corpus: its name, terabytes of WARC as stored, and the share of its pages that are of forums."""

    name: str
    terabytes: float
    share: float


LOADS = (
    Load("1 TB of a forum archive", 1, 1.0),
    Load("100 TB of forum archives", 100, 1.0),
    Load("Common Crawl, one crawl, all of it", 90, 0.02),
    Load("Common Crawl, forum hosts by its index", 90 * 0.02, 1.0),
)


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rate", type=float, default=330, help="forum pages a second and core")
    options.add_argument("--pass-rate", type=float, default=1300, help="pages a second and core that are no forum's: read, looked at, left")
    options.add_argument("--page", type=float, default=25_000, help="bytes of a page as stored in WARC")
    options.add_argument("--out", type=float, default=0.09, help="bytes of Parquet a byte of WARC of forum pages")
    options.add_argument("--price", type=float, default=0.04, help="dollars a core hour")
    options.add_argument("--spot", type=float, default=0.4, help="price of machines that may be taken away, as a share")
    options.add_argument("--nodes", type=int, default=32)
    options.add_argument("--cores", type=int, default=32)
    said = options.parse_args()
    print("| corpus | pages | core hours | 1 machine of 32 cores | 32 of them | read, MB/s | written | at full price | at spot price |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for load in LOADS:
        print("| " + " | ".join(_row(load, said)) + " |")
    print()
    print("| trouble | hours | core hours paid | lost |")
    print("| --- | --- | --- | --- |")
    tasks, seconds = _tasks(LOADS[1], said)
    for name, mtbf, straggle in (
        ("none", 1e9, 0.0),
        ("one task in a thousand takes ten times as long", 1e9, 0.001),
        ("one in fifty does", 1e9, 0.02),
        ("a machine fails every 1,000 hours", 1000, 0.001),
        ("a machine is taken away every 10 hours (spot)", 10, 0.001),
        ("every hour", 1, 0.02),
    ):
        run = simulate(tasks, seconds, said.nodes, said.cores, mtbf=mtbf, straggle=straggle)
        print(f"| {name} | {run.hours:.1f} | {run.core_hours:,.0f} | {100 * run.waste:.1f} % |")


def _tasks(load: Load, said: argparse.Namespace) -> tuple[int, float]:
    """How many tasks, of four pieces of 2 MB each, and their mean seconds."""
    pages = load.terabytes * 1e12 / said.page
    seconds = pages * (load.share / said.rate + (1 - load.share) / said.pass_rate)
    tasks = math.ceil(load.terabytes * 1e12 / 8e6)
    return tasks, seconds / tasks


def _row(load: Load, said: argparse.Namespace) -> list[str]:
    pages = load.terabytes * 1e12 / said.page
    tasks, seconds = _tasks(load, said)
    hours = tasks * seconds / HOUR
    one = simulate(tasks, seconds, 1, said.cores, mtbf=1000, straggle=0.001)
    many = simulate(tasks, seconds, said.nodes, said.cores, mtbf=1000, straggle=0.001)
    spot = simulate(tasks, seconds, said.nodes, said.cores, mtbf=10, straggle=0.001)
    return [
        load.name,
        f"{pages / 1e6:,.0f} M",
        f"{hours:,.0f}",
        f"{one.hours:,.1f} h",
        f"{many.hours:,.1f} h",
        f"{load.terabytes * 1e6 / (many.hours * HOUR):,.0f}",
        f"{load.terabytes * load.share * said.out * 1000:,.0f} GB",
        f"${many.core_hours * said.price:,.0f}",
        f"${spot.core_hours * said.price * said.spot:,.0f}",
    ]


if __name__ == "__main__":
    main()
