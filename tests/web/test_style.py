"""The style page shows every component, and the colours it names are told apart."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from screening.web.palette import ENOUGH, Pair, contrast, pairs, palette
from tests.cast import Cast
from tests.web.conftest import SignedIn
from tests.web.extraction import TEMPLATES

FRAME: Final = {"_find.html", "_footer.html", "_holder.html", "_languages.html"}
"""Part of every page, the style page too."""
_OF_A_SHIPMENT: Final = "a panel of the shipment's page, made of what is shown"
_PLAIN: Final = "a plain table or list"
_FORM: Final = "a form of one page, made of what is shown"
ELSEWHERE: Final = {
    "_live_queue.html": "the queue with what htmx needs around it",
    **dict.fromkeys(("_attachments.html", "_check_result.html", "_decide.html", "_decision.html"), _OF_A_SHIPMENT),
    **dict.fromkeys(("_declared.html", "_holding.html", "_lines.html", "_shipment_state.html"), _OF_A_SHIPMENT),
    **dict.fromkeys(
        (
            "_determination.html",
            "_figures_table.html",
            "_flagged.html",
            "_found.html",
            "_import_state.html",
            "_lists_in_force.html",
            "_names.html",
            "_edition_changes.html",
            "_edition_force.html",
            "_pass.html",
            "_term_drafts.html",
            "_term_proposal.html",
        ),
        _PLAIN,
    ),
    **dict.fromkeys(("_audit_standing.html", "_overseen.html"), _PLAIN),
    **dict.fromkeys(("_audit_filter.html", "_lookup.html", "_propose_term.html"), _FORM),
    **dict.fromkeys(("_map.html", "_map_mark.html", "_map_shape.html"), "drawn for the map alone, with its own key"),
}
"""Partials that the style page leaves out, and why."""
_INCLUDED: Final = re.compile(r'{% include "web/(_\w+\.html)"')


def _shown_by(name: str) -> set[str]:
    """The partials of a template and theirs."""
    direct = set(_INCLUDED.findall((TEMPLATES / "web" / name).read_text("utf-8")))
    return direct.union(*(_shown_by(each) for each in direct))


def test_every_partial_is_shown_or_left_out_for_a_reason() -> None:
    partials = {path.name for path in (TEMPLATES / "web").glob("_*.html")}
    assert _shown_by("style.html") | FRAME | set(ELSEWHERE) == partials


def test_a_reason_is_given_only_for_what_is_left_out() -> None:
    assert _shown_by("style.html") & set(ELSEWHERE) == set()


@pytest.mark.django_db
def test_the_page_shows_components_keys_and_contrasts(
    cast: Cast, lists: None, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(cast.officer)
    with django_assert_max_num_queries(10):
        page = client.get("/style/").text
    for text in ("red lane", "INVENTED-1", "CAS number 111-48-8", "<kbd>g d</kbd>", "Enter a number.", "<svg"):
        assert text in page, text


@pytest.mark.django_db
def test_signed_out_people_do_not_see_it() -> None:
    assert Client().get("/style/").status_code == 302


# -- colours -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: f"{pair.text} on {pair.ground}")
def test_text_and_shapes_stand_out_in_light_and_dark(pair: Pair) -> None:
    assert min(pair.light, pair.dark) >= pair.needed


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.48)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)
    assert contrast(one, other) == contrast(other, one)


def test_a_pair_that_cannot_be_read_would_be_found() -> None:
    assert contrast("#999999", palette().light["paper"]) < ENOUGH


def test_dark_changes_every_colour_of_text_and_ground() -> None:
    look = palette()
    same = {name for name in look.light if look.light[name] == look.dark[name]}
    assert same == {"on-top", "on-action", "top-focus"}


def test_nothing_is_coloured_but_by_its_role() -> None:
    sheet = Path(TEMPLATES.parent / "static" / "portal.css").read_text("utf-8")
    rules = re.sub(r":root\s*{[^}]*}", "", sheet)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s])", rules) == []
