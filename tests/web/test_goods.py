"""From a shipment's line to a determination, its confirmation, and the next line that names the good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from screening import models as m
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import Declared, SignedIn

pytestmark = pytest.mark.django_db
MILL = {"box_31_description": "Станок Zaryatest VM-5100", "box_33_hs_code": "8457101000"}
AGAIN = {"box_31_description": "Оборудование ZARYATEST vm 5100", "box_33_hs_code": "8457101000"}
MOST_STATEMENTS = 20


def typed(**changed: str) -> dict[str, str]:
    last_day = timezone.localdate() + timedelta(days=30)
    said = {"maker": "Zaryatest", "model": "VM-5100", "list_slug": "eu-dual-use", "code": "2B001.b"}
    return {**said, "ruling": "controlled", "reason": "Five axes", "valid_until": last_day.isoformat(), **changed}


def test_a_good_is_determined_confirmed_and_found_again(cast: Cast, declared: Declared, signed_in: SignedIn) -> None:
    officer, supervisor = signed_in(cast.officer), signed_in(cast.supervisor)
    first = declared("TJ-1", MILL)
    address = f"/goods/new/?shipment={first.pk}&line=1"
    assert address.replace("&", "&amp;") in officer.get(f"/shipments/{first.pk}/").text
    assert "Станок Zaryatest VM-5100" in officer.get(address).text
    assert officer.post(address, typed()).status_code == 302
    made = m.Determination.objects.get()
    assert (made.item_id, made.determined_by) == (first.items.get().pk, cast.officer)
    assert "waits for a second person" in officer.get("/goods/").text
    assert f"/determinations/{made.pk}/confirmation/" not in officer.get(f"/goods/{made.good_id}/").text
    assert f"/determinations/{made.pk}/confirmation/" in supervisor.get(f"/goods/{made.good_id}/").text
    assert supervisor.post(f"/determinations/{made.pk}/confirmation/", {"confirmed": "yes"}).status_code == 302
    second = declared("TJ-2", AGAIN)
    assert second.state == m.Shipment.State.FLAGGED
    page = officer.get(f"/shipments/{second.pk}/").text
    assert "Determined before" in page
    assert f"{timezone.localdate():%d.%m.%Y} by Invented officer.dushanbe2" in page
    assert f"/determinations/{made.pk}/" in page
    assert str(made.pk) in m.ScreeningRun.objects.get(shipment=second).evidence


def test_what_cannot_be_recorded_comes_back_at_its_field(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    answer = signed_in(cast.officer).post("/goods/new/", typed(model="", maker="x" * 10_000))
    assert answer.status_code == 422
    assert "at most 120 can be kept" in answer.text
    assert not m.Good.objects.exists()


def test_a_refusal_without_a_reason_comes_back(cast: Cast, lists: None, signed_in: SignedIn) -> None:
    made = c.determination(c.good(cast.tajikistan), cast.officer)
    client = signed_in(cast.supervisor)
    assert client.post(f"/determinations/{made.pk}/confirmation/", {"confirmed": "no"}).status_code == 422
    assert client.post(f"/determinations/{made.pk}/confirmation/", {"confirmed": "no", "note": "x"}).status_code == 302
    assert "refused" in client.get(f"/goods/{made.good_id}/").text


@pytest.mark.parametrize("state", ["waiting", "in_force", "overruled", "expired", "refused"])
def test_the_library_is_filtered_by_state(cast: Cast, lists: None, signed_in: SignedIn, state: str) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    goods = {name: c.good(cast.tajikistan, f"Maker-{name}") for name in ("waiting", "in_force", "expired", "refused")}
    made = {name: c.determination(good, cast.officer) for name, good in goods.items() if name != "expired"}
    made["expired"] = c.determination(goods["expired"], cast.officer, valid_until=yesterday)
    for name in ("in_force", "expired", "refused"):
        c.determination_confirmation(made[name], cast.supervisor, confirmed=name != "refused")
    goods["overruled"] = c.good(cast.tajikistan, "Maker-overruled")
    for _ in range(2):
        c.determination_confirmation(c.determination(goods["overruled"], cast.officer), cast.supervisor)
    page = signed_in(cast.officer).get(f"/goods/?state={state}").text
    shown = {name for name in goods if f"Maker-{name}" in page}
    assert shown == ({"in_force", "overruled"} if state == "in_force" else {state})


def test_the_library_is_searched_in_any_spelling_and_paged(
    cast: Cast, lists: None, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        c.determination(c.good(cast.tajikistan, model=f"VM-{5100 + number}"), cast.officer)
    client = signed_in(cast.officer)
    assert client.get("/goods/?q=vm 5107").text.count("VM-5107") == 1
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = client.get("/goods/").text
    assert page.count('<th scope="row">') == 25
    assert 'rel="next"' in page
