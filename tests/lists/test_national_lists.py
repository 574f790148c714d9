"""A national list is for its own administration: it flags, asks and shows nothing anywhere else."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from checkpoints.actors import SYSTEM
from checkpoints.models import Administration, User
from checkpoints.roles import Role
from screening import adapters, models
from screening.engine import Engine, Line
from screening.engine.catalogue import Catalogue
from screening.lists import activation, passes
from screening.lists.drafting import store_draft
from screening.lists.table.reading import read_table
from screening.services import entry_search, index
from screening.services.check import check_line
from screening.services.why import NoEntry, why_line
from tests import cast as c
from tests.cast import Cast
from tests.lists.table.tables import as_csv
from tests.web.conftest import Declared, SignedIn, declared, screen, signed_in
from training.declared import declared as declared_case
from training.exercise import Case, exercise_named
from training.services import live_engine

__all__ = ["declared", "signed_in"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]

SLUG, TEXT = "uz-national", "tetrexampline, 20 drums"
GOODS = {"box_31_description": TEXT, "box_33_hs_code": "2930709809"}
Of = Callable[[Administration], models.Edition]


@pytest.fixture
def national(cast: Cast) -> Of:
    """Puts the table of the tests in force as a list of an administration."""

    def put(owner: Administration) -> models.Edition:
        loaded = store_draft(read_table(as_csv()), owner=owner, actor=SYSTEM)
        return activation.activate_at_once(edition=loaded.edition, by=cast.list_manager, reason="for tests")

    return put


# -- the engine ------------------------------------------------------------------------------------


def test_a_list_left_out_shows_nothing_and_asks_nothing(national: Of, cast: Cast) -> None:
    national(cast.uzbekistan)
    engine = index.engine_in_force()
    lines = [Line("1", TEXT), Line("2", f"{TEXT}; CAS 111-48-8")]
    own, other = engine.screen(lines), engine.screen(lines, without=[SLUG])
    assert {each.list_slug for each in own[0].candidates} == {SLUG}
    assert own[0].questions
    assert (other[0].level, other[0].candidates, other[0].unlikely, other[0].questions) == ("none", (), (), ())
    assert {each.list_slug for each in other[1].candidates} == {"eu-dual-use"}
    with pytest.raises(KeyError):
        engine.why(lines[0], SLUG, "N1.a", without=[SLUG])
    assert engine.why(lines[0], SLUG, "N1.a").told
    assert not any(label.startswith(SLUG) for label in engine.editions_without([SLUG]))


def test_what_is_left_out_changes_nothing_of_the_rest(national: Of, cast: Cast) -> None:
    before = index.engine_in_force()
    national(cast.uzbekistan)
    after = index.engine_in_force()
    lines = [
        Line(str(number), text) for number, text in enumerate((TEXT, "thiodiglycol", "milling machine, five axes"))
    ]
    said = [each.as_document() for each in after.screen(lines, without=[SLUG])]
    assert said == [each.as_document() for each in before.screen(lines)]


def test_entries_left_out_take_no_place_among_the_best(cast: Cast) -> None:
    """Only a dozen entries are weighed: those of a foreign list must not crowd out one's own."""
    edition = read_table(as_csv())
    _, entry = edition.entries
    foreign = tuple(replace(entry, code=f"F{number}", parent="", identifiers=(), hs=()) for number in range(40))
    catalogue = replace(_in_force(), editions=(replace(edition, list_slug="a-foreign", entries=foreign), edition))
    [verdict] = Engine.build(catalogue).screen([Line("1", TEXT)], without=["a-foreign"])
    assert [(each.list_slug, each.code) for each in verdict.candidates] == [(SLUG, "N1.a")]


def _in_force() -> Catalogue:
    return adapters.catalogue_of(models.Edition.objects.filter(state="active"))


# -- services --------------------------------------------------------------------------------------


def test_a_shipment_is_screened_by_its_own_lists(national: Of, cast: Cast, declared: Declared) -> None:
    national(cast.uzbekistan)
    foreign = declared("TJ-1", GOODS)
    assert (foreign.state, foreign.latest_run.flags.count()) == ("clear", 0)  # type: ignore[union-attr]
    assert foreign.latest_run.editions == ["eu-dual-use small"]  # type: ignore[union-attr]
    assert SLUG not in foreign.latest_run.evidence  # type: ignore[union-attr]


def test_its_own_list_flags_it(national: Of, cast: Cast, declared: Declared) -> None:
    national(cast.tajikistan)
    own = declared("TJ-1", GOODS)
    assert own.state == "flagged"
    assert set(own.latest_run.flags.values_list("list_slug", flat=True)) == {SLUG}  # type: ignore[union-attr]
    assert own.latest_run.editions == ["eu-dual-use small", "uz-national 2026-1"]  # type: ignore[union-attr]


