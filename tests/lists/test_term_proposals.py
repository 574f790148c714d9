"""Terms are proposed, decided by another person, and wait in a draft that goes the way of every edition."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from checkpoints.models import User
from checkpoints.roles import Role
from ledger.models import AuditEvent
from screening import adapters
from screening.engine import catalogue
from screening.lists import activation, compare, term_proposals
from screening.lists.catalogue_file import read_catalogue
from screening.lists.load import load_catalogue
from screening.lists.term_proposals import BadTerm, Decided, Wanted
from screening.models import ControlList, Edition, ListPass, TermProposal
from screening.services.check import check_line
from tests import cast as c
from tests.cast import SMALL_LISTS, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
KROMFAX = Wanted("add", "en", "Kromfax solvent", "exact", "On a drum at the rail terminal")


def _propose(by: User, code: str = "1C350.1", **changed: str) -> TermProposal:
    return term_proposals.propose(by=by, list_slug="eu-dual-use", code=code, wanted=replace(KROMFAX, **changed))


def _accept(proposal: TermProposal, by: User) -> Edition:
    edition = term_proposals.decide(proposal=proposal, accepted=True, note="", by=by).edition
    assert edition is not None
    return Edition.objects.get(pk=edition.pk)


def _stored(edition: Edition) -> catalogue.Edition:
    (found,) = adapters.catalogue_of(Edition.objects.filter(pk=edition.pk)).editions
    return found


def _put_in_force(edition: Edition, cast: Cast) -> None:
    proposal = activation.propose(edition=edition, proposer=cast.list_manager)
    activation.confirm(proposal=proposal, confirmer=cast.other_list_manager)


def _changes(edition: Edition) -> list[Any]:
    (base,) = adapters.catalogue_of(Edition.objects.filter(state="active")).editions
    changes = compare.compare(base, _stored(edition))
    return [(each.code, part.part, part.removed, part.added) for each in changes for part in each.parts]


def test_an_accepted_term_makes_a_draft_equal_but_for_it(cast: Cast) -> None:
    draft = _accept(_propose(cast.officer), cast.list_manager)
    assert (draft.state, draft.name) == ("draft", "small+1")
    assert _changes(draft) == [("1C350.1", "terms", (), ("en, exact: Kromfax solvent",))]
    assert draft.checksum == catalogue.edition_digest(_stored(draft))
    (base,) = adapters.catalogue_of(Edition.objects.filter(state="active")).editions
    assert replace(_stored(draft), name="", entries=()) == replace(base, name="", entries=())
    actions = AuditEvent.objects.order_by("-sequence").values_list("action", flat=True)[:3]
    assert list(actions) == ["term.accepted", "edition.drafted", "term.proposed"]


def test_it_counts_once_two_persons_put_the_draft_in_force(cast: Cast) -> None:
    def flagged() -> Any:
        return check_line(text="Kromfax solvent, 12 drums", hs_code="", answers={}, administration=None).verdict[
            "flagged"
        ]

    draft = _accept(_propose(cast.officer), cast.list_manager)
    assert not flagged()
    _put_in_force(draft, cast)
    assert flagged()


def test_further_terms_join_the_draft_and_what_was_compared_before_counts_no_more(cast: Cast) -> None:
    first = _accept(_propose(cast.officer), cast.list_manager)
    walk = ListPass.objects.create(edition=first, purpose="preview", shipments=0, since=first.created_at)
    second = _accept(_propose(cast.list_manager, text="Kromfaks", language="ru"), cast.other_list_manager)
    assert (second.pk, second.name) == (first.pk, "small+1")
    assert second.checksum != first.checksum
    [(_, _, _, added)] = _changes(second)
    assert set(added) == {"en, exact: Kromfax solvent", "ru, exact: Kromfaks"}
    walk.refresh_from_db()
    assert walk.state == "replaced"
    assert AuditEvent.objects.filter(action="edition.refilled").exists()


def test_a_draft_that_waits_for_its_second_person_is_left_as_it_was_proposed(cast: Cast) -> None:
    first = _accept(_propose(cast.officer), cast.list_manager)
    activation.propose(edition=first, proposer=cast.list_manager)
    second = _accept(_propose(cast.officer, text="Kromfaks"), cast.list_manager)
    assert (second.name, Edition.objects.get(pk=first.pk).checksum) == ("small+2", first.checksum)
    [(_, _, _, added)] = _changes(second)
    assert set(added) == {"en, exact: Kromfax solvent", "en, exact: Kromfaks"}


def test_names_count_on_from_the_edition_in_force(cast: Cast) -> None:
    _put_in_force(_accept(_propose(cast.officer), cast.list_manager), cast)
    assert _accept(_propose(cast.officer, text="Kromfaks"), cast.list_manager).name == "small+2"


def test_the_draft_follows_an_edition_put_in_force_meanwhile(cast: Cast) -> None:
    draft = _accept(_propose(cast.officer), cast.list_manager)
    (shipped,) = read_catalogue(SMALL_LISTS).editions
    (loaded,) = load_catalogue(catalogue.Catalogue((replace(shipped, name="shipped"),)))
    _put_in_force(loaded.edition, cast)
    again = _accept(_propose(cast.officer, text="Kromfaks"), cast.list_manager)
    assert (again.pk, again.name) == (draft.pk, "shipped+1")
    assert {text for *_, added in _changes(again) for text in added} == {
        "en, exact: Kromfax solvent",
        "en, exact: Kromfaks",
    }


def test_a_term_is_taken_away_and_does_not_come_back(cast: Cast) -> None:
    _put_in_force(_accept(_propose(cast.officer), cast.list_manager), cast)
    removal = _propose(cast.officer, change="remove", text="kromfax SOLVENT", weight="")
    assert (removal.text, removal.weight) == ("Kromfax solvent", "exact")
    draft = _accept(removal, cast.list_manager)
    assert _changes(draft) == [("1C350.1", "terms", ("en, exact: Kromfax solvent",), ())]
    _put_in_force(draft, cast)
    other = _accept(_propose(cast.officer, text="Kromfaks"), cast.list_manager)
    assert _changes(other) == [("1C350.1", "terms", (), ("en, exact: Kromfaks",))]


def test_a_term_gets_another_weight(cast: Cast) -> None:
    draft = _accept(_propose(cast.officer, text="thiodiglycol", weight="weak"), cast.list_manager)
    [(_, _, removed, added)] = _changes(draft)
    assert (len(removed), added) == (1, ("en, weak: thiodiglycol",))


def test_a_refusal_says_why_and_changes_nothing(cast: Cast) -> None:
    proposal = _propose(cast.officer)
    with pytest.raises(BadTerm, match="The note is empty"):
        term_proposals.decide(proposal=proposal, accepted=False, note=" ", by=cast.list_manager)
    decision = term_proposals.decide(proposal=proposal, accepted=False, note="A brand", by=cast.list_manager)
    assert (decision.edition, Edition.objects.count()) == (None, 1)
    with pytest.raises(Decided):
        term_proposals.decide(proposal=proposal, accepted=True, note="", by=cast.other_list_manager)


def test_who_decides(cast: Cast) -> None:
    proposal = _propose(cast.list_manager)
    abroad = c.person("lists.uz", cast.uzbekistan, Role.LIST_MANAGER)
    for user in (cast.list_manager, cast.officer, cast.supervisor, abroad):
        with pytest.raises(PermissionDenied):
            term_proposals.decide(proposal=proposal, accepted=True, note="", by=user)
    assert _accept(proposal, cast.other_list_manager).state == "draft"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.TRAINER, Role.ADMINISTRATOR])
def test_who_may_not_propose(cast: Cast, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        _propose(c.person("someone", cast.tajikistan, role))


def test_nobody_proposes_for_the_list_of_another_administration(cast: Cast) -> None:
    ControlList.objects.update(administration=cast.uzbekistan)
    with pytest.raises(BadTerm, match="in force no more"):
        _propose(cast.officer)


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("change", {"change": "rename"}),
        ("language", {"language": "kk"}),
        ("weight", {"weight": "heavy"}),
        ("reason", {"reason": " \x00"}),
        ("reason", {"reason": "x" * 2001}),
        *(("text", {"text": text}) for text in ("", "\x00", "%", "and", "x" * 251, "THIODIGLYCOL")),
        ("text", {"change": "remove", "text": "not there"}),
    ],
)
def test_what_cannot_be_kept_is_told_at_its_field(cast: Cast, field: str, changed: dict[str, str]) -> None:
    with pytest.raises(BadTerm) as refused:
        _propose(cast.officer, **changed)
    assert refused.value.field == field
    assert not TermProposal.objects.exists()


def test_a_term_waits_once(cast: Cast) -> None:
    _propose(cast.officer)
    with pytest.raises(BadTerm, match="proposed already"):
        _propose(cast.list_manager, text="KROMFAX  solvent")


def test_an_entry_that_is_gone_takes_no_term(cast: Cast) -> None:
    with pytest.raises(BadTerm, match="in force no more"):
        _propose(cast.officer, code="9Z999")
