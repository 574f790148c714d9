"""How right the goods engine is: the table of accuracy, two versions line by line, the worst misses.

    make eval                                   both parts; the misses of the tuning part go to a file
    make eval ARGS="--policy other.toml"        under another policy, compared with the shipped one
    make eval ARGS="--revision v1.2"            compared with the engine and catalogue of another revision

The cases are tests/cases/evaluation/PART/BATCH.csv; its README says who writes them and how the parts
are divided. The reporting part is for the table alone: its misses are written only when asked for.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean
from typing import Final, TypeVar

ROOT: Final = Path(__file__).resolve().parent.parent
CASES: Final = ROOT / "tests/cases/evaluation"
PARTS: Final = ("tuning", "reporting")
_BY_HEADING: Final = ("eu-dual-use", "eu-military")  # lists whose headings stand before the first dot
_ABSENT: Final = 99

_Named = TypeVar("_Named")


@dataclass(frozen=True, slots=True)
class Case:
    """One line of a batch. ``expected`` holds the codes that are right, none for ordinary goods."""

    part: str
    id: str
    kind: str
    language: str
    description: str
    hs_code: str
    expected: tuple[str, ...]
    pair: str


@dataclass(frozen=True, slots=True)
class Result:
    """What the engine said of a case. ``rank`` counts from 1; 99 is not among the candidates."""

    rank: int
    level: str  # of the best right candidate
    flagged: bool
    vague: bool
    top: tuple[tuple[str, float, bool], ...]  # code, score, right


# -- reading and screening -------------------------------------------------------------------------


def read_cases(folder: Path = CASES) -> list[Case]:
    """Every case of both parts, in the order of the files."""
    return [
        Case(
            part=part,
            expected=tuple(filter(None, row["expected"].split("|"))),
            **{name: row[name] for name in ("id", "kind", "language", "description", "hs_code", "pair")},
        )
        for part in PARTS
        for path in sorted((folder / part).glob("*.csv"))
        for row in csv.DictReader(path.read_text("utf-8").splitlines())
    ]


def heading(code: str) -> str:
    """What counts as the right heading: 1C350 for 1C350.7; on lists of single substances the code itself."""
    slug, _, paragraph = code.partition(":")
    return f"{slug}:{paragraph.split('.')[0]}" if slug in _BY_HEADING else code


def screen(cases: Sequence[Case], policy: Path | None) -> dict[str, Result]:
    """The results by id of the case, under the shipped policy or the one in a file."""
    from screening.engine import Engine, Line
    from screening.engine.policy import SHIPPED, read_policy
    from screening.lists.catalogue_file import read_catalogue

    engine = Engine.build(read_catalogue(Path("screening/catalogue")), read_policy(policy or SHIPPED))
    verdicts = engine.screen(Line(case.id, case.description, case.hs_code) for case in cases)
    results = {}
    for case, verdict in zip(cases, verdicts, strict=True):
        right = {heading(code) for code in case.expected}
        said = (*verdict.candidates, *getattr(verdict, "unlikely", ()))  # earlier revisions had none
        named = [(f"{each.list_slug}:{each.code}", each) for each in said]
        places = [place for place, (code, _) in enumerate(_headings_once(named), 1) if heading(code) in right]
        levels = [each.level for code, each in named if heading(code) in right]
        results[case.id] = Result(
            rank=places[0] if places else _ABSENT,
            level=levels[0] if levels else "none",
            flagged=verdict.flagged,
            vague=verdict.vague,
            top=tuple((code, each.score, heading(code) in right) for code, each in named),
        )
    return results


def _headings_once(named: Iterable[tuple[str, _Named]]) -> Iterator[tuple[str, _Named]]:
    """Several paragraphs of one heading take one place."""
    seen: set[str] = set()
    for code, each in named:
        if heading(code) not in seen:
            seen.add(heading(code))
            yield code, each


# -- the table -------------------------------------------------------------------------------------

Chosen = Callable[[Case], bool]
Pairs = list[tuple[Case, Result]]


def print_table(cases: Sequence[Case], results: dict[str, Result]) -> None:
    """The rows of the goal beside what each part reaches."""
    print(f"{'':44}{'goal':>12}" + "".join(f"{part:>22}" for part in PARTS))
    for title, goal, measure in _rows():
        print(f"{title:44}{goal:>12}" + "".join(f"{_cell(measure, cases, results, part):>22}" for part in PARTS))


def _cell(measure: Callable[[Pairs], str], cases: Sequence[Case], results: dict[str, Result], part: str) -> str:
    return measure([(case, results[case.id]) for case in cases if case.part == part])


def _rows() -> Iterator[tuple[str, str, Callable[[Pairs], str]]]:
    yield "right heading first / in five, macro", "90 / 97 %", macro
    yield "chemicals by name, without CAS", "90 / 96 %", _ranked(lambda case: case.kind == "chemical")
    yield "chemicals with CAS, UN number or formula", "99 / 100 %", _ranked(lambda case: case.kind == "chemical-cas")
    yield "terse invoices: typos, abbreviations", "88 / 97 %", _ranked(lambda case: case.kind == "invoice")
    yield "Russian", "88 / 96 %", _ranked(lambda case: case.language == "ru")
    yield "Uzbek", "80 / 92 %", _ranked(lambda case: case.language == "uz")
    yield "Tajik", "80 / 92 %", _ranked(lambda case: case.language == "tg")
    yield "controlled lines flagged", "", _share(lambda case: bool(case.expected), lambda result: result.flagged)
    yield "limit pairs told apart", "85 %", _pairs
    yield "ordinary lines flagged, easy", "1 %", _flagged("benign-easy")
    yield "ordinary lines flagged, hard", "4 %", _flagged("benign-hard")
    yield "vague lines reported as vague", "90 %", _share(_kind("vague"), lambda result: result.vague)
    yield "vague lines flagged", "2 %", _flagged("vague")


def _kind(kind: str) -> Chosen:
    return lambda case: case.kind == kind


def _flagged(kind: str) -> Callable[[Pairs], str]:
    return _share(_kind(kind), lambda result: result.flagged)


def _share(chosen: Chosen, holds: Callable[[Result], bool]) -> Callable[[Pairs], str]:
    def measure(pairs: Pairs) -> str:
        held = [holds(result) for case, result in pairs if chosen(case)]
        return f"{100 * fmean(held):.1f} % of {len(held)}" if held else "-"

    return measure


def _ranked(chosen: Chosen) -> Callable[[Pairs], str]:
    def measure(pairs: Pairs) -> str:
        ranks = [result.rank for case, result in pairs if case.expected and chosen(case)]
        return f"{_within(1, ranks):.1f} / {_within(5, ranks):.1f} % of {len(ranks)}" if ranks else "-"

    return measure


def macro(pairs: Pairs) -> str:
    """The mean over the blocks of one kind in one language, so that large blocks do not outvote small ones."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for case, result in pairs:
        if case.expected and case.kind != "pair":
            blocks[case.kind, case.language].append(result.rank)
    if not blocks:
        return "-"
    first, five = (fmean(_within(places, ranks) for ranks in blocks.values()) for places in (1, 5))
    return f"{first:.1f} / {five:.1f} % of {len(blocks)}"


