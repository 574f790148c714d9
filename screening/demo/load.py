"""Loads the demo: two weeks of invented work through the ordinary doors, each thing at its own moment."""

from __future__ import annotations

import logging
import random
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from checkpoints.organisation import load_organisation
from ledger import clock
from screening.demo import doors, tables, watchlists
from screening.demo.acts import act
from screening.demo.tables import Declared, Step
from screening.models import Shipment

_log = logging.getLogger(__name__)
_RECENT: Final = timedelta(hours=24)
"""What is older came at odd minutes; what is younger keeps its place among today's deadlines."""


@dataclass(frozen=True)
class Account:
    """A demo account, as it is shown at the start."""

    username: str
    password: str
    name: str
    role: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; ``subject`` is the declaration's number or the file's name."""

    moment: datetime
    subject: str
    happen: Callable[[], object]


@dataclass(slots=True)
class Loaded:
    """What the demo became: how many declarations are new, and what did not go as its tables tell."""

    new: int = 0
    faults: list[str] = field(default_factory=list)


def demo_accounts() -> list[Account]:
    """The demo accounts of this installation; empty where the demo was not loaded."""
    if not _password_file().exists():
        return []
    password = _password()
    return [
        Account(each["username"], password, each["name"], each["role"], tuple(each["at"]))
        for administration in tables.administrations()
        for each in administration["people"]
    ]


def load_demo() -> Loaded:
    """Loads what is not there yet, in one transaction.

    A story that does not go as it is told is left where it stopped, logged and named in ``faults``: a
    demo must not keep a portal from starting.
    """
    load_organisation({"administrations": tables.administrations()}, new_password=_password)
    with transaction.atomic():
        return tell(sorted(_events(timezone.now()), key=lambda event: event.moment))


def tell(events: Iterable[Event]) -> Loaded:
    """In order of time, so that keys, chain and history tell one story."""
    loaded, stopped, before = Loaded(), set[str](), Shipment.objects.count()
    for event in events:
        if event.subject in stopped:
            continue
        try:
            with transaction.atomic(), clock.at(event.moment):
                event.happen()
        except Exception as error:  # noqa: BLE001
            stopped.add(event.subject)
            loaded.faults.append(f"{event.subject}: {type(error).__name__}: {error}")
            _log.warning("The demo's story of %s stopped: %r", event.subject, error)
    loaded.new = Shipment.objects.count() - before
    return loaded


def _events(start: datetime) -> list[Event]:
    """Everything that is not in the database yet."""
    declared = _not_known(tables.declarations())
    first = {each.number: _received_at(each, start) for each in reversed(declared)}
    return [
        *(_reception(each, _received_at(each, start)) for each in declared),
        *(_step(each, first[each.number]) for each in tables.steps() if each.number in first),
        *(_file(each, start) for each in tables.files() if not doors.is_known(each)),
        *(_watchlist(each, start) for each in watchlists.not_known()),
        *(_absence(each, start) for each in tables.absences() if not doors.is_given(each)),
    ]


def _not_known(declared: list[Declared]) -> list[Declared]:
    numbers = {each.number for each in declared}
    known = set(Shipment.objects.filter(declaration_number__in=numbers).values_list("declaration_number", flat=True))
    return [each for each in declared if each.number not in known]


def _received_at(declared: Declared, start: datetime) -> datetime:
    moment = start - declared.ago
    odd = random.Random(declared.number).randrange(50)  # noqa: S311
    return moment + timedelta(minutes=odd) if declared.ago > _RECENT else moment


def _reception(declared: Declared, moment: datetime) -> Event:
    return Event(moment, declared.number, lambda: doors.receive_declaration(declared, moment))


def _step(step: Step, received_at: datetime) -> Event:
    return Event(received_at + step.after, step.number, lambda: act(step))


def _file(file: tables.File, start: datetime) -> Event:
    return Event(start - file.ago, file.name, lambda: doors.receive_file(file, start - file.ago))


def _watchlist(publication: watchlists.Demonstrated, start: datetime) -> Event:
    return Event(start - publication.ago, publication.file.name, lambda: watchlists.bring_in(publication))


def _absence(absence: tables.Absence, start: datetime) -> Event:
    begins, ends = start - absence.starts_ago, start - absence.ends_ago
    told = min(begins, start) - timedelta(hours=8)
    return Event(told, absence.principal, lambda: doors.give_absence(absence, begins, ends))


def _password_file() -> Path:
    return Path(settings.DATA_DIR) / "demo-password"


def _password() -> str:
    """One password for all demo accounts, made for this installation alone."""
    path = _password_file()
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(f"demo-{secrets.token_hex(4)}", "ascii")
    return path.read_text("ascii")
