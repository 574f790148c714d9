"""The audit chain: what happened in the reader's administration, by whom, and whether it still stands as written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from checkpoints.actors import Actor
from checkpoints.roles import Ability
from screening.selectors import audit_trail
from screening.selectors.audit_trail import Names, Seen, Standing, Wanted
from screening.web.access import Request, actor_of, needs
from screening.web.audited import ACTIONS, SUBJECTS, name_of
from screening.web.words import word

_YEARS: Final = range(2000, 3000)


@dataclass(frozen=True)
class Typed:
    """The filter as it was typed, and what is wrong with it by field."""

    who: str = ""
    action: str = ""
    subject: str = ""
    since: str = ""
    until: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One event in words. ``fault`` says what is wrong with it, if anything."""

    place: str
    at: datetime
    who: str
    who_url: str
    action: str
    subject: str
    subject_url: str
    of_all: bool
    detail: str
    hash: str
    previous_hash: str
    fault: str


@dataclass(frozen=True)
class AuditPage:
    typed: Typed
    actions: list[tuple[str, str]]
    rows: list[Row]
    standing: Standing
    faults: int
    filtered: bool
    first_url: str
    next_url: str


@require_GET
@needs(Ability.AUDIT)
def audit(request: Request) -> HttpResponse:
    """One page of the chain; a filter that cannot be used comes back with its reason at the field."""
    actor = actor_of(request)
    typed, wanted = _read(request, actor)
    after = _key(request.GET.get("after", ""))
    page = _page(actor, typed, wanted, after)
    return render(request, "web/audit.html", {"page": page}, status=422 if typed.problems else 200)


def _page(actor: Actor, typed: Typed, wanted: Wanted, after: UUID | None) -> AuditPage:
    found = audit_trail.Page([], None) if typed.problems else audit_trail.page(actor, wanted=wanted, after=after)
    names = audit_trail.names_in(actor, [seen.event for seen in found.seen])
    rows = [_row(seen, names) for seen in found.seen]
    return AuditPage(
        typed=typed,
        actions=sorted(((value, str(text)) for value, text in ACTIONS.items()), key=lambda pair: pair[1]),
        rows=rows,
        standing=audit_trail.standing(),
        faults=sum(bool(row.fault) for row in rows),
        filtered=wanted != Wanted(),
        first_url=_address(typed) if after else "",
        next_url=_address(typed, after=str(found.next)) if found.next else "",
    )


def _address(typed: Typed, **more: str) -> str:
    asked = {"who": typed.who, "action": typed.action, "subject": typed.subject, "from": typed.since, "to": typed.until}
    parts = {name: value for name, value in {**asked, **more}.items() if value}
    return f"{reverse('audit')}?{urlencode(parts)}" if parts else reverse("audit")


# -- the filter ----------------------------------------------------------------------------------------------


def _read(request: Request, actor: Actor) -> tuple[Typed, Wanted]:
    asked = {
        name: request.GET.get(name, "").replace("\x00", " ").strip()
        for name in ("who", "action", "subject", "from", "to")
    }
    typed = Typed(asked["who"], asked["action"], asked["subject"], asked["from"], asked["to"])
    since, until = _day(typed.since), _day(typed.until)
    wanted = Wanted(
        actor=(audit_trail.actor_named(actor, typed.who) or "") if typed.who else "",
        action=typed.action,
        subjects=audit_trail.subjects_named(actor, typed.subject) if typed.subject else (),
        since=_midnight(since),
        until=_midnight(until + timedelta(days=1)) if until else None,
    )
    return replace(typed, problems=_problems(typed, wanted)), wanted


def _problems(typed: Typed, wanted: Wanted) -> dict[str, str]:
    found: dict[str, str] = {}
    if typed.who and not wanted.actor:
        said = _("“%(said)s” is not one person or system of your administration. Write the user name of one.")
        found["who"] = said % {"said": typed.who}
    if typed.action and typed.action not in ACTIONS:
        found["action"] = _("Choose an action from the list.")
    if typed.subject and not wanted.subjects:
        said = _("No declaration has the number “%(said)s”. Write it as declared, or write a key.")
        found["subject"] = said % {"said": typed.subject}
    for name, value, moment in (("from", typed.since, wanted.since), ("to", typed.until, wanted.until)):
        if value and moment is None:
            found[name] = _("“%(said)s” is no day. Write it as in 2026-11-24.") % {"said": value}
    if wanted.since and wanted.until and wanted.since >= wanted.until:
        found["to"] = _("The last day lies before the first. Choose a later one.")
    return found


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


# -- one event -------------------------------------------------------------------------------------------------


def _row(seen: Seen, names: Names) -> Row:
    event = seen.event
    who, asked = name_of(event.actor, names)
    subject, url = _subject(event.subject, names)
    return Row(
        place=f"{event.node}/{event.sequence}",
        at=event.at,
        who=who,
        who_url=_address(Typed(who=asked)) if asked else "",
        action=word(ACTIONS, event.action),
        subject=subject,
        subject_url=url,
        of_all=event.administration is None,
        detail=event.detail if json.loads(event.detail) else "",
        hash=event.hash,
        previous_hash=event.previous_hash,
        fault=_fault(seen),
    )


def _fault(seen: Seen) -> str:
    if not seen.unchanged:
        return _("This event was changed after it was written.")
    return "" if seen.continues else _("The event before this one is missing or was changed.")


def _subject(subject: str, names: Names) -> tuple[str, str]:
    """What it was done to, and where that can be read."""
    kind, _colon, key = subject.partition(":")
    if key in names.shipments:
        return names.shipments[key], reverse("shipment", args=[key])
    if key in names.submissions:
        return names.submissions[key] or word(SUBJECTS, kind), reverse("submission", args=[key])
    return names.editions.get(key, word(SUBJECTS, kind)), ""
