"""Deputies: who stands in for whom, where and how long; naming one, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from checkpoints import delegations as service
from checkpoints.delegations import CannotDelegate
from checkpoints.models import Delegation, User
from checkpoints.roles import Ability
from screening.selectors.since import Since
from screening.web.access import Request, needs
from screening.web.delegation_form import DelegationForm

PAGE: Final = 25


@dataclass(frozen=True)
class Line:
    """A delegation; ``end_url`` is where the reader takes it back, empty where they may not."""

    principal: str
    deputy: str
    checkpoint: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    state: str
    in_force: bool
    end_url: str


@dataclass(frozen=True)
class Listed:
    lines: list[Line]
    next_url: str
    first_url: str


@require_http_methods(["GET", "POST"])
@needs(Ability.DELEGATE)
def delegations(request: Request) -> HttpResponse:
    """The list and the form. What cannot be delegated comes back with its reason at the field."""
    form = DelegationForm(request.POST if request.method == "POST" else None)
    form.offer(request.user)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid() or not _given(request, form):
        return _page(request, form, status=422)
    return HttpResponseRedirect(reverse("delegations"))


def _given(request: Request, form: DelegationForm) -> bool:
    asked = form.cleaned_data
    try:
        made = service.delegate(
            principal=request.user,
            deputy=asked["deputy"],
            checkpoint=asked["checkpoint"],
            starts_at=asked["starts_at"] or timezone.now(),
            ends_at=asked["ends_at"],
            reason=asked["reason"],
        )
    except CannotDelegate as error:
        form.refuse(error)
        return False
    said = _("%(name)s stands in for you at %(place)s.") % {"name": _name(made.deputy), "place": made.checkpoint.name}
    messages.success(request, said)
    return True


@require_POST
@needs(Ability.DELEGATE)
def delegation_end(request: Request, key: UUID) -> HttpResponse:
    """Takes a delegation back."""
    found = get_object_or_404(service.seen_by(request.user), pk=key)
    try:
        service.take_back(delegation=found, by=request.user)
    except CannotDelegate as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The delegation is taken back."))
    return HttpResponseRedirect(reverse("delegations"))


def _page(request: Request, form: DelegationForm, status: int = 200) -> HttpResponse:
    after = Since.read(request.GET.get("after", ""))
    page = {
        "form": form,
        "may_delegate": service.own_checkpoints(request.user).exists(),
        "listed": _listed(request.user, after),
    }
    return render(request, "web/delegations.html", page, status=status)


def _listed(reader: User, after: Since | None) -> Listed:
    found = service.listed(reader, before=(after.at, after.id) if after else None, size=PAGE + 1)
    own = set(service.own_checkpoints(reader).values_list("pk", flat=True))
    last, address = found[:PAGE][-1] if len(found) > PAGE else None, reverse("delegations")
    following = f"{address}?{urlencode({'after': str(Since(last.created_at, last.pk))})}" if last else ""
    return Listed([_line(each, reader, own) for each in found[:PAGE]], following, address if after else "")


def _line(delegation: Delegation, reader: User, own: set[UUID]) -> Line:
    standing = service.standing_of(delegation)
    may_end = delegation.principal_id == reader.pk or delegation.checkpoint_id in own
    return Line(
        principal=_name(delegation.principal),
        deputy=_name(delegation.deputy),
        checkpoint=delegation.checkpoint.name,
        starts_at=delegation.starts_at,
        ends_at=delegation.ends_at,
        reason=delegation.reason,
        state=_state(standing, delegation),
        in_force=standing == service.Standing.RUNNING,
        end_url=reverse("delegation-end", args=[delegation.pk]) if may_end and standing in service.OPEN else "",
    )


def _state(standing: service.Standing, delegation: Delegation) -> str:
    if standing == service.Standing.TAKEN_BACK:
        return _("taken back by %(name)s") % {"name": _name(delegation.ended.by)}
    return {
        service.Standing.COMING: _("not begun"),
        service.Standing.RUNNING: _("in force"),
        service.Standing.OVER: _("ended"),
    }[standing]


def _name(user: User) -> str:
    return user.get_full_name() or user.username
