"""What becomes of a file that should be a list: how far the worker is, then the draft, or what to correct."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from checkpoints.models import User
from checkpoints.roles import Ability
from screening.lists import list_imports as service
from screening.lists.draft_work import Enqueue
from screening.lists.faults import text
from screening.models import ListImport
from screening.selectors.list_imports import list_imports
from screening.tasks import enqueue_import
from screening.web import renewal
from screening.web.access import Request, actor_of, needs
from screening.web.timeline import name_of
from screening.web.words import DRAFT_WORK, word

_MOST: Final = 200
_State = ListImport.State


@dataclass(frozen=True)
class FaultRow:
    """``line`` is 0 for what concerns the whole file."""

    line: int
    column: str
    value: str
    text: str


@dataclass(frozen=True)
class ImportPage:
    """``said`` is what became of the file. ``trigger`` says when the page asks for news, empty once the work ended;
    ``act`` is the button that lets it go on, empty where a person can do nothing but send another file.
    """

    work: ListImport
    by: str
    state: str
    said: str
    calm: bool
    url: str
    trigger: str
    edition_url: str
    faults: list[FaultRow]
    more_faults: int
    act: str
    act_label: str


@require_GET
@needs(Ability.MANAGE_LISTS)
def list_import(request: Request, key: UUID) -> HttpResponse:
    """The page; what waits on it asks for it again, and is told to load the whole once the work has ended."""
    found = get_object_or_404(list_imports(actor_of(request)), pk=key)
    if request.htmx and found.state != _State.RUNNING:
        return HttpResponseClientRefresh()
    return render(request, "web/list_import.html", {"page": _page(found)})


@require_POST
@needs(Ability.MANAGE_LISTS)
def list_import_act(request: Request, key: UUID) -> HttpResponse:
    """What a manager says to a file that a worker ended with. Said twice, or too late, it changes nothing."""
    found = get_object_or_404(list_imports(actor_of(request)), pk=key)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is not None:
        act(found, request.user, enqueue_import)
    return HttpResponseRedirect(reverse("list-import", args=[found.pk]))


_ACTS: Final[dict[str, Callable[[ListImport, User, Enqueue], bool]]] = {
    "shrunk": service.is_meant,
    "resume": service.resume,
}


def _page(work: ListImport) -> ImportPage:
    faults, language = service.faults_of(work), get_language() or "en"
    act, label = _act(work)
    return ImportPage(
        work=work,
        by=name_of(work.started_by),
        state=word(DRAFT_WORK, work.state),
        said=_said(work),
        calm=work.state in (_State.RUNNING, _State.DONE),
        url=reverse("list-import", args=[work.pk]),
        trigger=renewal.trigger(work.created_at) if work.state == _State.RUNNING else "",
        edition_url=reverse("edition", args=[work.edition.pk]) if work.edition else "",
        faults=[FaultRow(each.line, each.column, each.value, text(each, language)) for each in faults[:_MOST]],
        more_faults=max(0, len(faults) - _MOST),
        act=act,
        act_label=label,
    )


def _act(work: ListImport) -> tuple[str, str]:
    if work.state == _State.FAILED:
        return "resume", _("Go on")
    if work.state == _State.REFUSED and work.after is not None:
        return "shrunk", _("The list is meant to be so much shorter")
    return "", ""


def _said(work: ListImport) -> str:
    if work.state == _State.RUNNING:
        return _how_far(work)
    if work.state == _State.DONE:
        return _stored(work)
    if work.state == _State.FAILED:
        return _("The portal failed at this file. Nothing was stored; the edition in force stays.")
    if work.taken:
        taken = _("The short name “%(slug)s” belongs to a list of another owner. Give yours another one.")
        return taken % {"slug": work.taken}
    if work.after is not None:
        shrunk = _("The list has %(after)s entries, the edition in force %(before)s. Nothing was stored.")
        return shrunk % {"after": work.after, "before": work.before}
    return _("Nothing was stored; the edition in force stays. Correct the rows and send the file again.")


def _how_far(work: ListImport) -> str:
    if work.claim is None:
        return _("Waits for a worker.")
    if work.stage == ListImport.Stage.STORING:
        return _("Read without a fault; the draft is being stored.")
    read = ngettext("Being read: %(number)s row so far.", "Being read: %(number)s rows so far.", work.rows)
    return read % {"number": work.rows}


def _stored(work: ListImport) -> str:
    if work.repeated:
        return _("This edition is stored already.")
    count = work.edition.entries.count() if work.edition else 0
    stored = ngettext(
        "Stored as a draft with %(number)s entry. Two list managers put it in force.",
        "Stored as a draft with %(number)s entries. Two list managers put it in force.",
        count,
    )
    return stored % {"number": count}
