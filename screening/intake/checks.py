"""What is wrong with a finished declaration.

A doubt is about what can be screened although it cannot be right (a negative mass, an unknown country);
a refusal about what cannot be kept or screened at all (no lines, no number, a number beyond its column).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from screening.intake import fields
from screening.intake.declaration import Declaration, DeclaredItem, Doubt, Refusal
from screening.intake.notes import Names, Notes

MOST_LINES: Final = 10_000
# A decimal is kept as a 64-bit integer of its smallest unit: field -> places.
DECLARATION_PLACES: Final = {"invoice_total": 4, "gross_kg": 6}
GOODS_PLACES: Final = {"gross_kg": 6, "net_kg": 6, "packages": 3, "quantity": 6, "value": 4}
_LARGEST_INTEGER: Final = 2**63 - 1
_MASSES: Final = ("gross_kg", "net_kg")
_COUNTS: Final = ("packages", "quantity", "value")
# Ten thousand tonnes are two freight trains; a million packages a line no checkpoint could count.
_IMPLAUSIBLE: Final = {"gross_kg": Decimal(10**7), "net_kg": Decimal(10**7), "packages": Decimal(10**6)}
# Weights of lines are rounded one by one, so their sum may stray by this share.
_SUM_TOLERANCE: Final = Decimal("0.01")
_HS_LENGTHS: Final = (4, 6, 8, 9, 10, 11, 12)
_EARLIEST: Final = timedelta(days=30)
_LATEST: Final = timedelta(days=365)


def doubts_of(declaration: Declaration, *, now: datetime) -> tuple[Doubt, ...]:
    """Doubts in the order of the form: the whole first, then line by line. Lines are item numbers."""
    notes = Notes()
    _doubt_arrival(declaration, now, notes)
    _doubt_codes(declaration, notes)
    for number in declaration.containers:
        if fault := fields.container_fault(number):
            notes.doubt(0, "containers", number, fault)
    _doubt_totals(declaration, notes)
    for item in declaration.items:
        _doubt_item(item, notes)
    return tuple(notes.doubts)


def refusals_of(
    declaration: Declaration, *, names: Names | None = None, place: int = 0, places: Sequence[int] = ()
) -> tuple[Refusal, ...]:
    """Why the declaration cannot be taken.

    ``names`` are the sender's field names, ``place`` and ``places`` the lines where the declaration and
    each of its items stand; without them the plain names and the items' positions are given.
    """
    names = names or Names()
    notes = Notes(declaration.number)
    if not declaration.number:
        notes.refuse(place, names.declaration.get("number", "number"), "", "no-number")
    _refuse_too_large(declaration, DECLARATION_PLACES, names.declaration, place, notes)
    if not 0 < len(declaration.items) <= MOST_LINES:
        refuse_line_count(len(declaration.items), place, names, notes)
        return tuple(notes.refusals)
    twice = _numbers_given_twice(declaration.items)
    for line, item in zip(places or range(1, len(declaration.items) + 1), declaration.items, strict=True):
        _refuse_item(item, line, twice, names, notes)
    return tuple(notes.refusals)


def refuse_line_count(count: int, place: int, names: Names, notes: Notes) -> None:
    """A declaration without goods, or with more lines than are taken."""
    message = "too-many-lines" if count else "no-lines"
    notes.refuse(place, names.declaration.get("items", "items"), count, message)


def _refuse_item(item: DeclaredItem, line: int, twice: frozenset[int], names: Names, notes: Notes) -> None:
    if not item.description:
        notes.refuse(line, names.goods.get("description", "description"), "", "no-description")
    if item.number in twice:
        notes.refuse(line, names.goods.get("number", "number"), item.number, "duplicate-line")
    _refuse_too_large(item, GOODS_PLACES, names.goods, line, notes)


def _refuse_too_large(
    record: Declaration | DeclaredItem, places: Mapping[str, int], names: Mapping[str, str], line: int, notes: Notes
) -> None:
    for name, value in _figures(record, places):
        if abs(value.scaleb(places[name])) > _LARGEST_INTEGER:
            notes.refuse(line, names.get(name, name), value, "number-too-large")


def _numbers_given_twice(items: Iterable[DeclaredItem]) -> frozenset[int]:
    return frozenset(number for number, times in Counter(item.number for item in items).items() if times > 1)


def _figures(record: Declaration | DeclaredItem, names: Iterable[str]) -> Iterable[tuple[str, Decimal]]:
    """The decimals that the record does declare."""
    for name in names:
        value: Decimal | None = getattr(record, name)
        if value is not None:
            yield name, value


def _doubt_arrival(declaration: Declaration, now: datetime, notes: Notes) -> None:
    arrival = declaration.arrival_at
    if arrival is None:
        return
    if arrival < now - _EARLIEST:
        notes.doubt(0, "arrival_at", arrival.isoformat(), "arrival-far-past")
    if arrival > now + _LATEST:
        notes.doubt(0, "arrival_at", arrival.isoformat(), "arrival-far-future")


def _doubt_codes(declaration: Declaration, notes: Notes) -> None:
    countries = [(name, getattr(declaration, name)) for name in ("dispatch", "destination", "means_country")]
    countries += [("transit", code) for code in declaration.transit]
    countries += [(f"{party.role}_country", party.country) for party in declaration.parties]
    for name, code in countries:
        _doubt_country(0, name, code, notes)
    if declaration.currency and not fields.is_currency(declaration.currency):
        notes.doubt(0, "currency", declaration.currency, "currency-unknown")


def _doubt_country(line: int, name: str, code: str, notes: Notes) -> None:
    if code and not fields.is_country(code):
        notes.doubt(line, name, code, "country-unknown")


def _doubt_totals(declaration: Declaration, notes: Notes) -> None:
    _doubt_masses(0, declaration, ("gross_kg",), notes)
    _doubt_negative(0, declaration, ("invoice_total",), notes)
    masses = [item.gross_kg for item in declaration.items]
    total = declaration.gross_kg
    if not total or not masses or any(mass is None for mass in masses):
        return
    added = sum((mass for mass in masses if mass is not None), Decimal(0))
    if abs(added - total) > abs(total) * _SUM_TOLERANCE:
        notes.doubt(0, "gross_kg", f"{total:f} ≠ {added:f}", "gross-total-differs")


def _doubt_item(item: DeclaredItem, notes: Notes) -> None:
    _doubt_country(item.number, "origin", item.origin, notes)
    _doubt_hs(item, notes)
    _doubt_masses(item.number, item, _MASSES, notes)
    _doubt_negative(item.number, item, _COUNTS, notes)
    if item.net_kg is not None and item.gross_kg is not None and item.net_kg > item.gross_kg:
        notes.doubt(item.number, "net_kg", f"{item.net_kg:f} > {item.gross_kg:f}", "net-exceeds-gross")
    for name, value in _figures(item, _IMPLAUSIBLE):
        if value > _IMPLAUSIBLE[name]:
            notes.doubt(item.number, name, f"{value:f}", "figure-implausible")


def _doubt_hs(item: DeclaredItem, notes: Notes) -> None:
    if not item.hs_code:
        return
    if len(item.hs_code) not in _HS_LENGTHS:
        notes.doubt(item.number, "hs_code", item.hs_code, "hs-code-length")
    elif not 1 <= int(item.hs_code[:2]) <= 97 or item.hs_code.startswith("77"):
        notes.doubt(item.number, "hs_code", item.hs_code, "hs-chapter-unknown")


def _doubt_masses(line: int, record: Declaration | DeclaredItem, names: Iterable[str], notes: Notes) -> None:
    for name, value in _figures(record, names):
        if value <= 0:
            notes.doubt(line, name, f"{value:f}", "mass-negative" if value else "mass-zero")


def _doubt_negative(line: int, record: Declaration | DeclaredItem, names: Iterable[str], notes: Notes) -> None:
    for name, value in _figures(record, names):
        if value < 0:
            notes.doubt(line, name, f"{value:f}", "figure-negative")
