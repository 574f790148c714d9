"""What stands on every page: who is signed in and where, and which lists are in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from checkpoints.models import Assignment, User
from checkpoints.roles import Ability
from screening.selectors.entries import InForce, lists_in_force
from screening.selectors.watchlists import watchlists_in_force
from screening.web.access import actor_of
from screening.web.words import ROLES, word

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MENU: Final[tuple[tuple[str, _StrPromise, Ability | None], ...]] = (
    ("dashboard", _("Shipments"), Ability.VIEW),
    ("my-decisions", _("What I decided"), Ability.DECIDE),
    ("new-shipment", _("New shipment"), Ability.SUBMIT),
    ("upload", _("Upload a file"), Ability.SUBMIT),
    ("check", _("Counter check"), Ability.CHECK),
    ("goods", _("Known goods"), Ability.GOODS),
    ("lists", _("Lists"), None),
    ("watchlists", _("Watchlists"), Ability.WATCHLISTS),
    ("oversight", _("Overview"), Ability.OVERSEE),
    ("statistics", _("Statistics"), Ability.OVERSEE),
    ("map", _("Map"), Ability.OVERSEE),
    ("delegations", _("Deputies"), Ability.DELEGATE),
    ("audit", _("Audit"), Ability.AUDIT),
    ("exercises", _("Exercises"), Ability.LEARN),
    ("groups", _("Groups"), Ability.TEACH),
)
"""The pages that the header leads to beside its search field: route, text, and the ability that a reader needs."""


KEYS: Final = {"dashboard": "g d", "new-shipment": "g n", "check": "g c", "lists": "g l", "my-decisions": "g m"}
"""Letters that lead to a page of the menu, by name of the route."""


@dataclass(frozen=True)
class MenuItem:
    url: str
    text: str
    current: bool
    key: str


@dataclass(frozen=True)
class Holder:
    """The signed-in person as the header shows them."""

    name: str
    roles: str
    places: str
    administration: str
    may_submit: bool
    may_search: bool
    menu: list[MenuItem]


@dataclass(frozen=True)
class Footer:
    """Control lists and watchlists in force: pairs of title in the reader's language and edition."""

    lists: list[tuple[str, InForce]]
    watchlists: list[tuple[str, InForce]]

    @property
    def in_force(self) -> list[tuple[str, InForce]]:
        return [*self.lists, *self.watchlists]

    @property
    def stale(self) -> list[tuple[str, InForce]]:
        return [(title, edition) for title, edition in self.in_force if edition.stale]


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context processor; each part is read only where a template shows it."""
    return {
        "holder": SimpleLazyObject(lambda: holder(request)),
        "footer": SimpleLazyObject(lambda: footer(request)),
        "languages": settings.LANGUAGES,
        "this_page": request.get_full_path(),
    }


def holder(request: HttpRequest) -> Holder | None:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    person = cast(User, user)
    assignments = list(
        Assignment.objects.filter(user=person)
        .select_related("checkpoint", "user__administration")
        .order_by("checkpoint__name", "role")
    )
    administration = assignments[0].user.administration if assignments else None
    return Holder(
        name=person.get_full_name() or person.username,
        roles=", ".join(dict.fromkeys(word(ROLES, each.role) for each in assignments)),
        places=", ".join(dict.fromkeys(each.checkpoint.name for each in assignments if each.checkpoint)),
        administration=administration.name if administration else "",
        may_submit=actor_of(request).may(Ability.SUBMIT),
        may_search=actor_of(request).may(Ability.VIEW),
        menu=_menu(request),
    )


def _menu(request: HttpRequest) -> list[MenuItem]:
    here, actor = request.resolver_match and request.resolver_match.url_name, actor_of(request)
    shown = [(name, text) for name, text, ability in MENU if ability is None or actor.may(ability)]
    return [MenuItem(reverse(name), str(text), name == here, KEYS.get(name, "")) for name, text in shown]


def footer(request: HttpRequest) -> Footer:
    """The lists in force for who is signed in; for a visitor those that all share."""
    language = get_language() or "en"
    today, administration = timezone.localdate(), getattr(getattr(request, "user", None), "administration_id", None)
    lists = lists_in_force(today, administration)
    watchlists = watchlists_in_force(today, administration)
    return Footer(
        [(each.title_in(language), each) for each in lists],
        [(each.title_in(language), each) for each in watchlists],
    )
