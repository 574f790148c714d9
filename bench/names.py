"""How right the name engine is: pairs told apart, listed parties found, ordinary traders left in peace.

    make eval-names                                  both parts; the misses of the tuning part go to a file
    make eval-names ARGS="--watchlist FILE"          invented parties among the names of a published list

The cases are tests/cases/names/PART; its README says who writes them. Every name is invented. The reporting part is for
the table alone. ``FILE`` is the compact JSON of the US Consolidated Screening List: its names are the crowd.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from screening.engine.parties.compare import compare
from screening.engine.parties.index import ListedName, NameIndex
from screening.engine.parties.names import read
from screening.engine.parties.policy import read_policy

ROOT: Final = Path(__file__).resolve().parent.parent
CASES: Final = ROOT / "tests/cases/names"
PARTS: Final = ("tuning", "reporting")
_RECALL: Final = 0.95


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names and whether they can be one party's."""

    id: str
    kind: str
    query: str
    candidate: str
    entity_type: str
    same: bool
    score: float


@dataclass(frozen=True, slots=True)
class Query:
    """A name, the listed parties that are right (none for a trader on no list), and what was found: party, score."""

    id: str
    kind: str
    name: str
    expected: frozenset[str]
    found: tuple[tuple[str, str, float], ...]

    @property
    def score(self) -> float:
        return self.found[0][2] if self.found else 0.0


def rows(part: str, prefix: str) -> list[dict[str, str]]:
    return [
        row
        for path in sorted((CASES / part).glob(f"{prefix}_*.csv"))
        for row in csv.DictReader(path.open(encoding="utf-8"))
    ]


def pairs(part: str) -> list[Pair]:
    weights = read_policy().names
    return [
        Pair(
            row["id"],
            row["kind"],
            row["query"],
            row["candidate"],
            row["entity_type"],
            row["same"] == "1",
            compare(read(row["query"], row["entity_type"]), read(row["candidate"], row["entity_type"]), weights).score,
        )
        for row in rows(part, "pairs")
    ]


def best_f1(cases: Sequence[Pair]) -> tuple[float, float]:
    """The best F1 over all thresholds, and the threshold."""
    best = (0.0, 0.0)
    for threshold in sorted({case.score for case in cases}):
        hits = sum(case.same for case in cases if case.score >= threshold)
        said = sum(case.score >= threshold for case in cases)
        wanted = sum(case.same for case in cases)
        best = max(best, (2 * hits / (said + wanted), threshold))
    return best


def crowd(path: Path | None) -> Iterable[tuple[str, str, str]]:
    """(reference, name, kind) of a published list."""
    kinds = {"Individual": "person", "Entity": "company", "Vessel": "vessel", "Aircraft": "aircraft"}
    for number, entry in enumerate(json.loads(path.read_text("utf-8"))["entries"] if path else ()):
        for name in (entry["n"], *entry.get("a", ())):
            yield f"crowd-{number}", name, kinds.get(entry.get("t", ""), "")


def queries(part: str, watchlist: Path | None) -> list[Query]:
    listed = [(row["entity_id"], row["name"], row["type"], row["is_alias"] == "weak") for row in rows(part, "list")]
    listed += [(*each, False) for each in crowd(watchlist)]
    names = [ListedName(number, text, kind, weak) for number, (_, text, kind, weak) in enumerate(listed)]
    index, policy = NameIndex(names), read_policy()
    found = []
    for row in rows(part, "queries"):
        hits = index.search(read(row["name" if "name" in row else "query"], row["type"]), policy)
        found.append(
            Query(
                row["id"],
                row["kind"],
                row["query"],
                frozenset(filter(None, row["expected"].split(";"))),
                tuple((listed[hit.number][0], listed[hit.number][1], hit.score) for hit in hits),
            )
        )
    return found


def table(part: str, watchlist: Path | None) -> tuple[list[str], list[Pair], list[Query]]:
    told = pairs(part)
    lines = []
    for kind in ("tajik-uzbek", "cyrillic-alias", "latin"):
        cases = [pair for pair in told if pair.kind == kind]
        score, threshold = best_f1(cases)
        lines.append(f"pairs, {kind:15} best F1 {score:.3f} at {threshold:.2f} of {len(cases)}")
    score, threshold = best_f1(told)
    lines.append(f"pairs, all             best F1 {score:.3f} at {threshold:.2f}")
    asked = queries(part, watchlist)
    hits = [query for query in asked if query.expected]
    names = {row["entity_id"] for row in rows(part, "list")}
    first = sum(_right(query, 1) for query in hits) / len(hits)
    five = sum(_right(query, 5) for query in hits) / len(hits)
    lines.append(f"found: first place {first:.3f}, first five {five:.3f} of {len(hits)} among {len(names)} parties")
    right = sorted((_score(query) for query in hits), reverse=True)
    threshold = right[min(len(right) - 1, int(len(right) * _RECALL))]
    for kinds in (("near-miss", "ordinary"), ("near-miss",), ("ordinary",)):
        others = [query for query in asked if not query.expected and query.kind in kinds]
        flagged = sum(query.score >= threshold for query in others)
        share = f"{flagged / len(others):.2%} of {len(others)}"
        lines.append(f"flagged at 95 % recall (score {threshold:.2f}), {' and '.join(kinds)}: {share}")
    return lines, told, asked


def _right(query: Query, places: int) -> bool:
    """Whether a right party, or one with an equal name, is among the first."""
    parties = list(dict.fromkeys(party for party, _, _ in query.found))[:places]
    return bool(query.expected & set(parties))


def _score(query: Query) -> float:
    return next((score for party, _, score in query.found if party in query.expected), 0.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--watchlist", type=Path, help="a published list whose names are the crowd")
    parser.add_argument("--misses", type=Path, help="where the misses of the tuning part go")
    parser.add_argument("--part", choices=PARTS, action="append")
    arguments = parser.parse_args()
    for part in arguments.part or PARTS:
        lines, told, asked = table(part, arguments.watchlist)
        print(part, *lines, sep="\n")
        if part == "tuning" and arguments.misses:
            _write_misses(arguments.misses, told, asked)


def _write_misses(path: Path, told: list[Pair], asked: list[Query]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for pair in sorted(told, key=lambda each: -abs(each.score - each.same)):
            if abs(pair.score - pair.same) > 0.2:
                writer.writerow((pair.id, pair.kind, pair.query, pair.candidate, int(pair.same), pair.score))
        for query in asked:
            if (query.expected and not _right(query, 1)) or (not query.expected and query.score > 0.7):
                writer.writerow((query.id, query.kind, query.name, ";".join(query.expected), *query.found[:2]))


if __name__ == "__main__":
    main()
