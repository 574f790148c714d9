"""The page of a list entry, in the edition in force."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from checkpoints.roles import Role
from ledger import clock
from screening import models
from screening.selectors.entries import EntryWords, words_of
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
ADDRESS = "/lists/eu-dual-use/1C350.1/"


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "en",
            [
                "Thiodiglycol",
                "Thick liquid.",
                "Mixtures up to 30 %.",
                "Concentration by weight: at most 30\N{NO-BREAK SPACE}%",
                "Free of control where all of this holds",
            ],
        ),
        ("ru", ["Тиодигликоль", "Густая жидкость.", "Смеси до 30 %.", "Массовая доля: не более 30\N{NO-BREAK SPACE}%"]),
        ("tg", ["Тиодигликол", "Моеи ғафс.", "Омехтаҳо то 30 %."]),
        ("uz", ["Tiodiglikol", "Quyuq suyuqlik.", "30 % gacha aralashmalar."]),
    ],
)
def test_an_entry_in_the_readers_language(cast: Cast, signed_in: SignedIn, language: str, texts: list[str]) -> None:
    client = signed_in(cast.officer)
    client.post("/language/", {"language": language, "page": "/"})
    page = html.unescape(client.get(ADDRESS).text)
    for text in [*texts, "111-48-8", "293070", "тиодигликоль", "thiodiglycol"]:
        assert text in page, text


def test_what_lacks_in_a_language_is_shown_in_english() -> None:
    words = words_of([("eu-dual-use", "1C350.1")], "kk")
    found = words["eu-dual-use", "1C350.1"]
    assert found == EntryWords("en", "Thiodiglycol", "Thick liquid.", "Mixtures up to 30 %.", "Small list")


def test_the_tree_can_be_walked(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.officer)
    assert 'href="/lists/eu-dual-use/1C350/"' in client.get(ADDRESS).text
    assert f'href="{ADDRESS}"' in client.get("/lists/eu-dual-use/1C350/").text


@pytest.mark.parametrize(
    "address", ["/lists/eu-dual-use/9Z999/", "/lists/no-such-list/1C350.1/", "/lists/eu-dual-use/1C350%00/"]
)
def test_what_is_not_in_force_is_not_found(cast: Cast, signed_in: SignedIn, address: str) -> None:
    assert signed_in(cast.officer).get(address).status_code == 404


def test_list_managers_may_read_entries(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.list_manager).get(ADDRESS).status_code == 200


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "en",
            ["Asked where the declaration does not say it", "The goods are not controlled (1C350.1) if it is at most"],
        ),
        ("ru", ["Массовая доля: какая величина?", "обычно", "черновик, ещё не прочитан носителем языка"]),
        ("uz", ["qoralama, hali ona tilida", "odatda"]),
    ],
)
def test_what_is_asked_and_who_has_read_it(cast: Cast, signed_in: SignedIn, language: str, texts: list[str]) -> None:
    client = signed_in(cast.officer)
    client.post("/language/", {"language": language, "page": "/"})
    page = html.unescape(client.get(ADDRESS).text)
    for text in texts:
        assert text in page, text


def test_terms_stand_by_language_and_are_marked_so(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.officer).get(ADDRESS).text
    assert '<dd lang="ru">тиодигликоль</dd>' in page
    assert '<dd lang="en">thiodiglycol</dd>' in page


def test_headings_above_and_paragraphs_below_have_their_titles(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.officer)
    client.post("/language/", {"language": "ru", "page": "/"})
    assert "1C350 <span>Прекурсоры</span></a>" in client.get(ADDRESS).text
    assert "1C350.1</a> <span>Тиодигликоль</span>" in client.get("/lists/eu-dual-use/1C350/").text


def test_an_entry_without_a_text_in_the_language_says_that_it_is_in_another(cast: Cast, signed_in: SignedIn) -> None:
    english = c.edition("only-english")
    models.Edition.objects.filter(pk=english.pk).update(state="active", bootstrap=True, activated_at=timezone.now())
    client = signed_in(cast.officer)
    client.post("/language/", {"language": "tg", "page": "/"})
    page = client.get("/lists/only-english/1C350.1/").text
    assert '<span lang="en">Thiodiglycol</span></h1>' in page
    assert "ба забони дигар нишон дода шуданд" in page


def test_software_and_technology_say_how_they_are_found(cast: Cast, signed_in: SignedIn) -> None:
    said = "Software or technology: it is found where a declaration quotes its code"
    software = c.edition("software")
    software.entries.update(kind="intangible")
    models.Edition.objects.filter(pk=software.pk).update(state="active", bootstrap=True, activated_at=timezone.now())
    client = signed_in(cast.officer)
    client.post("/language/", {"language": "en", "page": "/"})
    assert said in client.get("/lists/software/1C350.1/").text
    assert said not in client.get(ADDRESS).text


def test_an_entry_costs_a_fixed_number_of_statements(
    cast: Cast, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(cast.officer)
    for address in (ADDRESS, "/lists/eu-dual-use/1C350/"):
        with django_assert_max_num_queries(22):
            client.get(address)


# -- what it flagged -------------------------------------------------------------------------------


def _flagged(client: Client) -> str:
    page = html.unescape(client.get(ADDRESS).text)
    begin = page.index('id="flagged"')
    return re.sub(r"\s+", " ", page[begin : page.index("</section>", begin)])


def _decided(cast: Cast, decision: str) -> models.Shipment:
    found = c.shipment(cast)
    c.outcome(c.review(c.run(found), cast.officer, decision, needs_confirmation=False))
    models.Shipment.objects.filter(pk=found.pk).update(state=models.Shipment.State.DECIDED)
    return found


def test_an_entry_shows_what_it_flagged_and_how_it_ended(cast: Cast, signed_in: SignedIn) -> None:
    waiting = c.shipment(cast)
    c.run(waiting)
    inspected = [_decided(cast, "inspect") for _ in range(2)]
    c.run(c.shipment(cast), level=0, flagged=False)
    said = _flagged(signed_in(cast.officer))
    for text in ('<th scope="row">flagged</th><td class="number">1<', "inspect the goods</th><td", '"number">3</td>'):
        assert text in said, text
    for each in (waiting, *inspected):
        assert f'href="/shipments/{each.pk}/">{each.declaration_number}</a>' in said
    assert said.index("flagged</th>") < said.index("inspect the goods</th>")


def test_an_answer_that_took_the_flag_away_counts(cast: Cast, signed_in: SignedIn) -> None:
    found = c.shipment(cast)
    c.run(found)
    c.run(found, level=0, flagged=False)
    assert "None in this time." in _flagged(signed_in(cast.officer))


def test_what_was_screened_long_ago_does_not(cast: Cast, signed_in: SignedIn) -> None:
    with clock.at(timezone.now() - timedelta(days=91)):
        c.run(c.shipment(cast))
    assert "None in this time." in _flagged(signed_in(cast.officer))


def test_shipments_of_other_checkpoints_are_not_counted(cast: Cast, signed_in: SignedIn) -> None:
    c.run(c.shipment(cast))
    for elsewhere in (cast.khorog_officer, cast.ayritom_officer):
        assert "None in this time." in _flagged(signed_in(elsewhere))


def test_list_managers_see_figures_of_their_administration_and_no_numbers(cast: Cast, signed_in: SignedIn) -> None:
    found = c.shipment(cast)
    c.run(found)
    said = _flagged(signed_in(cast.list_manager))
    assert "in the whole of your administration" in said
    assert '<td class="number">1<' in said
    assert found.declaration_number not in said
    abroad = c.person("lists.uz", cast.uzbekistan, Role.LIST_MANAGER)
    assert "None in this time." in _flagged(signed_in(abroad))


def test_ten_of_many_are_shown_in_a_fixed_number_of_statements(
    cast: Cast, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        c.run(c.shipment(cast))
    client = signed_in(cast.officer)
    with django_assert_max_num_queries(22):
        said = _flagged(client)
    assert said.count("/shipments/") == 10
    assert '<td class="number">12<' in said
