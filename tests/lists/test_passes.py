"""What an edition would change, and whom it touches once in force: by steps that can be stopped and resumed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from screening import models
from screening.lists import activation, passes
from screening.models import ListPass, ScreeningRequest
from screening.services import index
from tests.cast import Cast
from tests.lists.conftest import Drafted
from tests.web.conftest import SHIRTS, SOLVENT, Declared, screen

pytestmark = pytest.mark.django_db
PREVIEW, RESCREEN = ListPass.Purpose.PREVIEW, ListPass.Purpose.RESCREEN


def _walk(walk: ListPass) -> ListPass:
    while passes.advance(walk.pk, lambda _: None):
        pass
    walk.refresh_from_db()
    return walk


def _begun(edition: models.Edition, purpose: str, cast: Cast) -> ListPass:
    return passes.start(edition=edition, purpose=purpose, by=cast.list_manager, enqueue=passes.wait)


def test_a_preview_counts_what_would_be_flagged_and_lost(cast: Cast, declared: Declared, drafted: Drafted) -> None:
    solvent, shirts = declared("TJ-1", SOLVENT), declared("TJ-2", SHIRTS, SHIRTS)
    walk = _walk(_begun(drafted("cotton shirts"), PREVIEW, cast))
    assert (walk.state, walk.shipments, walk.seen, walk.lines) == ("done", 2, 2, 3)
    assert (walk.flagged, walk.lost, walk.asked) == (2, 1, 0)
    found = list(walk.findings.order_by("pk").values_list("shipment", "item_number", "is_new", "codes"))
    assert found == [
        (solvent.pk, 1, False, "1C350.1"),
        (shirts.pk, 1, True, "1C350.1"),
        (shirts.pk, 2, True, "1C350.1"),
    ]
    assert ScreeningRequest.objects.filter(cause="lists").count() == 0


def test_after_an_activation_only_what_is_touched_is_screened_again(
    cast: Cast, declared: Declared, drafted: Drafted
) -> None:
    solvent, shirts, machine = declared("TJ-1", SOLVENT), declared("TJ-2", SHIRTS), declared("TJ-3", SHIRTS)
    edition = drafted("thiodiglycol")
    activation.activate_at_once(edition=edition, by=cast.list_manager, reason="invented")
    walk = _walk(ListPass.objects.get(purpose=RESCREEN))
    assert (walk.state, walk.seen, walk.asked) == ("done", 3, 1)
    assert [each.shipment for each in ScreeningRequest.objects.filter(cause="lists")] == [solvent]
    screen()
    for shipment, runs in ((solvent, 2), (shirts, 1), (machine, 1)):
        assert shipment.runs.count() == runs
    assert _walk(_begun(edition, RESCREEN, cast)).asked == 0


def test_a_step_takes_so_many_shipments_and_the_next_goes_on(
    cast: Cast, declared: Declared, drafted: Drafted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "STEP", 2)
    for number in range(5):
        declared(f"TJ-{number}", SHIRTS)
    walk = _begun(drafted("cotton shirts"), PREVIEW, cast)
    seen = []
    while passes.advance(walk.pk, lambda _: None):
        walk.refresh_from_db()
        seen.append(walk.seen)
    walk.refresh_from_db()
    assert (seen, walk.flagged, walk.state) == ([2, 4, 5], 5, "done")


def test_it_can_be_stopped_and_resumed_where_it_was(
    cast: Cast, declared: Declared, drafted: Drafted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "STEP", 1)
    for number in range(3):
        declared(f"TJ-{number}", SHIRTS)
    walk = _begun(drafted("cotton shirts"), PREVIEW, cast)
    assert passes.advance(walk.pk, lambda _: None)
    assert passes.stop(walk, cast.list_manager)
    assert not passes.stop(walk, cast.list_manager)
    assert not passes.advance(walk.pk, lambda _: None)
    woken: list[object] = []
    assert passes.resume(walk, cast.list_manager, woken.append)
    assert woken == [walk.pk]
    assert (_walk(walk).state, walk.seen, walk.flagged) == ("done", 3, 3)


def test_two_workers_never_take_the_same_step_and_a_dead_one_is_replaced(
    cast: Cast, declared: Declared, drafted: Drafted
) -> None:
    declared("TJ-1", SHIRTS)
    walk = _begun(drafted("cotton shirts"), PREVIEW, cast)
    held = {"claim": walk.pk, "due_at": timezone.now() + timedelta(seconds=30)}
    ListPass.objects.filter(pk=walk.pk).update(**held)
    assert not passes.advance(walk.pk, lambda _: None)
    assert passes.take_over(lambda _: None) == 0
    ListPass.objects.filter(pk=walk.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    woken: list[object] = []
    assert passes.take_over(woken.append) == 1
    assert woken == [walk.pk]
    assert _walk(walk).flagged == 1


def test_a_fault_stops_the_pass_and_is_kept(
    cast: Cast, declared: Declared, drafted: Drafted, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared("TJ-1", SHIRTS)
    walk = _begun(drafted("cotton shirts"), PREVIEW, cast)
    with monkeypatch.context() as broken:
        broken.setattr(index, "digest_in_force", _no_digest)
        with pytest.raises(index.NoCatalogue):
            passes.advance(walk.pk, lambda _: None)
    walk.refresh_from_db()
    assert walk.state == "failed"
    assert walk.fault == "NoCatalogue: nothing is in force"
    assert passes.resume(walk, cast.list_manager, lambda _: None)
    assert _walk(walk).state == "done"


def _no_digest() -> str:
    raise index.NoCatalogue("nothing is in force")


def test_beginning_anew_replaces_an_open_pass(cast: Cast, drafted: Drafted) -> None:
    edition = drafted("cotton shirts")
    first, second = (_begun(edition, PREVIEW, cast) for _ in range(2))
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "running")
    assert not passes.resume(first, cast.list_manager, lambda _: None)


def test_workers_are_woken_when_the_pass_is_stored(
    cast: Cast, drafted: Drafted, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    edition = drafted("cotton shirts")
    woken: list[object] = []
    with django_capture_on_commit_callbacks(execute=True):
        walk = passes.start(edition=edition, purpose=PREVIEW, by=cast.list_manager, enqueue=woken.append)
        assert woken == []
    assert woken == [walk.pk]
