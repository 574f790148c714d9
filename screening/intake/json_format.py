"""Declarations as JSON: the portal's own contract, numbered by box of the Single Administrative Document.

docs/intake.md shows it with an example. An unknown field is refused, since a misspelt one would otherwise
be lost in silence.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeAlias

from rapidfuzz import process

from screening.intake.assemble import assemble
from screening.intake.checks import MOST_LINES
from screening.intake.declaration import Parsed, Refusal
from screening.intake.fields import Clock, standard_clock
from screening.intake.notes import Names, Notes, shown
from screening.intake.raw import RawDeclaration, RawDocument, RawLine

LARGEST_MESSAGE: Final = 16 * 2**20
MOST_DECLARATIONS: Final = 1_000
"""In one list."""
_LARGEST_BITS: Final = 256


@dataclass(frozen=True, slots=True)
class Text:
    """A JSON string; ``plain`` is its field in the plain form."""

    plain: str


@dataclass(frozen=True, slots=True)
class Number:
    """A JSON number, or a string that holds one (strings keep decimals as they are)."""

    plain: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A JSON list of one shape; ``goods`` where its members are the lines of goods."""

    plain: str
    of: Shape
    goods: bool = False


Shape: TypeAlias = Text | Number | Rows | Mapping[str, "Shape"]


def _party(role: str) -> Mapping[str, Shape]:
    return {part: Text(f"{role}_{part}") for part in ("name", "identifier", "address", "country", "phone", "email")}


_DOCUMENTS: Final = Rows(
    "documents",
    {"code": Text("documents.code"), "reference": Text("documents.reference"), "date": Text("documents.date")},
)
GOODS: Final[Mapping[str, Shape]] = {
    "box_31_description": Text("description"),
    "box_31_packages": Number("packages"),
    "box_31_package_kind": Text("package_kind"),
    "box_31_containers": Rows("containers", Text("containers")),
    "box_32_number": Number("number"),
    "box_33_hs_code": Text("hs_code"),
    "box_34_origin_country": Text("origin"),
    "box_35_gross_kg": Number("gross_kg"),
    "box_38_net_kg": Number("net_kg"),
    "box_41_quantity": Number("quantity"),
    "box_41_unit": Text("unit"),
    "box_42_value": Number("value"),
    "box_44_licence": Text("licence"),
    "box_44_documents": _DOCUMENTS,
}
DECLARATION: Final[Mapping[str, Shape]] = {
    "declaration_number": Text("number"),
    "arrival_at": Text("arrival_at"),
    "offices": {role: Text(f"office_{role}") for role in ("lodgement", "entry", "inspection", "exit")},
    "box_1_declaration_type": Text("declaration_type"),
    "box_2_consignor": _party("consignor"),
    "box_8_consignee": _party("consignee"),
    "box_14_declarant": _party("declarant"),
    "carrier": _party("carrier"),
    "notify": _party("notify"),
    "end_user": _party("end_user"),
    "box_15_dispatch_country": Text("dispatch"),
    "box_17_destination_country": Text("destination"),
    "transit_countries": Rows("transit", Text("transit")),
    "box_18_means_of_transport": {"identity": Text("means"), "country": Text("means_country")},
    "box_20_delivery_terms": {"incoterm": Text("incoterm"), "place": Text("delivery_place")},
    "box_22_invoice": {"amount": Number("invoice_total"), "currency": Text("currency")},
    "box_25_mode_of_transport": Text("mode"),
    "box_29_office_of_entry": Text("box_29"),
    "box_35_gross_kg": Number("gross_kg"),
    "box_44_documents": _DOCUMENTS,
    "items": Rows("items", GOODS, goods=True),
}


def parse_json(content: bytes | Mapping[str, Any], *, clock: Clock | None = None) -> Parsed:
    """One declaration from JSON text or from what it was decoded to; never raises for what a sender wrote.

    Refusals name the goods line by its position and the field by its path.
    """
    notes = Notes()
    message = content if isinstance(content, Mapping) else _decoded(content, notes)
    return Parsed((), tuple(notes.refusals)) if notes.refusals else _parsed(message, clock)


