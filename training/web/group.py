"""One group: its people, and the exercises it is to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from checkpoints.models import User
from checkpoints.roles import Ability
from screening.web.access import Request, needs
from training.exercise import exercises
from training.models import Group
from training.selectors.groups import members
from training.services import groups as service
from training.services.groups import MOST_MEMBERS, GroupFull
from training.web.access import group_or_404
from training.web.texts import exercise_title, in_language


@dataclass(frozen=True)
class Member:
    key: str
    name: str
    username: str


@dataclass(frozen=True)
class Assigned:
    title: str
    url: str
    due_on: date | None


@dataclass(frozen=True)
class Typed:
    """What stood in a form that could not be used, and why."""

    usernames: str = ""
    usernames_problem: str = ""
    due_on: str = ""
    due_problem: str = ""
    exercise_problem: str = ""


@dataclass(frozen=True)
class GroupPage:
    group: Group
    members: list[Member]
    most_members: int
    assigned: list[Assigned]
    exercises: list[tuple[str, str]]
    typed: Typed


@require_GET
@needs(Ability.TEACH)
def group(request: Request, key: UUID) -> HttpResponse:
    return _shown(request, group_or_404(request, key), Typed())


@require_POST
@needs(Ability.TEACH)
def add_members(request: Request, key: UUID) -> HttpResponse:
    """Takes sign-in names; those that belong to nobody here come back in the field."""
    found = group_or_404(request, key)
    usernames = re.split(r"[\s,;]+", request.POST.get("usernames", "").strip())
    if not any(usernames):
        problem = _("Write at least one sign-in name.")
        return _shown(request, found, Typed(usernames_problem=problem), status=422)
    try:
        added = service.add_members(trainer=request.user, group=found, usernames=filter(None, usernames))
    except GroupFull:
        problem = _("A group has at most %(most)d people. Make another for the rest.") % {"most": MOST_MEMBERS}
        return _shown(request, found, Typed(" ".join(usernames), problem), status=422)
    if added.unknown:
        problem = _("Nobody in your administration who can do exercises signs in as: %(names)s. Correct the names.")
        typed = Typed(" ".join(added.unknown), problem % {"names": ", ".join(added.unknown)})
        return _shown(request, found, typed, status=422)
    said = ngettext("%(count)d person was added.", "%(count)d people were added.", added.new)
    messages.success(request, said % {"count": added.new})
    return _back(found)


@require_POST
@needs(Ability.TEACH)
def remove_member(request: Request, key: UUID) -> HttpResponse:
    found = group_or_404(request, key)
    in_group = User.objects.filter(pk__in=found.memberships.values("user"))
    user = get_object_or_404(in_group, username=request.POST.get("username", ""))
    service.remove_member(trainer=request.user, group=found, user=user)
    messages.success(request, _("The person is no longer in the group. Their results stay theirs."))
    return _back(found)


@require_POST
@needs(Ability.TEACH)
def assign_exercise(request: Request, key: UUID) -> HttpResponse:
    found = group_or_404(request, key)
    slug, typed_day = request.POST.get("exercise", ""), request.POST.get("due_on", "").strip()
    if slug not in exercises():
        return _shown(request, found, Typed(due_on=typed_day, exercise_problem=_("Choose an exercise.")), status=422)
    due_on = _day(typed_day)
    if typed_day and due_on is None:
        problem = _("“%(value)s” is no day. Write it as 2026-11-24, or leave it empty.") % {"value": typed_day}
        return _shown(request, found, Typed(due_on=typed_day, due_problem=problem), status=422)
    service.assign(trainer=request.user, group=found, slug=slug, due_on=due_on)
    messages.success(request, _("The exercise is assigned. The group finds it on its training page."))
    return _back(found)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _back(found: Group) -> HttpResponse:
    return HttpResponseRedirect(reverse("group", args=[found.pk]))


def _shown(request: Request, found: Group, typed: Typed, status: int = 200) -> HttpResponse:
    page = GroupPage(
        group=found,
        members=[Member(str(user.pk), user.get_full_name() or user.username, user.username) for user in members(found)],
        most_members=MOST_MEMBERS,
        assigned=[
            Assigned(exercise_title(each.exercise), reverse("figures", args=[found.pk, each.exercise]), each.due_on)
            for each in found.exercises.order_by("due_on", "id")
        ],
        exercises=[(each.slug, in_language(each.title)) for each in exercises().values()],
        typed=typed,
    )
    return render(request, "training/group.html", {"page": page}, status=status)