def _within(places: int, ranks: list[int]) -> float:
    return 100 * fmean(rank <= places for rank in ranks)


def _pairs(pairs: Pairs) -> str:
    """The line above its limit is flagged for the right heading, the one below is not flagged."""
    both: dict[str, list[bool]] = defaultdict(list)
    for case, result in pairs:
        if case.pair:
            caught = result.flagged and result.rank < _ABSENT and result.level in ("medium", "high")
            both[case.pair].append(caught if case.expected else not result.flagged)
    return f"{100 * fmean(map(all, both.values())):.1f} % of {len(both)}" if both else "-"


# -- line by line ----------------------------------------------------------------------------------


def _cost(case: Case, result: Result) -> float:
    """How bad a result is: 0 where nothing is wrong."""
    if case.kind == "vague":
        return (not result.vague) + 2 * result.flagged
    if not case.expected:
        return 2 * result.flagged + (result.top[0][1] if result.flagged else 0.0)
    return min(result.rank, 10) - 1 + (not result.flagged) * 2


def print_changes(cases: Sequence[Case], before: dict[str, Result], now: dict[str, Result]) -> None:
    """Every line of the tuning part that became better or worse; of the reporting part the counts alone."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for case in cases:
        change = _cost(case, now[case.id]) - _cost(case, before[case.id])
        if change:
            word = "worse" if change > 0 else "better"
            counts[case.part, word] += 1
            if case.part == "tuning":
                print(f"{word:7}{case.id}  {case.description}\n       {_told(case, before)}  ->  {_told(case, now)}")
    print("\n" + ", ".join(f"{part}: {count} {word}" for (part, word), count in sorted(counts.items())))


def _told(case: Case, results: dict[str, Result]) -> str:
    result = results[case.id]
    named = ", ".join(f"{code} {score:.2f}" for code, score, _ in result.top[:3]) or "nothing"
    return f"{'flagged, ' if result.flagged else ''}{'vague, ' if result.vague else ''}{named}"


def write_misses(path: Path, cases: Sequence[Case], results: dict[str, Result]) -> int:
    """The misses, worst first, as a table for reading. Returns how many there are."""
    missed = sorted((-_cost(case, results[case.id]), case.id, case) for case in cases if _cost(case, results[case.id]))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "kind", "language", "description", "hs_code", "expected", "rank", "said"])
        for _, _, case in missed:
            row = [case.id, case.kind, case.language, case.description, case.hs_code, "|".join(case.expected)]
            table.writerow([*row, results[case.id].rank, _told(case, results)])
    return len(missed)


def _of_revision(revision: str) -> dict[str, Result]:
    """The results of another revision's engine and catalogue on today's cases."""
    with tempfile.TemporaryDirectory() as folder:
        tree, saved = Path(folder, "tree"), Path(folder, "results.json")
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(tree), revision], cwd=ROOT, check=True)
        try:
            command = [sys.executable, str(Path(__file__)), "--save", str(saved)]
            subprocess.run(command, cwd=tree, env={**os.environ, "PYTHONPATH": str(tree)}, check=True)
            return _loaded(saved)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=ROOT, check=True)


def _loaded(path: Path) -> dict[str, Result]:
    rows = json.loads(path.read_text("utf-8"))
    return {key: Result(**{**row, "top": tuple(map(tuple, row["top"]))}) for key, row in rows.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--policy", type=Path, help="a policy file, compared with the shipped one")
    parser.add_argument("--revision", help="compare with another revision's engine and catalogue")
    parser.add_argument("--part", choices=PARTS, default="tuning", help="whose misses are written")
    parser.add_argument("--misses", type=Path, default=Path("misses.csv"), help="where they are written")
    parser.add_argument("--picture", type=Path, help="draw the reliability diagram, as docs/pictures/reliability.svg")
    parser.add_argument("--save", type=Path, help="write the results as JSON and print nothing")
    arguments = parser.parse_args()
    cases = read_cases()
    results = screen(cases, arguments.policy)
    if arguments.save:
        arguments.save.write_text(json.dumps({key: asdict(each) for key, each in results.items()}), "utf-8")
        return
    from bench import reliability  # not above: the tree of an earlier revision has none

    if arguments.policy or arguments.revision:
        before = _of_revision(arguments.revision) if arguments.revision else screen(cases, None)
        print_changes(cases, before, results)
    print_table(cases, results)
    rows = reliability.tenths((score, right) for case in cases for _, score, right in results[case.id].top[:1])
    reliability.print_table(rows)
    if arguments.picture:
        arguments.picture.write_text(reliability.picture(rows), "utf-8")
    count = write_misses(arguments.misses, [case for case in cases if case.part == arguments.part], results)
    print(f"\n{count} misses of the {arguments.part} part, worst first: {arguments.misses}")


if __name__ == "__main__":
    main()