def parse_json_list(content: bytes, *, clock: Clock | None = None) -> list[Parsed]:
    """Declarations in a JSON list, each taken or refused on its own, in order.

    What is no list of 1 to MOST_DECLARATIONS gives one Parsed, with the reason.
    """
    notes = Notes()
    messages = _decoded(content, notes)
    if not notes.refusals and (not isinstance(messages, Sequence) or isinstance(messages, str)):
        notes.refuse(0, "JSON", _described(messages), "list-expected")
    elif not notes.refusals and not 1 <= len(messages) <= MOST_DECLARATIONS:
        notes.refuse(0, "JSON", len(messages), "declarations-number")
    if notes.refusals:
        return [Parsed((), tuple(notes.refusals))]
    return [_parsed(message, clock) for message in messages]


def _parsed(message: Any, clock: Clock | None) -> Parsed:
    if not isinstance(message, Mapping):
        return Parsed((), (Refusal("", 0, "JSON", _described(message), "object-expected"),))
    notes = Notes()
    number = message.get("declaration_number")
    notes.number = number if isinstance(number, str) else ""
    values = _Walk(notes).group(message, DECLARATION, "", 0)
    if any(refusal.field == "items" for refusal in notes.refusals):
        return Parsed((), tuple(notes.refusals))
    return assemble(_raw(values, notes), _NAMES, clock or standard_clock(), notes)


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys stood more than once."""

    repeated: tuple[str, ...] = ()

    @classmethod
    def of(cls, pairs: list[tuple[str, Any]]) -> _Object:
        made = cls(pairs)
        if len(made) < len(pairs):
            made.repeated = tuple(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        return made


def _decoded(content: bytes, notes: Notes) -> Any:
    if len(content) > LARGEST_MESSAGE:
        return notes.refuse(0, "JSON", len(content), "file-too-large")
    try:
        return json.loads(
            content,
            object_pairs_hook=_Object.of,
            parse_float=_Figure,
            parse_int=_Figure,
            parse_constant=_Figure,
        )
    except RecursionError:
        return notes.refuse(0, "JSON", "", "json-too-deep")
    except ValueError as error:
        return notes.refuse(0, "JSON", error, "json-unreadable")


class _Figure(str):
    """A JSON number (or the NaN that Python takes) as it stood: judged where all numbers are, exact until then."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _Walk:
    """Follows the contract through a message: values by plain name, everything else noted."""

    notes: Notes

    def group(self, found: Mapping[str, Any], known: Mapping[str, Shape], path: str, line: int) -> dict[str, Any]:
        """The fields of an object and of the objects in it, in one dict."""
        self._refuse_keys(found, known, path, line)
        values: dict[str, Any] = {}
        for key, shape in known.items():
            if found.get(key) is not None:
                values |= self.value(found[key], shape, path + key, line)
        return values

    def value(self, found: Any, shape: Shape, path: str, line: int) -> dict[str, Any]:
        if isinstance(shape, Text):
            return self._text(found, shape, path, line)
        if isinstance(shape, Number):
            return self._number(found, shape, path, line)
        if isinstance(shape, Rows):
            return self._rows(found, shape, path, line)
        if isinstance(found, Mapping):
            return self.group(found, shape, path + ".", line)
        return self._refuse(found, path, line, "object-expected")

    def _text(self, found: Any, shape: Text, path: str, line: int) -> dict[str, Any]:
        if isinstance(found, str) and not isinstance(found, _Figure):
            return {shape.plain: found}
        return self._refuse(found, path, line, "text-expected")

    def _number(self, found: Any, shape: Number, path: str, line: int) -> dict[str, Any]:
        if isinstance(found, bool) or not isinstance(found, int | float | Decimal | str):
            return self._refuse(found, path, line, "number-unreadable")
        if isinstance(found, float) and not math.isfinite(found):
            return self._refuse(found, path, line, "number-not-finite")
        if isinstance(found, int) and found.bit_length() > _LARGEST_BITS:
            return self._refuse(f"2^{found.bit_length()}", path, line, "number-too-large")
        return {shape.plain: str(found)}

    def _rows(self, found: Any, shape: Rows, path: str, line: int) -> dict[str, Any]:
        if not isinstance(found, Sequence) or isinstance(found, str | bytes):
            return self._refuse(found, path, line, "list-expected")
        if len(found) > MOST_LINES:
            return self._refuse(len(found), path, line, "too-many-lines")
        read = self._goods if shape.goods else self.value
        places = ((path, index) if shape.goods else (f"{path}[{index}]", line) for index in range(1, len(found) + 1))
        return {shape.plain: [read(member, shape.of, *place) for member, place in zip(found, places, strict=True)]}

    def _goods(self, found: Any, shape: Shape, path: str, line: int) -> dict[str, Any]:
        """A goods line: its number says where it stands, so that its fields are named without a path."""
        if isinstance(found, Mapping) and isinstance(shape, Mapping):
            return self.group(found, shape, "", line)
        return self._refuse(found, path, line, "object-expected")

    def _refuse(self, found: Any, path: str, line: int, message: str) -> dict[str, Any]:
        self.notes.refuse(line, path, _described(found), message)
        return {}

    def _refuse_keys(self, found: Mapping[str, Any], known: Mapping[str, Shape], path: str, line: int) -> None:
        for key in getattr(found, "repeated", ()):
            self.notes.refuse(line, path + shown(key), "", "field-repeated")
        for key in found:
            if key not in known and not self.notes.full:
                nearest = process.extractOne(shown(key), known.keys())[0]
                self.notes.refuse(line, path + (shown(key) or '""'), nearest, "field-unknown")


