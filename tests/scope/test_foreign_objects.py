"""Every route, for every role, on what does not concern it: it is not shown, and nothing changes.

The routes come from the URL configuration itself. A new one with an argument fails here until it is said
what object it names; one without an argument is opened by everyone and must not give the foreign away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from django.apps import apps
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse

from checkpoints.models import ApiClient, User
from checkpoints.roles import AT_CHECKPOINT, Role
from tests import cast as c
from tests.api.conftest import calling
from tests.cast import Cast
from tests.scope.routes import Route, routes
from tests.scope.world import GIVEAWAYS, World, world_of

pytestmark = pytest.mark.django_db

OBJECTS: Final[dict[str, Callable[[World], dict[str, Any]]]] = {
    **dict.fromkeys(
        (
            *("shipment", "shipment-state", "answer", "decide", "confirm", "holding"),
            *("add-note", "attach", "record-result", "dossier"),
        ),
        lambda w: {"key": w.shipment.pk},
    ),
    **dict.fromkeys(("attachment", "small-picture"), lambda w: {"key": w.shipment.pk, "attachment": w.attachment.pk}),
    "why": lambda w: {"key": w.shipment.pk, "number": 1},
    "good": lambda w: {"key": w.determination.good_id},
    **dict.fromkeys(("determination", "uphold"), lambda w: {"key": w.determination.pk}),
    **dict.fromkeys(("edition", "edition-act"), lambda w: {"key": w.edition.pk}),
    **dict.fromkeys(("list-import", "list-import-act"), lambda w: {"key": w.list_import.pk}),
    "resume-drafting": lambda w: {"key": w.drafting.pk},
    **dict.fromkeys(("watchlist-edition", "watchlist-edition-act"), lambda w: {"key": w.watchlist_edition.pk}),
    "decide-term": lambda w: {"key": w.term.pk},
    "edition-table": lambda w: {"key": w.edition.pk, "extension": "csv"},
    "delegation-end": lambda w: {"key": w.delegation.pk},
    "comparison": lambda w: {"key": w.shipment.pk, "other": w.amended.pk},
    **dict.fromkeys(("submission", "refused-rows"), lambda w: {"key": w.shipment.submission_id}),
    **dict.fromkeys(
        ("manifest", "finish-exercise", "result", "certificate", "certificate-pdf"), lambda w: {"key": w.attempt.pk}
    ),
    **dict.fromkeys(("exercise-declaration", "debrief"), lambda w: {"key": w.attempt.pk, "position": 1}),
    **dict.fromkeys(("group", "add-members", "remove-member", "assign-exercise"), lambda w: {"key": w.group.pk}),
    **dict.fromkeys(("figures", "figures-csv"), lambda w: {"key": w.group.pk, "slug": "first"}),
    **dict.fromkeys(("api-shipment", "api-answers"), lambda w: {"shipment_id": w.shipment.pk}),
    "api-submission": lambda w: {"submission_id": w.shipment.submission_id},
}
"""What of Dushanbe-2 the address of a route names; known goods are a whole administration's, so those of a third."""

COMMON: Final = {
    "list": "control lists are for all who work here",
    "entry": "control lists are for all who work here",
    "propose-term": "entries are for all who work here; proposals on them are told in tests/web/test_term_proposals.py",
    "api-entry": "control lists are for all who work here",
    "list-template": "an example, the same for all",
    "statistics-table": "shows what the reader oversees, whatever table is named",
    "start-exercise": "exercises are for all who learn",
    "verify-certificate": "verified by anyone who holds the code",
}
"""Routes whose argument names nothing of anyone's, and why."""

SILENT: Final = {"sign-out": "ends the session that the test needs", "api-token": "asked by every call here"}
REFUSED: Final = {403, 404, 405}


def _readers(cast: Cast) -> Iterator[tuple[str, User]]:
    """One person a role: at another checkpoint where the role has one, and in another country."""
    for role in Role:
        if role in AT_CHECKPOINT:
            yield f"{role} at Khorog", c.person(f"elsewhere.{role}", cast.tajikistan, role, cast.khorog)
        if role != Role.CUSTOMS_SYSTEM:
            at = cast.ayritom if role in AT_CHECKPOINT else None
            yield f"{role} of Uzbekistan", c.person(f"abroad.{role}", cast.uzbekistan, role, at)


