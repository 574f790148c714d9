"""How fast and small the name engine is, beside rapidfuzz in the same run.

    make bench-names ARGS=FILE

``FILE`` is the compact JSON of the US Consolidated Screening List. Queries are its own names with a letter changed and
the words in another order, so that nothing is found by a plain look-up; both sides answer the same ones.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from rapidfuzz import fuzz, process, utils

from bench.names import crowd
from screening.engine.parties.index import ListedName, NameIndex
from screening.engine.parties.names import read
from screening.engine.parties.policy import read_policy

_QUERIES: Final = 1_000
_OF_THE_PEER: Final = 40  # it is too slow for more
_SEED: Final = 7
_WARM: Final = 200


def queries(names: Sequence[ListedName], count: int) -> list[tuple[str, str]]:
    """Names of the list with one letter changed and the words in another order, with their kind."""
    chance = random.Random(_SEED)
    found = []
    for listed in chance.choices(names, k=count):
        letters = list(listed.text)
        letters[chance.randrange(len(letters))] = chance.choice("aeioukrst")
        words = "".join(letters).split()
        chance.shuffle(words)
        found.append((" ".join(words), listed.kind))
    return found


def timed(work: Callable[[tuple[str, str]], object], asked: Sequence[tuple[str, str]]) -> list[float]:
    """Milliseconds of each query, in order of size."""
    times = []
    for each in asked:
        begun = time.perf_counter()
        work(each)
        times.append((time.perf_counter() - begun) * 1e3)
    return sorted(times)


def memory() -> float:
    """MiB that the process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("watchlist", type=Path)
    names = [
        ListedName(number, text, kind) for number, (_, text, kind) in enumerate(crowd(parser.parse_args().watchlist))
    ]
    begun = time.perf_counter()
    built = NameIndex(names)
    print(f"{len(names)} names, built in {time.perf_counter() - begun:.1f} s")
    stored = built.to_bytes()
    begun, before = time.perf_counter(), memory()
    index, policy = NameIndex(names, stored), read_policy()
    print(f"loaded from {len(stored) / 2**20:.1f} MiB in {time.perf_counter() - begun:.2f} s")
    asked = queries(names, _QUERIES)
    timed(lambda query: index.search(read(*query), policy), asked[:_WARM])
    ours = timed(lambda query: index.search(read(*query), policy), asked[_WARM:])
    plain = [utils.default_process(listed.text) for listed in names]
    peer = timed(
        lambda query: process.extract(utils.default_process(query[0]), plain, scorer=fuzz.token_sort_ratio, limit=50),
        asked[:_OF_THE_PEER],
    )
    print(f"ours: median {median(ours):.2f} ms, p99 {ours[int(len(ours) * 0.99)]:.2f} ms of {len(ours)} queries")
    print(f"rapidfuzz token_sort_ratio, first 50: median {median(peer):.1f} ms of {len(peer)}")
    print(f"{median(peer) / median(ours):.0f} times as fast")
    print(f"the process held {memory():.0f} MiB at most, {before:.0f} before loading")


if __name__ == "__main__":
    main()