def test_check_why_and_search_leave_it_out(national: Of, cast: Cast) -> None:
    national(cast.uzbekistan)
    own, other = cast.uzbekistan.pk, cast.tajikistan.pk
    assert check_line(text=TEXT, administration=own).verdict["candidates"]
    assert "uz-national 2026-1" in check_line(text=TEXT, administration=own).editions
    assert why_line(Line("1", TEXT), "N1.a", own).found
    assert entry_search.find("moddalar", administration=own).keys == [(SLUG, "N1"), (SLUG, "N1.a")]
    for stranger in (other, None):
        assert not check_line(text=TEXT, administration=stranger).verdict["candidates"]
        assert "uz-national 2026-1" not in check_line(text=TEXT, administration=stranger).editions
        assert entry_search.find("moddalar", administration=stranger).keys == []
        with pytest.raises(NoEntry):
            why_line(Line("1", TEXT), "N1.a", stranger)


def test_a_pass_walks_over_the_shipments_of_its_administration_alone(
    national: Of, cast: Cast, declared: Declared
) -> None:
    declared("TJ-1", GOODS)
    for owner, seen in ((cast.uzbekistan, 0), (cast.tajikistan, 1)):
        models.ControlList.objects.filter(slug=SLUG).update(slug=f"former-{seen}")
        edition = national(owner)
        walk = models.ListPass.objects.get(edition=edition)
        while passes.advance(walk.pk, lambda _: None):
            pass
        walk.refresh_from_db()
        assert (walk.shipments, walk.seen, walk.asked) == (seen, seen, seen)
    screen()
    assert models.Shipment.objects.get().state == "flagged"


def test_a_preview_of_a_shared_list_leaves_national_ones_out(national: Of, cast: Cast, declared: Declared) -> None:
    national(cast.uzbekistan)
    shipment = declared("TJ-1", GOODS)
    shared = models.Edition.objects.get(control_list__slug="eu-dual-use")
    walk = passes.start(edition=shared, purpose="rescreen", by=None, enqueue=passes.wait)
    passes.advance(walk.pk, lambda _: None)
    walk.refresh_from_db()
    assert (walk.seen, walk.asked) == (1, 0)
    assert shipment.latest_run is not None


def test_an_exercise_is_judged_by_the_lists_of_the_trainee(national: Of, cast: Cast) -> None:
    national(cast.uzbekistan)
    case: Case = exercise_named("first").drawn(1)[0]
    assert declared_case(case).items
    said = live_engine.screen([case], cast.tajikistan.pk)
    assert said.editions == ["eu-dual-use small"]
    assert live_engine.screen([case], cast.uzbekistan.pk).editions == ["eu-dual-use small", "uz-national 2026-1"]
    assert json.loads(said.evidence)


def test_a_file_of_lines_is_screened_without_it_unless_its_administration_is_named(
    national: Of, cast: Cast, tmp_path: Path
) -> None:
    national(cast.uzbekistan)
    (tmp_path / "in.csv").write_text(f"id,description,hs_code\n1,{TEXT.replace(',', ' ')},\n", "utf-8")
    for options, lists in (
        ([], {"eu-dual-use small"}),
        (["--administration", "uz"], {"eu-dual-use small", "uz-national 2026-1"}),
    ):
        out = tmp_path / f"{len(options)}.jsonl"
        call_command("screen_file", str(tmp_path / "in.csv"), "--out", str(out), *options)
        told = json.loads(out.read_text("utf-8"))
        assert (set(told["lists"]), bool(told["candidates"])) == (lists, bool(options))


# -- pages -----------------------------------------------------------------------------------------


def _main(client: Client, address: str) -> str:
    return html.unescape(client.get(address).text)


@pytest.mark.parametrize("address", ["/lists/", "/", "/lists/?q=moddalar", "/check/"])
def test_pages_show_a_national_list_to_its_administration_alone(
    national: Of, cast: Cast, signed_in: SignedIn, address: str
) -> None:
    national(cast.uzbekistan)
    manager = c.person("lists.uz", cast.uzbekistan, Role.LIST_MANAGER)
    for user in (cast.ayritom_officer, manager):
        if address != "/check/" or user != manager:
            assert "Milliy roʻyxat" in _main(signed_in(user), address)
    for stranger in (cast.officer, cast.list_manager, User.objects.create_user("nobody")):
        assert "Milliy roʻyxat" not in _main(signed_in(stranger), address)


@pytest.mark.parametrize("address", [f"/lists/{SLUG}/", f"/lists/{SLUG}/N1.a/"])
def test_its_entries_do_not_exist_for_others(national: Of, cast: Cast, signed_in: SignedIn, address: str) -> None:
    national(cast.uzbekistan)
    assert signed_in(cast.ayritom_officer).get(address).status_code == 200
    assert signed_in(cast.officer).get(address).status_code == 404


def test_drafts_of_others_are_not_listed(cast: Cast, signed_in: SignedIn) -> None:
    store_draft(read_table(as_csv()), owner=cast.uzbekistan, actor=SYSTEM)
    assert "Milliy" not in _main(signed_in(cast.list_manager), "/lists/")


def test_titles_fall_back_to_english_then_to_the_first_language_given(
    national: Of, cast: Cast, signed_in: SignedIn
) -> None:
    national(cast.uzbekistan)
    page = _main(signed_in(cast.ayritom_officer), f"/lists/{SLUG}/")
    assert '<span lang="ru">Выдуманное вещество</span>' in page
    assert '<span lang="uz">Moddalar</span>' in page
