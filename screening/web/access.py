"""Who asks, and whether they may: views name an ability, scope is asked of the selectors."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh
from django_htmx.middleware import HtmxDetails

from checkpoints.actors import Actor, person
from checkpoints.models import User
from checkpoints.roles import Ability
from screening.models import Shipment
from screening.selectors.scope import require
from screening.selectors.shipments import with_relations

P = ParamSpec("P")
View = Callable[Concatenate[Any, P], HttpResponseBase]


class Request(HttpRequest):
    """A request of a signed-in person, as the views see it."""

    user: User
    htmx: HtmxDetails


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person with present assignments; read once a request."""
    known: Actor | None = getattr(request, "_actor", None)
    if known is None:
        known = person(cast(User, request.user))
        request._actor = known  # type: ignore[attr-defined]
    return known


def signed_in(view: View[P]) -> View[P]:
    """Sends a visitor to the sign-in page and back; a live part of a page reloads the whole of it."""

    @wraps(view)
    def checked(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if getattr(request, "htmx", False):
            return HttpResponseClientRefresh()
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")

    return checked


def needs(ability: Ability) -> Callable[[View[P]], View[P]]:
    """Lets a view be called only by someone who holds a role that allows it, at some checkpoint at least."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not actor_of(request).may(ability):
                raise PermissionDenied(_("Your role does not allow this."))
            return view(request, *args, **kwargs)

        return signed_in(checked)

    return decorate


def shipment_or_404(request: HttpRequest, key: UUID) -> Shipment:
    """A shipment within the person's scope; one outside it does not exist for them."""
    return get_object_or_404(with_relations(actor_of(request)), pk=key)


def require_here(request: HttpRequest, ability: Ability, shipment: Shipment) -> None:
    """Raises PermissionDenied where the person holds the ability, but at none of the shipment's checkpoints."""
    require(actor_of(request), ability, shipment)


def key_in(text: str) -> UUID | None:
    """A key that a form sent; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
