"""Each page of a shipment, for each kind of person: at home, at another checkpoint, in another country."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from checkpoints.models import Assignment, User
from checkpoints.roles import Role
from screening import models
from screening.web.urls import urlpatterns
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import SOLVENT, Declared, SignedIn

pytestmark = pytest.mark.django_db
READ = ("shipment", "shipment-state")
WRITE = ("answer", "decide", "confirm", "holding", "add-note", "attach", "record-result")
OF_SUBMISSION = ("submission", "refused-rows")


def _open(client: Client, name: str, shipment: models.Shipment) -> int:
    key = shipment.submission_id if name in OF_SUBMISSION else shipment.pk
    address = reverse(name, args=[key])
    return (client.post(address, {}) if name in WRITE else client.get(address)).status_code


@pytest.mark.parametrize("name", READ + WRITE + OF_SUBMISSION)
@pytest.mark.parametrize("who", ["khorog_supervisor", "ayritom_supervisor", "analyst_of_uzbekistan"])
def test_a_foreign_shipment_does_not_exist(
    cast: Cast, declared: Declared, signed_in: SignedIn, name: str, who: str
) -> None:
    foreign = {
        "khorog_supervisor": lambda: c.person("s.khorog", cast.tajikistan, Role.SUPERVISOR, cast.khorog),
        "ayritom_supervisor": lambda: c.person("s.ayritom", cast.uzbekistan, Role.SUPERVISOR, cast.ayritom),
        "analyst_of_uzbekistan": lambda: c.person("a.uz", cast.uzbekistan, Role.ANALYST),
    }[who]()
    status = _open(signed_in(foreign), name, declared("TJ-1", SOLVENT))
    # An analyst may not write anywhere, so is told so before anything is looked up.
    assert status == (403 if who.startswith("analyst") and name in WRITE else 404)


@pytest.mark.parametrize("who", ["khorog_officer", "ayritom_officer"])
def test_the_dashboard_lists_nothing_foreign(cast: Cast, declared: Declared, signed_in: SignedIn, who: str) -> None:
    declared("TJ-1", SOLVENT)
    client = signed_in(getattr(cast, who))
    for show in ("waiting", "open", "clear", "decided"):
        page = client.get("/", {"show": show}).text
        assert "TJ-1" not in page
        assert "Nothing waits here." in page


# Who may read a shipment at home, do each of WRITE on it, and send declarations in.
MAY = {
    Role.OFFICER: (True, True, True, False, True, True, True, True, True),
    Role.SUPERVISOR: (True,) * 9,
    Role.ANALYST: (True, *[False] * 8),
    Role.AUDITOR: (True, *[False] * 8),
    Role.LIST_MANAGER: (False,) * 9,
    Role.TRAINER: (False,) * 9,
    Role.ADMINISTRATOR: (False,) * 9,
}


@pytest.mark.parametrize(("role", "may"), MAY.items())
def test_what_each_role_may_do_at_home(
    cast: Cast, declared: Declared, signed_in: SignedIn, role: Role, may: tuple[bool, ...]
) -> None:
    at = cast.dushanbe_2 if role in (Role.OFFICER, Role.SUPERVISOR) else None
    client, shipment = signed_in(c.person("someone", cast.tajikistan, role, at)), declared("TJ-1", SOLVENT)
    statuses = [_open(client, name, shipment) for name in ("shipment", *WRITE)]
    statuses.append(client.get("/shipments/new/").status_code)
    assert tuple(status != 403 for status in statuses) == may


def test_a_role_counts_only_where_it_is_held(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    """An officer at Dushanbe-2 who is a supervisor at Khorog alone confirms nothing at Dushanbe-2."""
    both = c.person("both", cast.tajikistan, Role.SUPERVISOR, cast.khorog)
    Assignment.objects.create(user=both, role=Role.OFFICER, checkpoint=cast.dushanbe_2)
    shipment = declared("TJ-1", SOLVENT)
    assert shipment.latest_run is not None
    review = c.review(shipment.latest_run, cast.officer)
    answer = signed_in(both).post(
        reverse("confirm", args=[shipment.pk]), {"review": str(review.pk), "confirmed": "yes"}
    )
    assert answer.status_code == 403
    assert not models.Outcome.objects.exists()


POSTED = (
    *("delegation-end", "uphold", "edition-act", "decide-term", "propose-term"),
    *("list-import-act", "resume-drafting", "watchlist-edition-act"),
)
OPEN_TO_ALL = {"sign-in", "sign-out", "language"}
GIVEN = {
    "key": uuid4(),
    "other": uuid4(),
    "attachment": uuid4(),
    "slug": "list",
    "code": "1",
    "name": "days",
    "number": 1,
    "extension": "csv",
}


@pytest.mark.parametrize("pattern", [each for each in urlpatterns if each.name not in OPEN_TO_ALL], ids=str)
def test_every_page_asks_who_is_there(cast: Cast, pattern: URLPattern) -> None:
    """Every route of the pages, found by itself: a visitor is sent to the sign-in page."""
    assert pattern.name is not None
    address = reverse(pattern.name, kwargs={part: GIVEN[part] for part in pattern.pattern.converters})
    answer = Client().post(address) if pattern.name in (*WRITE, *POSTED) else Client().get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/")


def test_an_unassigned_person_sees_no_shipment(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    declared("TJ-1", SOLVENT)
    nobody = User.objects.create_user("nobody", administration=cast.tajikistan)
    answer = signed_in(nobody).get("/")
    assert answer.status_code == 200
    assert "TJ-1" not in answer.text
