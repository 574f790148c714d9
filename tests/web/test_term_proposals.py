"""Terms are proposed on an entry's page, and another list manager decides on the page of proposals."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from checkpoints.models import User
from checkpoints.roles import AT_CHECKPOINT, MAY, Ability, Role
from screening import models
from screening.lists import terms_draft
from screening.selectors.term_proposals import PAGE
from tests import cast as c
from tests.cast import Cast
from tests.web.conftest import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
ENTRY = "/lists/eu-dual-use/1C350.1/"
KROMFAX = {
    "term-change": "add",
    "term-text": "Kromfax solvent",
    "term-language": "en",
    "term-weight": "exact",
    "term-reason": "On a drum",
}


def _main(text: str) -> str:
    page = html.unescape(text)
    return page[page.index("<main") : page.index("</main>")]


def _proposal(by: User, **fields: str) -> models.TermProposal:
    return c.term_proposal(models.ControlList.objects.get(slug="eu-dual-use"), by, **fields)


def _decide(client: Client, proposal: models.TermProposal, accepted: str, note: str = "") -> tuple[int, str]:
    said = {"accepted": accepted, "note": note}
    answer = client.post(f"/term-proposals/{proposal.pk}/decision/", said, follow=True)
    return answer.status_code, _main(answer.text)


def test_a_term_is_proposed_on_the_entrys_page(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.officer)
    page = _main(client.post(f"{ENTRY}terms/", KROMFAX, follow=True).text)
    assert '<span lang="en">Kromfax solvent</span> <span class="muted">to be added</span>' in page
    made = models.TermProposal.objects.get()
    assert (made.text, made.weight, made.proposed_by) == ("Kromfax solvent", "exact", cast.officer)
    listed = _main(client.get("/term-proposals/").text)
    for text in (
        "Kromfax solvent",
        "names these goods and nothing else",
        "On a drum",
        f'href="{ENTRY}"',
        "last 90 days",
    ):
        assert text in listed, text
    assert "/decision/" not in listed


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"term-text": ""}, "holds no word"),
        ({"term-text": "thiodiglycol"}, "The entry has this term already."),
        ({"term-reason": ""}, "The reason is empty."),
        ({"term-language": "kk"}, "Select a valid choice"),
        ({"term-change": "remove"}, "The entry has no such term"),
        ({"term-text": "x" * 251}, "has 251 characters"),
    ],
)
def test_what_cannot_be_kept_comes_back_in_the_open_form(
    cast: Cast, signed_in: SignedIn, changed: dict[str, str], problem: str
) -> None:
    answer = signed_in(cast.officer).post(f"{ENTRY}terms/", {**KROMFAX, **changed})
    assert answer.status_code == 422
    assert problem in html.unescape(answer.text)
    assert "<details open>" in answer.text
    assert not models.TermProposal.objects.exists()


def _work() -> None:
    """What the worker does."""
    for drafting in models.TermDrafting.objects.filter(state="running"):
        terms_draft.work_on(drafting.pk)


def test_another_list_manager_accepts_and_a_worker_writes_the_draft(cast: Cast, signed_in: SignedIn) -> None:
    proposal = _proposal(cast.officer)
    client = signed_in(cast.list_manager)
    status, page = _decide(client, proposal, "yes")
    assert status == 200
    assert "Accepted terms are being written into a draft of eu-dual-use." in page
    assert 'hx-trigger="load delay:1s"' in page
    assert "not in a draft yet" in _main(client.get("/term-proposals/", {"state": "accepted"}).text)
    assert "are being written" in _main(client.get("/term-proposals/", headers={"HX-Request": "true"}).text)
    assert "being written" not in _main(signed_in(cast.officer).get("/term-proposals/").text)
    _work()
    assert client.get("/term-proposals/", headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    page = _main(client.get("/term-proposals/").text)
    assert "The accepted terms stand in the draft edition eu-dual-use small+1" in page
    assert "hx-trigger" not in page
    draft = models.Edition.objects.get(state="draft")
    assert f'href="/editions/{draft.pk}/"' in _main(client.get("/term-proposals/", {"state": "accepted"}).text)
    assert "en, exact: Kromfax" in client.get(f"/editions/{draft.pk}/").text
    assert "small+1" in client.get("/lists/").text
    seen = _main(signed_in(cast.officer).get("/term-proposals/", {"state": "accepted"}).text)
    assert "small+1" in seen
    assert "/editions/" not in seen
    assert "decided on the proposal already" in _decide(signed_in(cast.other_list_manager), proposal, "yes")[1]


def test_a_draft_that_failed_is_told_and_goes_on(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(cast.list_manager)
    _decide(client, _proposal(cast.officer), "yes")
    key = models.TermDrafting.objects.get().pk
    with monkeypatch.context() as broken:
        broken.setattr(terms_draft, "_write", None)
        with pytest.raises(TypeError):
            _work()
    page = _main(client.get("/term-proposals/").text)
    assert "failed to write accepted terms into a draft of eu-dual-use" in page
    address = f"/term-proposals/drafts/{key}/resumed/"
    assert address in page
    assert signed_in(cast.officer).post(address).status_code == 403
    assert "being written" in _main(client.post(address, follow=True).text)
    _work()
    assert "stand in the draft edition" in _main(client.get("/term-proposals/").text)
    assert client.post(address).status_code == 302
    assert models.TermDrafting.objects.get().state == "done"


def test_a_refusal_needs_a_note(cast: Cast, signed_in: SignedIn) -> None:
    proposal, client = _proposal(cast.officer), signed_in(cast.list_manager)
    status, page = _decide(client, proposal, "no")
    assert status == 422
    assert "Write why you refuse the term." in page
    assert "Refused." in _decide(client, proposal, "no", "A brand")[1]
    assert "A brand" in _main(client.get("/term-proposals/", {"state": "refused"}).text)


def test_who_proposed_does_not_decide(cast: Cast, signed_in: SignedIn) -> None:
    proposal, client = _proposal(cast.list_manager), signed_in(cast.list_manager)
    page = _main(client.get("/term-proposals/").text)
    assert "You proposed it; another list manager decides." in page
    assert "/decision/" not in page
    assert client.post(f"/term-proposals/{proposal.pk}/decision/", {"accepted": "yes"}).status_code == 403
    assert f"/term-proposals/{proposal.pk}/decision/" in signed_in(cast.other_list_manager).get("/term-proposals/").text


def test_another_administration_sees_and_decides_nothing(cast: Cast, signed_in: SignedIn) -> None:
    proposal = _proposal(cast.officer)
    client = signed_in(c.person("lists.uz", cast.uzbekistan, Role.LIST_MANAGER))
    assert "Kromfax" not in client.get("/term-proposals/").text + client.get(ENTRY).text
    assert client.post(f"/term-proposals/{proposal.pk}/decision/", {"accepted": "yes"}).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CUSTOMS_SYSTEM])
def test_who_may_propose(cast: Cast, signed_in: SignedIn, role: Role) -> None:
    at, may = cast.dushanbe_2 if role in AT_CHECKPOINT else None, role in MAY[Ability.PROPOSE_TERM]
    client = signed_in(c.person("someone", cast.tajikistan, role, at))
    assert client.get("/term-proposals/").status_code == (200 if may else 403)
    assert ('id="proposals"' in client.get(ENTRY).text) is may
    assert ('href="/term-proposals/"' in client.get("/lists/").text) is may
    assert client.post(f"{ENTRY}terms/", KROMFAX).status_code == (302 if may else 403)
    assert models.TermProposal.objects.exists() is may


def test_software_takes_no_terms(cast: Cast, signed_in: SignedIn) -> None:
    software = c.edition("software")
    software.entries.update(kind="intangible")
    models.Edition.objects.filter(pk=software.pk).update(
        state="active", bootstrap=True, activated_at=software.created_at
    )
    client = signed_in(cast.officer)
    assert 'id="proposals"' not in client.get("/lists/software/1C350.1/").text
    assert client.post("/lists/software/1C350.1/terms/", KROMFAX).status_code == 422


def _pages(client: Client, address: str) -> Iterator[str]:
    while address:
        page = client.get(address).text
        yield page
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = html.unescape(following[1]) if following else ""


def test_pages_follow_by_key_in_a_fixed_number_of_statements(
    cast: Cast, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(PAGE + 1):
        _proposal(cast.officer, text=f"Kromfax {number:02}")
    client = signed_in(cast.list_manager)
    with django_assert_max_num_queries(13):
        client.get("/term-proposals/")
    shown = [re.findall(r"Kromfax \d\d", page) for page in _pages(client, "/term-proposals/")]
    assert [len(each) for each in shown] == [PAGE, 1]
    assert shown[0][0] == f"Kromfax {PAGE:02}"
    assert shown[1] == ["Kromfax 00"]


@pytest.mark.parametrize("query", [{"state": "x"}, {"after": "x"}, {"after": "0001-01-01T00:00:00+00:00~x"}])
def test_a_broken_address_shows_those_that_wait(cast: Cast, signed_in: SignedIn, query: dict[str, str]) -> None:
    _proposal(cast.officer)
    assert "Kromfax" in signed_in(cast.officer).get("/term-proposals/", query).text
