"""What to ask the officer: figures that would decide, numbers that cannot be right, goods left unnamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screening.engine.index import Limit
from screening.engine.reading import CAS, DESCRIPTION, QUANTITY, Reading
from screening.engine.verdict import Question


def ask(reading: Reading, missing: Iterable[tuple[str, Limit]], vague: bool) -> tuple[Question, ...]:
    """The questions of a line, one a quantity however many entries hang on it; none that was answered."""
    asked = [*_figures(missing), *_wrong_cas(reading), *_goods(vague)]
    return tuple(question for question in asked if question.key not in reading.answers)


def _figures(missing: Iterable[tuple[str, Limit]]) -> Iterator[Question]:
    """QU-FIGURE: a figure on which control hangs is not stated."""
    limits: dict[str, list[tuple[str, Limit]]] = {}
    for code, limit in missing:
        limits.setdefault(limit.quantity.slug, []).append((code, limit))
    for slug, pairs in limits.items():
        _, first = pairs[0]
        arguments = {
            "quantity": slug,
            "codes": ", ".join(dict.fromkeys(code for code, _ in pairs[:3])),
            "comparison": first.parameter.comparison,
            "limit": f"{first.parameter.limit} {first.parameter.unit}",
        }
        yield Question(QUANTITY + slug, f"QU-FIGURE-{first.parameter.role}", arguments)


def _wrong_cas(reading: Reading) -> Iterator[Question]:
    """QU-CAS: the check digit of a CAS number is wrong."""
    for found in reading.identifiers:
        if not found.valid:
            yield Question(CAS + found.value, "QU-CAS", {"value": found.value})


def _goods(vague: bool) -> Iterator[Question]:
    """QU-GOODS: the text does not say what the goods are."""
    if vague:
        yield Question(DESCRIPTION, "QU-GOODS", {})
