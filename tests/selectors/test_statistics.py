"""Figures of a period against numbers counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from checkpoints.models import User
from checkpoints.roles import Role
from ledger import clock
from screening import models
from screening.models.reviews import Decision
from screening.selectors.statistics.checks import results
from screening.selectors.statistics.days import by_day, waiting_by_age
from screening.selectors.statistics.entries import entries
from screening.selectors.statistics.frame import Frame
from screening.selectors.statistics.work import Ages, work_by_checkpoint, work_by_officer
from tests import cast as c
from tests.cast import Cast

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
NOON = START + timedelta(hours=12)


@pytest.fixture
def frame(cast: Cast) -> Frame:
    return Frame(START, START + timedelta(days=7), (cast.dushanbe_2.pk, cast.khorog.pk))


def flagged(cast: Cast, at: datetime, *, also: str = "") -> models.ScreeningRun:
    """A shipment received and flagged at a moment; it may pass another office too."""
    with clock.at(at):
        shipment = c.shipment(cast)
        if also:
            checkpoint = getattr(cast, also)
            models.ShipmentOffice.objects.create(
                shipment=shipment, checkpoint=checkpoint, role=models.ShipmentOffice.Role.EXIT
            )
        return c.run(shipment)


def decided(
    run: models.ScreeningRun, by: User, after: timedelta, decision: str = Decision.INSPECT, second: User | None = None
) -> models.Outcome:
    """A decision that took effect some time after the flag; a release by the word of a second person."""
    with clock.at(run.created_at + after):
        review = c.review(run, by, decision)
        if second:
            c.confirmation(review, second)
        made = c.outcome(review)
        models.Shipment.objects.filter(pk=run.shipment_id).update(state=models.Shipment.State.DECIDED)
    return made


def found(outcome: models.Outcome, what: str, by: User, after: timedelta = timedelta(hours=1)) -> None:
    with clock.at(outcome.created_at + after):
        models.InspectionResult.objects.create(outcome=outcome, found=what, recorded_by=by)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


# -- by checkpoint -------------------------------------------------------------------------------------


def test_work_by_checkpoint(cast: Cast, frame: Frame) -> None:
    with clock.at(NOON):
        c.run(c.shipment(cast), flagged=False, level=0)
    one, two = flagged(cast, NOON), flagged(cast, NOON, also="khorog")
    decided(one, cast.officer, hours(1))
    decided(two, cast.officer, hours(3), Decision.RELEASE, second=cast.supervisor)
    with clock.at(NOON + hours(4)):
        third = flagged(cast, NOON)
        c.confirmation(c.review(third, cast.officer), cast.supervisor, confirmed=False)
    dushanbe, khorog = work_by_checkpoint(frame)
    assert (dushanbe.name, khorog.name) == ("Dushanbe-2", "Khorog")
    counts = ("received", "flagged", "decided", "confirmed", "sent_back")
    assert [getattr(dushanbe, each) for each in counts] == [4, 3, 2, 1, 1]
    assert [getattr(khorog, each) for each in counts] == [1, 1, 1, 1, 0]
    assert dushanbe.ages == Ages(2, hours(1), hours(3))
    assert khorog.ages == Ages(1, hours(3), hours(3))


def test_an_office_with_two_roles_counts_once(cast: Cast, frame: Frame) -> None:
    for after in (1, 2, 3):
        decided(flagged(cast, NOON, also="dushanbe_2"), cast.officer, hours(after))
    dushanbe = work_by_checkpoint(frame)[0]
    assert (dushanbe.received, dushanbe.flagged, dushanbe.decided) == (3, 3, 3)
    assert dushanbe.ages == Ages(3, hours(2), hours(3))


@pytest.mark.parametrize(
    ("count", "median", "ninth"),
    [(1, 1, 1), (2, 1, 2), (3, 2, 3), (4, 2, 4), (5, 3, 5), (9, 5, 9), (10, 5, 9), (11, 6, 10)],
)
def test_percentiles_are_ages_that_occurred(cast: Cast, frame: Frame, count: int, median: int, ninth: int) -> None:
    for after in reversed(range(1, count + 1)):
        decided(flagged(cast, NOON), cast.officer, hours(after))
    assert work_by_checkpoint(frame)[0].ages == Ages(count, hours(median), hours(ninth))


def test_the_age_runs_from_the_first_flag_to_the_first_decision(cast: Cast, frame: Frame) -> None:
    first = flagged(cast, NOON)
    with clock.at(NOON + hours(2)):
        again = c.run(first.shipment)
    decided(again, cast.officer, hours(1))
    with clock.at(NOON + hours(30)):
        corrects = first.shipment.outcomes.get()
        c.outcome(c.review(again, cast.supervisor, Decision.REFER, corrects=corrects, note="invented"))
    place = work_by_checkpoint(frame)[0]
    assert (place.flagged, place.decided) == (1, 2)
    assert place.ages == Ages(1, hours(3), hours(3))


def test_what_was_never_flagged_has_no_age(cast: Cast, frame: Frame) -> None:
    with clock.at(NOON):
        run = c.run(c.shipment(cast), flagged=False, level=0)
    decided(run, cast.officer, hours(1))
    assert work_by_checkpoint(frame)[0].ages is None


@pytest.mark.parametrize(("moment", "counted"), [(-0.001, 0), (0, 1), (7 * 24 - 0.001, 1), (7 * 24, 0)])
def test_the_period_takes_its_first_moment_and_leaves_its_last(
    cast: Cast, frame: Frame, moment: float, counted: int
) -> None:
    flagged(cast, START + hours(moment))
    place = work_by_checkpoint(frame)[0]
    assert (place.received, place.flagged) == (counted, counted)


def test_a_shipment_flagged_before_is_not_flagged_again(cast: Cast, frame: Frame) -> None:
    before = flagged(cast, START - hours(1))
    with clock.at(NOON):
        c.run(before.shipment)
    assert work_by_checkpoint(frame)[0].flagged == 0


def test_another_checkpoint_is_not_counted(cast: Cast) -> None:
    flagged(cast, NOON)
    alone = Frame(START, START + timedelta(days=7), (cast.khorog.pk,))
    (khorog,) = work_by_checkpoint(alone)
    assert (khorog.received, khorog.flagged) == (0, 0)


# -- by officer ------------------------------------------------------------------------------------------


def test_work_by_officer(cast: Cast) -> None:
    frame = Frame(START, START + timedelta(days=7), (cast.dushanbe_2.pk,))
    colleague = c.person("officer.two", cast.tajikistan, Role.OFFICER, cast.dushanbe_2)
    decided(flagged(cast, NOON), cast.officer, hours(1))
    decided(flagged(cast, NOON), cast.officer, hours(5), Decision.RELEASE, second=cast.supervisor)
    decided(flagged(cast, NOON), colleague, hours(2))
    with clock.at(NOON + hours(1)):
        c.confirmation(c.review(flagged(cast, NOON), colleague), cast.supervisor, confirmed=False)
    people = {each.name.removeprefix("Invented "): each for each in work_by_officer(frame)}
    assert list(people) == ["officer.dushanbe2", "officer.two", "supervisor.dushanbe2"]
    figures = {name: (each.proposed, each.decided, each.sent_back, each.confirmed) for name, each in people.items()}
    assert figures == {
        "officer.dushanbe2": (2, 2, 0, 0),
        "officer.two": (2, 1, 1, 0),
        "supervisor.dushanbe2": (0, 0, 0, 1),
    }
    assert people["officer.dushanbe2"].ages == Ages(2, hours(1), hours(5))
    assert people["supervisor.dushanbe2"].ages is None


# -- by day, and what waits --------------------------------------------------------------------------------


def test_by_day(cast: Cast, frame: Frame) -> None:
    run = flagged(cast, NOON)
    flagged(cast, NOON, also="khorog")
    decided(run, cast.officer, hours(24))
    days = [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)]
    assert [(each.received, each.flagged, each.decided) for each in by_day(frame, days)] == [
        (2, 2, 0),
        (0, 0, 1),
        (0, 0, 0),
    ]


def test_a_day_begins_at_midnight_where_the_portal_is(cast: Cast, frame: Frame) -> None:
    """22:00 in Greenwich is already the next day in Dushanbe."""
    flagged(cast, START + hours(22))
    days = [date(2026, 3, 2), date(2026, 3, 3)]
    assert [each.received for each in by_day(frame, days)] == [0, 1]


def test_waiting_by_age(cast: Cast) -> None:
    now = timezone.now()
    for age in (0.5, 1, 3.9, 4, 23, 25, 71, 72, 500):
        flagged(cast, now - hours(age))
    done = flagged(cast, now - hours(2))
    decided(done, cast.officer, hours(1))
    assert waiting_by_age((cast.dushanbe_2.pk,), now) == [1, 2, 2, 2, 2]
    assert waiting_by_age((cast.khorog.pk,), now) == [0, 0, 0, 0, 0]


# -- checks and entries ---------------------------------------------------------------------------------------


def test_the_latest_result_of_a_check_counts(cast: Cast, frame: Frame) -> None:
    inspections = [decided(flagged(cast, NOON), cast.officer, hours(1)) for _ in range(4)]
    found(inspections[0], "as_flagged", cast.officer)
    found(inspections[1], "other", cast.officer)
    found(inspections[2], "as_flagged", cast.officer)
    found(inspections[2], "nothing", cast.officer, after=hours(2))
    papers = decided(flagged(cast, NOON), cast.officer, hours(1), Decision.DOCUMENTS)
    found(papers, "nothing", cast.officer)
    decided(flagged(cast, NOON), cast.officer, hours(1), Decision.REFER)
    goods, documents = results(frame)
    assert (goods.decision, goods.as_flagged, goods.other, goods.nothing, goods.not_recorded) == ("inspect", 1, 1, 1, 1)
    assert (documents.decision, documents.nothing, documents.hit_rate.cases) == ("documents", 1, 1)
    assert (goods.hit_rate.hits, goods.hit_rate.cases) == (1, 3)


def test_entries(cast: Cast, frame: Frame) -> None:
    found(decided(flagged(cast, NOON), cast.officer, hours(1)), "as_flagged", cast.officer)
    found(decided(flagged(cast, NOON), cast.officer, hours(1)), "nothing", cast.officer)
    found(decided(flagged(cast, NOON), cast.officer, hours(1)), "other", cast.officer)
    decided(flagged(cast, NOON), cast.officer, hours(1), Decision.RELEASE, second=cast.supervisor)
    open_one = flagged(cast, NOON)
    models.Flag.objects.create(
        run=open_one, item_number=2, list_slug="eu-dual-use", entry_code="2B001.b", level=2, score_permille=500
    )
    models.Flag.objects.create(  # the same entry on another line of the same shipment
        run=open_one, item_number=2, list_slug="eu-dual-use", entry_code="1C350.1", level=2, score_permille=500
    )
    first, second = entries(frame, "en")
    assert (first.code, first.flagged, first.released, first.hit, first.false, first.settled) == (
        "1C350.1",
        5,
        1,
        1,
        2,
        4,
    )
    assert (second.code, second.flagged, second.settled, second.false_share.value) == ("2B001.b", 1, 0, None)


def test_entries_count_the_latest_run_alone(cast: Cast, frame: Frame) -> None:
    run = flagged(cast, NOON)
    with clock.at(NOON + hours(1)):
        c.run(run.shipment, flagged=False, level=0)
    assert entries(frame, "en") == []


@pytest.mark.parametrize("language", ["ru", "tg"])
def test_entries_are_named_in_the_readers_language(cast: Cast, frame: Frame, lists: None, language: str) -> None:
    run = flagged(cast, NOON)
    entry = models.Entry.objects.filter(texts__language=language).select_related("edition__control_list").first()
    assert entry is not None
    models.Flag.objects.create(
        run=run,
        item_number=3,
        list_slug=entry.edition.control_list.slug,
        entry_code=entry.code,
        level=3,
        score_permille=900,
    )
    titles = {each.code: each.title for each in entries(frame, language) if each.list_slug != "eu-dual-use"}
    titles |= {each.code: each.title for each in entries(frame, language) if each.code == entry.code}
    assert titles[entry.code] == entry.texts.get(language=language).title


def test_the_statements_do_not_grow(
    cast: Cast, frame: Frame, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        outcome = decided(flagged(cast, NOON, also="khorog"), cast.officer, hours(1))
        found(outcome, "nothing", cast.officer)
    with django_assert_max_num_queries(22):
        work_by_checkpoint(frame)
        work_by_officer(frame)
        by_day(frame, [date(2026, 3, 2)])
        waiting_by_age(frame.places, timezone.now())
        results(frame)
        entries(frame, "en")