def _raw(values: dict[str, Any], notes: Notes) -> RawDeclaration:
    entry, box_29 = values.get("office_entry", ""), values.get("box_29", "")
    if entry and box_29 and entry != box_29:
        notes.refuse(0, "box_29_office_of_entry", f"{box_29} ≠ {entry}", "offices-disagree")
    return RawDeclaration(
        values=_texts(values) | ({"office_entry": box_29} if box_29 else {}),
        lines=tuple(_line(position, line) for position, line in enumerate(values.get("items", ()), 1)),
        transit=_column(values, "transit"),
        documents=_documents(values),
    )


def _line(position: int, values: dict[str, Any]) -> RawLine:
    return RawLine(position, _texts(values), _column(values, "containers"), _documents(values))


def _texts(values: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in values.items() if isinstance(value, str)}


def _column(values: dict[str, Any], name: str) -> tuple[str, ...]:
    return tuple(row[name] for row in values.get(name, ()) if name in row)


def _documents(values: dict[str, Any]) -> tuple[RawDocument, ...]:
    parts = ("documents.code", "documents.reference", "documents.date")
    return tuple(RawDocument(*(row.get(part, "") for part in parts)) for row in values.get("documents", ()))


def _described(found: Any) -> str:
    """What stands there, without writing out a structure that may have no end."""
    if isinstance(found, Mapping):
        return "{…}"
    if isinstance(found, Sequence) and not isinstance(found, str | bytes):
        return "[…]"
    if found is None or isinstance(found, bool):
        return json.dumps(found)
    return shown(found) if not isinstance(found, int) or found.bit_length() <= _LARGEST_BITS else "10^…"


def _named(shapes: Mapping[str, Shape], path: str = "") -> dict[str, str]:
    """Plain name -> the sender's path."""
    names: dict[str, str] = {}
    for key, shape in shapes.items():
        if isinstance(shape, Text | Number):
            names[shape.plain] = path + key
        elif isinstance(shape, Mapping):
            names |= _named(shape, f"{path}{key}.")
        elif not shape.goods:
            names |= {shape.plain: path + key} | _named_rows(shape, path + key)
    return names


def _named_rows(rows: Rows, path: str) -> dict[str, str]:
    return _named(rows.of, path + ".") if isinstance(rows.of, Mapping) else {}


_NAMES: Final = Names(_named(DECLARATION) | {"items": "items"}, _named(GOODS))
