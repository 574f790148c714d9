"""The groups of the administration, and a new one."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checkpoints.roles import Ability
from screening.web.access import Request, actor_of, needs
from training.models import Group
from training.selectors.paging import page_of
from training.selectors.scope import visible_groups
from training.services import groups as service
from training.services.groups import NameTaken

LONGEST_NAME = 80


@dataclass(frozen=True)
class GroupRow:
    url: str
    name: str
    members: int


@dataclass(frozen=True)
class GroupsPage:
    """``name`` and ``problem`` are what stood in the form and why it could not be used."""

    groups: list[GroupRow]
    older_url: str
    name: str
    problem: str


@require_http_methods(["GET", "POST"])
@needs(Ability.TEACH)
def groups(request: Request) -> HttpResponse:
    if request.method == "GET":
        return _shown(request)
    name = " ".join(request.POST.get("name", "").split())
    problem = _problem(name)
    if problem:
        return _shown(request, name, problem)
    try:
        made = service.create(trainer=request.user, name=name)
    except NameTaken:
        return _shown(request, name, _("There is a group “%(name)s” already. Choose another name.") % {"name": name})
    messages.success(request, _("The group is there. Add its people."))
    return HttpResponseRedirect(reverse("group", args=[made.pk]))


def _problem(name: str) -> str:
    if not name:
        return _("Write a name for the group.")
    if len(name) > LONGEST_NAME:
        return _("The name has %(count)d letters; shorten it to 80.") % {"count": len(name)}
    return ""


def _shown(request: Request, name: str = "", problem: str = "") -> HttpResponse:
    found = page_of(visible_groups(actor_of(request)).annotate(size=Count("memberships")), request.GET.get("after", ""))
    page = GroupsPage(
        groups=[_row(group) for group in found.rows],
        older_url=f"{reverse('groups')}?after={found.next}" if found.next else "",
        name=name,
        problem=problem,
    )
    return render(request, "training/groups.html", {"page": page}, status=422 if problem else 200)


def _row(group: Group) -> GroupRow:
    members: int = group.size  # type: ignore[attr-defined]  # annotated in _shown
    return GroupRow(reverse("group", args=[group.pk]), group.name, members)
