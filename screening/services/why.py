"""Why an entry of a list does or does not control a goods line, named in its verdict or not. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from screening import adapters
from screening.engine import ENGINE_VERSION, Engine, Line
from screening.engine.verdict import Why
from screening.models import Answer, GoodsItem
from screening.selectors import folding
from screening.selectors.entries import EntryKey
from screening.selectors.precedents import with_precedents
from screening.services import index

MOST: Final = 3
"""Entries that are told of."""
_MOST_BELOW: Final = 100


class NoEntry(Exception):
    """No list in force has such an entry."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The likeliest first; the rest says by which lists and rules they came."""

    found: tuple[Why, ...]
    editions: tuple[str, ...]
    policy_version: str
    engine_version: str


def why_line(line: Line, entry: str, administration: UUID | None) -> Asked:
    """How a line stands to the entries that ``entry`` names: ``2B350.g``, ``eu-dual-use:2B350``.

    Of a heading, the likeliest of those below it are told of instead where something points at them. Raises NoEntry,
    and NoCatalogue (services/index.py) where no control list is in force.
    """
    engine = index.engine_in_force()
    left_out = index.lists_of_others(administration, engine.digest)
    keys = [key for key in _named(engine, entry) if key[0] not in left_out]
    if not keys:
        raise NoEntry(entry)
    [known] = with_precedents([line], administration)
    asked = [engine.why(known, *key, without=left_out) for key in keys]
    best = sorted(asked, key=lambda why: -why.candidate.score)
    found = [why for why in best if why.candidate.evidence] or asked[:1]
    return Asked(tuple(found[:MOST]), engine.editions_without(left_out), engine.policy.version, ENGINE_VERSION)


def why_item(item: GoodsItem, entry: str, administration: UUID) -> Asked:
    """The same for a shipment's line, with what officers answered about it."""
    answers = Answer.objects.filter(question__shipment=item.shipment_id, question__item_number=item.number)
    said = dict(answers.order_by("id").values_list("question__key", "text"))
    return why_line(adapters.line_of(item, sorted(said.items())), entry, administration)


def _named(engine: Engine, entry: str) -> Iterator[EntryKey]:
    """Entries of that code, and those below them. Codes are compared by letters and digits, of either alphabet."""
    slug, colon, code = entry.strip().rpartition(":")
    wanted = folding.code(code) or code.strip()
    count = 0
    for compiled in engine.index.entries:
        if colon and compiled.list_slug != slug.strip():
            continue
        line_up = (compiled.entry, *compiled.above)
        if any(wanted == (folding.code(node.code) or node.code) for node in line_up) and count < _MOST_BELOW:
            count += 1
            yield compiled.list_slug, compiled.entry.code