def _signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _stored() -> dict[str, int]:
    """How many rows each of our tables holds; a session is no row of ours."""
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in OUR_APPS]
    return {model._meta.label: model._default_manager.count() for model in ours}


OUR_APPS: Final = {"ledger", "checkpoints", "screening", "training"}


@pytest.fixture
def world(cast: Cast, lists: None) -> World:
    return world_of(cast)


def test_it_is_said_of_every_route_with_an_argument_what_it_names() -> None:
    named = {route.name for route in routes() if route.arguments}
    assert named == OBJECTS.keys() | COMMON.keys()


def test_what_belongs_to_another_does_not_exist(world: World) -> None:
    before, faults = _stored(), []
    readers = list(_readers(world.cast))
    accounts = _stored()["checkpoints.User"] - before["checkpoints.User"]
    for who, user in readers:
        client = _signed_in(user)
        for route in _with_arguments(api=False):
            faults += [f"{who}: {fault}" for fault in _faults(client, route, world)]
    assert accounts == len(readers)
    assert "\n".join(faults) == ""
    assert {name for name, count in _stored().items() if count != before[name]} == {
        "checkpoints.User",
        "checkpoints.Assignment",
    }


def test_pages_of_ones_own_do_not_give_the_foreign_away(world: World) -> None:
    faults = []
    for who, user in _readers(world.cast):
        client = _signed_in(user)
        for route in _without_arguments():
            for address in (reverse(route.name), reverse(route.name) + f"?q={GIVEAWAYS[0]}"):
                answer = client.get(address)
                body = _body(answer).replace(f'value="{GIVEAWAYS[0]}"', "").replace(f"?q={GIVEAWAYS[0]}", "")
                faults += [f"{who}: {address} shows {word}" for word in GIVEAWAYS[1:] if word in body]
                faults += [f"{who}: {address} breaks" for _ in [0] if answer.status_code == 500]
    assert "\n".join(faults) == ""


def test_a_customs_system_is_told_nothing_of_anothers_declarations(world: World) -> None:
    other = ApiClient.objects.create(
        name="Another invented system",
        administration=world.cast.tajikistan,
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
    )
    caller = calling(other)
    faults = [fault for route in _with_arguments(api=True) for fault in _faults(caller, route, world)]
    assert "\n".join(faults) == ""
    listed = caller.get(reverse("api-shipments"))
    assert listed.status_code == 200
    assert not any(word in listed.text for word in GIVEAWAYS)


def test_a_person_s_session_opens_no_route_of_the_api(world: World) -> None:
    client = _signed_in(world.cast.officer)
    for route in _with_arguments(api=True):
        assert client.get(reverse(route.name, kwargs=OBJECTS[route.name](world))).status_code in {401, 405}


def _with_arguments(*, api: bool) -> list[Route]:
    return [route for route in routes() if route.name in OBJECTS and route.name.startswith("api-") == api]


def _without_arguments() -> list[Route]:
    return [route for route in routes() if not route.arguments and route.name not in SILENT]


def _faults(client: Client, route: Route, world: World) -> Iterator[str]:
    address = reverse(route.name, kwargs=OBJECTS[route.name](world))
    form = {"question": str(world.question.pk), "review": str(world.review.pk), "decision": "release", "text": "1 %"}
    kind = "application/json" if route.name.startswith("api-") else MULTIPART_CONTENT
    for answer in (client.get(address, follow=True), client.post(address, form, kind)):
        led_elsewhere = bool(getattr(answer, "redirect_chain", ()))
        if answer.status_code not in REFUSED and not led_elsewhere:
            yield f"{route} answers {answer.request['REQUEST_METHOD']} with {answer.status_code}"
        if any(word in _body(answer) for word in GIVEAWAYS):
            yield f"{route} gives the foreign away"


def _body(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace")
