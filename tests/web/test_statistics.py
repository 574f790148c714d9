"""The statistics page: who sees which figures, for which period; tables to download that no spreadsheet runs."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from checkpoints.roles import Role
from ledger import clock
from screening import models
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import SignedIn

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 40


@pytest.fixture
def inspected(cast: Cast) -> models.Outcome:
    """Flagged three hours ago, inspected an hour later, found as flagged."""
    with clock.at(timezone.now() - timedelta(hours=3)):
        run = c.run(c.shipment(cast))
    with clock.at(timezone.now() - timedelta(hours=2)):
        outcome = c.outcome(c.review(run, cast.officer, "inspect"))
    models.Shipment.objects.filter(pk=run.shipment_id).update(state=models.Shipment.State.DECIDED)
    models.InspectionResult.objects.create(outcome=outcome, found="as_flagged", recorded_by=cast.officer)
    return outcome


def downloaded(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def test_one_of_one_is_not_shown_as_certain(cast: Cast, inspected: models.Outcome, signed_in: SignedIn) -> None:
    page = signed_in(cast.supervisor).get("/statistics/").text
    assert "1 of 1" in page
    assert "21–100 %" in page


def test_each_chart_says_what_it_shows(cast: Cast, inspected: models.Outcome, signed_in: SignedIn) -> None:
    page = signed_in(cast.supervisor).get("/statistics/").text
    assert page.count("<svg") == page.count('role="img"') == page.count("<title id=") == page.count("<desc id=") == 6
    assert "received: 1, flagged: 1, decided: 1</desc>" in page


def test_tables_are_downloaded(cast: Cast, inspected: models.Outcome, signed_in: SignedIn) -> None:
    answer = signed_in(cast.supervisor).get("/statistics/checkpoints.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    today = timezone.localdate()
    assert f'filename="checkpoints-{today - timedelta(days=29)}-{today}.csv"' in answer.headers["Content-Disposition"]
    assert downloaded(answer.content) == [
        ["Checkpoint", "received", "flagged", "decided", "confirmed", "sent back", "median age", "9 of 10 within"],
        ["Dushanbe-2", "1", "1", "1", "0", "0", "1:00", "1:00"],
    ]


def test_no_cell_is_a_formula(cast: Cast, inspected: models.Outcome, signed_in: SignedIn) -> None:
    cast.dushanbe_2.name = '=HYPERLINK("http://invented.invalid")'
    cast.dushanbe_2.save()
    rows = downloaded(signed_in(cast.supervisor).get("/statistics/checkpoints.csv").content)
    assert rows[1][0] == '\'=HYPERLINK("http://invented.invalid")'


def test_figures_of_officers_are_for_their_supervisors(
    cast: Cast, inspected: models.Outcome, signed_in: SignedIn
) -> None:
    analyst = c.person("analyst", cast.tajikistan, Role.ANALYST)
    elsewhere = c.person("supervisor.khorog", cast.tajikistan, Role.SUPERVISOR, cast.khorog)
    for reader, officers in ((cast.supervisor, True), (analyst, False), (elsewhere, False)):
        client = signed_in(reader)
        page, download = client.get("/statistics/").text, client.get("/statistics/officers.csv")
        assert ("Invented officer.dushanbe2" in page) is officers
        assert b"officer.dushanbe2" in download.content or not officers
    assert signed_in(analyst).get("/statistics/officers.csv").status_code == 404


def test_an_analyst_who_supervises_one_checkpoint_sees_its_officers_alone(
    cast: Cast, inspected: models.Outcome, signed_in: SignedIn
) -> None:
    both = c.person("both", cast.tajikistan, Role.SUPERVISOR, cast.khorog)
    both.assignments.create(role=Role.ANALYST)
    page = signed_in(both).get("/statistics/").text
    assert "Invented officer.khorog" in page
    assert "Invented officer.dushanbe2" not in page
    assert "Dushanbe-2" in page


def test_a_foreign_checkpoint_cannot_be_asked_for(cast: Cast, signed_in: SignedIn) -> None:
    for foreign in (cast.khorog, cast.ayritom):
        client, query = signed_in(cast.supervisor), {"checkpoint": str(foreign.pk)}
        answer = client.get("/statistics/", query)
        assert answer.status_code == 422
        assert "You do not oversee this checkpoint." in answer.text
        assert client.get("/statistics/days.csv", query).status_code == 404


def test_another_administration_is_not_counted(cast: Cast, inspected: models.Outcome, signed_in: SignedIn) -> None:
    abroad = c.person("analyst.uz", cast.uzbekistan, Role.ANALYST)
    rows = downloaded(signed_in(abroad).get("/statistics/checkpoints.csv").content)
    assert [row[:2] for row in rows[1:]] == [["Ayritom", "0"]]


@pytest.mark.parametrize(
    ("query", "received"),
    [({}, "1"), ({"days": "7"}, "1"), ({"first": "2020-01-01", "last": "2020-06-01"}, "0")],
)
def test_the_period(
    cast: Cast, inspected: models.Outcome, signed_in: SignedIn, query: dict[str, str], received: str
) -> None:
    rows = downloaded(signed_in(cast.supervisor).get("/statistics/checkpoints.csv", query).content)
    assert rows[1][1] == received


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ({"days": "8"}, "days", "This period is not offered."),
        ({"first": "yesterday"}, "first", "This is no date."),
        ({"last": "2026-02-30"}, "last", "This is no date."),
        ({"first": "0001-01-01", "last": "0001-01-02"}, "first", "This is no date."),
        ({"first": "9999-12-30", "last": "9999-12-31"}, "last", "This is no date."),
        ({"first": "2026-02-02", "last": "2026-02-01"}, "last", "01.02.2026 is before the first day."),
        ({"last": "2026-02-01"}, "first", "The first day is empty."),
        ({"first": "2020-01-01", "last": "2021-01-01"}, "first", "more than a year"),
        ({"checkpoint": "x"}, "checkpoint", "You do not oversee this checkpoint."),
    ],
)
def test_a_period_that_cannot_be_is_said_at_its_field(
    cast: Cast, signed_in: SignedIn, query: dict[str, str], field: str, said: str
) -> None:
    answer = signed_in(cast.supervisor).get("/statistics/", query)
    assert answer.status_code == 422
    assert said in answer.context["page"].form.errors[field][0]
    assert f'id="id_{field}_error"' in answer.text


def test_an_unknown_table_does_not_exist(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.supervisor).get("/statistics/nonsense.csv").status_code == 404


def test_the_statements_do_not_grow(
    cast: Cast, inspected: models.Outcome, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        c.outcome(c.review(c.run(c.shipment(cast)), cast.officer, "inspect"))
    client = signed_in(cast.supervisor)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        assert client.get("/statistics/").status_code == 200
