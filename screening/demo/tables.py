"""The demo's tables: goods, firms, ways to travel, shipments, and what people did with them (``data/``)."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data"
PICTURES: Final = DATA / "pictures"


@dataclass(frozen=True, slots=True)
class Good:
    """One goods line; masses in kilograms, value and pieces are those of one package."""

    language: str
    hs_code: str
    package: str
    net_kg: Decimal
    gross_kg: Decimal
    value: Decimal
    pieces: int
    unit: str
    description: str


@dataclass(frozen=True, slots=True)
class Firm:
    country: str
    name: str
    identifier: str
    address: str


@dataclass(frozen=True, slots=True)
class Way:
    """How goods travel; ``#`` in ``means`` stands for a digit."""

    mode: str
    transit: tuple[str, ...]
    means: str
    means_country: str
    containers: int = 0


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration: when it came, through which door, and what screening must make of it.

    ``ago`` counts back from the moment of loading, ``until_arrival`` from reception. A second row of
    the same number is an amended version. ``expected``: clear, open (no indication, but open points), flagged.
    """

    number: str
    at: str
    entry: str
    ago: timedelta
    until_arrival: timedelta
    way: Way
    door: str
    consignor: Firm
    consignee: Firm
    goods: tuple[tuple[Good, int], ...]
    expected: str


@dataclass(frozen=True, slots=True)
class Step:
    """What a person did, ``after`` the first version of the declaration was received."""

    number: str
    after: timedelta
    by: str
    does: str
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class File:
    """A file of declarations that an officer sent in."""

    name: str
    at: str
    by: str
    ago: timedelta
    until_arrival: timedelta


@dataclass(frozen=True, slots=True)
class Absence:
    """A supervisor's work at a checkpoint, given to a deputy; hours count back from the moment of loading."""

    principal: str
    deputy: str
    at: str
    starts_ago: timedelta
    ends_ago: timedelta
    reason: str


def administrations() -> list[dict[str, Any]]:
    """Administrations, checkpoints, people and systems, as checkpoints/organisation.py reads them."""
    rows: list[dict[str, Any]] = _toml(Path(__file__).parent / "people.toml")["administrations"]
    return rows


def declarations() -> list[Declared]:
    """Every declaration, the oldest first."""
    goods, firms, ways = goods_lines(), _firms(), _ways()
    return [_declared(row, goods, firms, ways) for row in _csv("shipments.csv")]


def steps() -> list[Step]:
    return [
        _step(story["number"], row) for story in _toml(DATA / "stories.toml")["shipments"] for row in story["steps"]
    ]


def absences() -> list[Absence]:
    return [
        Absence(**row, starts_ago=_hours(starts), ends_ago=_hours(ends))
        for row in _toml(DATA / "stories.toml")["absences"]
        for starts, ends in [(row.pop("starts_hours_ago"), row.pop("ends_hours_ago"))]
    ]


def files() -> list[File]:
    return [
        File(row["name"], row["at"], row["by"], _hours(row["hours_ago"]), _hours(row["arrives_after"]))
        for row in _toml(DATA / "files.toml")["files"]
    ]


def _declared(
    row: Mapping[str, str], goods: Mapping[str, Good], firms: Mapping[str, Firm], ways: Mapping[str, Way]
) -> Declared:
    lines = [line.split(":") for line in row["goods"].split()]
    return Declared(
        number=row["number"],
        at=row["at"],
        entry=row["entry"] or row["at"],
        ago=_hours(row["hours_ago"]),
        until_arrival=_hours(row["arrives_after"]),
        way=ways[row["way"]],
        door=row["door"],
        consignor=firms[row["consignor"]],
        consignee=firms[row["consignee"]],
        goods=tuple((goods[key], int(packages)) for key, packages in lines),
        expected=row["expected"],
    )


def _step(number: str, row: Mapping[str, Any]) -> Step:
    details = {name: value for name, value in row.items() if name not in ("after", "by", "does")}
    return Step(number, timedelta(minutes=row["after"]), row["by"], row["does"], details)


def goods_lines() -> dict[str, Good]:
    """By key."""
    return {
        row["key"]: Good(
            row["language"],
            row["hs"],
            row["package"],
            Decimal(row["net_kg"]),
            Decimal(row["gross_kg"]),
            Decimal(row["value"]),
            int(row["pieces"] or 0),
            row["unit"],
            row["description"],
        )
        for row in _csv("goods.csv")
    }


def _firms() -> dict[str, Firm]:
    return {row.pop("key"): Firm(**row) for row in _csv("firms.csv")}


def _ways() -> dict[str, Way]:
    return {key: Way(**{**row, "transit": tuple(row["transit"])}) for key, row in _toml(DATA / "ways.toml").items()}


def _hours(number: str | float) -> timedelta:
    return timedelta(hours=float(number))


def _csv(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))
