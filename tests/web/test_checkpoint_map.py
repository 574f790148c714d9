"""The map: where a checkpoint lies, and its state by shape and words; the same as a table."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import combinations

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from checkpoints.models import Checkpoint
from checkpoints.roles import Role
from ledger import clock
from screening import models
from screening.web.map_projection import HEIGHT, WIDTH, Spot, drawing_of
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import SignedIn

DEGREES = st.tuples(st.floats(35, 46), st.floats(55, 76))


@pytest.fixture
def placed(cast: Cast) -> Cast:
    for place, north, east in ((cast.dushanbe_2, "38.54", "68.75"), (cast.khorog, "37.49", "71.55")):
        place.latitude, place.longitude = Decimal(north), Decimal(east)
        place.save()
    return cast


# -- drawing -------------------------------------------------------------------------------------------------


def test_north_is_up_and_east_is_right() -> None:
    drawing = drawing_of([(38.54, 68.75), (37.49, 71.55)], "TJ", "en")
    assert drawing is not None
    dushanbe, khorog = drawing.spots
    assert dushanbe.x < khorog.x
    assert dushanbe.y < khorog.y
    assert drawing.neighbours == ("Kyrgyzstan", "China", "Afghanistan", "Uzbekistan")


def test_neighbours_are_named_in_the_readers_language() -> None:
    drawing = drawing_of([(37.24, 67.43)], "UZ", "ru")
    assert drawing is not None
    assert drawing.neighbours[2] == "Афганистан"


def test_another_country_has_no_neighbours_on_it() -> None:
    drawing = drawing_of([(48.0, 11.0)], "DE", "en")
    assert drawing is not None
    assert drawing.neighbours == ()


def test_nothing_to_draw() -> None:
    assert drawing_of([], "TJ", "en") is None


@settings(deadline=None)
@given(st.lists(DEGREES, min_size=1, max_size=20))
def test_every_checkpoint_lies_on_the_drawing(places: list[tuple[float, float]]) -> None:
    drawing = drawing_of(places, "TJ", "en")
    assert drawing is not None
    assert all(0 <= spot.x <= WIDTH and 0 <= spot.y <= HEIGHT for spot in drawing.spots)


def _box(spot: Spot) -> tuple[float, float]:
    """Left and top of a text that is 140 wide and 30 high."""
    return (spot.x_text - 140 if spot.ends else spot.x_text), spot.y_text


@settings(deadline=None)
@given(st.lists(DEGREES, min_size=2, max_size=8))
def test_texts_do_not_lie_on_one_another(places: list[tuple[float, float]]) -> None:
    drawing = drawing_of(places, "TJ", "en")
    assert drawing is not None
    for (left, top), (other_left, other_top) in combinations(map(_box, drawing.spots), 2):
        assert abs(left - other_left) >= 140 or abs(top - other_top) >= 30


# -- page ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "shape", "said"),
    [
        ("overdue", "diamond", "1 overdue"),
        ("waiting", "square", "1 waiting"),
        ("clear", "circle", "nothing waits"),
        ("silent", "ring", "silent for 2 days"),
        ("nothing", "ring", "nothing received yet"),
    ],
)
def test_each_state_has_a_shape_and_words(placed: Cast, signed_in: SignedIn, state: str, shape: str, said: str) -> None:
    if state != "nothing":
        age, arrival = {"silent": (50, -20), "overdue": (3, -1)}.get(state, (1, 2))
        with clock.at(timezone.now() - timedelta(hours=age)):
            shipment = c.run(c.shipment(placed), flagged=state != "clear" and state != "silent", level=1).shipment
        models.Shipment.objects.filter(pk=shipment.pk).update(arrival_at=timezone.now() + timedelta(hours=arrival))
    page = signed_in(placed.supervisor).get("/map/").text
    assert f'<g class="mark mark-{shape}"><g transform' in page
    assert page.count(said) == 3 + (state == "clear")  # description, drawing and table; the key names the calm state


@pytest.mark.django_db
def test_a_checkpoint_without_coordinates_stands_in_the_table(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.supervisor).get("/map/").text
    assert "no coordinates" in page
    assert "<figure" not in page


@pytest.mark.django_db
def test_only_what_one_oversees_is_drawn(
    placed: Cast, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Checkpoint.objects.filter(pk=placed.ayritom.pk).update(latitude="37.24", longitude="67.43")
    assert "Khorog" not in signed_in(placed.supervisor).get("/map/").text
    auditor = signed_in(c.person("auditor", placed.tajikistan, Role.AUDITOR))
    with django_assert_max_num_queries(14):
        page = auditor.get("/map/").text
    assert "Khorog" in page
    assert "Ayritom" not in page
