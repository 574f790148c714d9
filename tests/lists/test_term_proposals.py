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
from screening.lists import activation, compare, draft_work, passes, term_proposals, terms_draft
from screening.lists.catalogue_file import read_catalogue
from screening.lists.load import load_catalogue
from screening.lists.term_proposals import BadTerm, Decided, Wanted
from screening.models import ControlList, Edition, ListPass, TermDecision, TermDrafting, TermProposal
from screening.services.check import check_line
from tests import cast as c
from tests.cast import SMALL_LISTS, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
KROMFAX = Wanted("add", "en", "Kromfax solvent", "exact", "On a drum at the rail terminal")


def _propose(by: User, code: str = "1C350.1", **changed: str) -> TermProposal:
    return term_proposals.propose(by=by, list_slug="eu-dual-use", code=code, wanted=replace(KROMFAX, **changed))


def _decide(proposal: TermProposal, by: User, *, accepted: bool = True, note: str = "") -> TermDecision:
    return term_proposals.decide(proposal=proposal, accepted=accepted, note=note, by=by, enqueue=passes.wait)


def _accept(proposal: TermProposal, by: User) -> Edition:
    """Accepts, and has a worker write the draft."""
    decision = _decide(proposal, by)
    assert not terms_draft.work_on(TermDrafting.objects.get(state="running").pk)
    return Edition.objects.get(term_decisions=decision)


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
    assert list(actions) == ["edition.drafted", "term.accepted", "term.proposed"]


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
        _decide(proposal, cast.list_manager, accepted=False, note=" ")
    decision = _decide(proposal, cast.list_manager, accepted=False, note="A brand")
    assert (decision.edition, Edition.objects.count()) == (None, 1)
    with pytest.raises(Decided):
        _decide(proposal, cast.other_list_manager)


def test_who_decides(cast: Cast) -> None:
    proposal = _propose(cast.list_manager)
    abroad = c.person("lists.uz", cast.uzbekistan, Role.LIST_MANAGER)
    for user in (cast.list_manager, cast.officer, cast.supervisor, abroad):
        with pytest.raises(PermissionDenied):
            _decide(proposal, user)
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


# -- the worker ------------------------------------------------------------------------------------


def _drafting() -> TermDrafting:
    return TermDrafting.objects.get()


def test_a_decision_is_recorded_at_once_and_the_draft_is_named_in_it_later(cast: Cast) -> None:
    decision = _decide(_propose(cast.officer), cast.list_manager)
    assert (decision.decided_by, decision.accepted, decision.edition) == (cast.list_manager, True, None)
    assert Edition.objects.count() == 1
    terms_draft.work_on(_drafting().pk)
    decision.refresh_from_db()
    drafting = _drafting()
    assert drafting.edition == decision.edition
    assert (drafting.state, drafting.claim, drafting.started_by) == ("done", None, cast.list_manager)


def test_one_draft_takes_all_terms_that_wait(cast: Cast) -> None:
    decisions = [_decide(_propose(cast.officer, text=f"Kromfax {n}"), cast.list_manager) for n in range(3)]
    terms_draft.work_on(_drafting().pk)
    for decision in decisions:
        decision.refresh_from_db()
    [draft] = {decision.edition for decision in decisions if decision.edition}
    [(_, _, _, added)] = _changes(draft)
    assert len(added) == 3
    assert Edition.objects.count() == 2


def test_a_term_accepted_while_the_draft_is_written_asks_for_another_step(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _decide(_propose(cast.officer), cast.list_manager)
    late = _propose(cast.officer, text="Kromfaks")
    write = terms_draft._write

    def written(work: TermDrafting, control_list: ControlList, plan: Any) -> str:
        action = write(work, control_list, plan)
        _decide(late, cast.list_manager)
        return action

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(terms_draft, "_write", written)
        assert terms_draft.work_on(_drafting().pk)
    assert not terms_draft.work_on(_drafting().pk)
    assert _drafting().state == "done"
    assert not TermDecision.objects.filter(edition=None).exists()


def test_working_twice_changes_nothing(cast: Cast) -> None:
    draft = _accept(_propose(cast.officer), cast.list_manager)
    events = AuditEvent.objects.count()
    assert not terms_draft.work_on(_drafting().pk)
    assert (Edition.objects.count(), AuditEvent.objects.count()) == (2, events)
    assert Edition.objects.get(pk=draft.pk).checksum == draft.checksum


def test_a_worker_that_lost_its_claim_while_it_wrote_stores_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _decide(_propose(cast.officer), cast.list_manager)
    write = terms_draft._write

    def overtaken(work: TermDrafting, control_list: ControlList, plan: Any) -> str:
        TermDrafting.objects.update(claim=work.pk)
        return write(work, control_list, plan)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(terms_draft, "_write", overtaken)
        assert not terms_draft.work_on(_drafting().pk)
    assert Edition.objects.count() == 1
    assert TermDecision.objects.get().edition is None


def test_a_dead_workers_draft_is_taken_over(cast: Cast) -> None:
    _decide(_propose(cast.officer), cast.list_manager)
    drafting = _drafting()
    assert draft_work.claim(TermDrafting, drafting.pk)
    assert not terms_draft.work_on(drafting.pk)
    assert draft_work.take_over(TermDrafting, passes.wait) == 0
    TermDrafting.objects.update(due_at=drafting.created_at)
    woken: list[object] = []
    assert draft_work.take_over(TermDrafting, woken.append) == 1
    assert woken == [drafting.pk]
    terms_draft.work_on(drafting.pk)
    assert _drafting().state == "done"


def test_an_edition_that_comes_in_force_meanwhile_is_followed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _decide(_propose(cast.officer), cast.list_manager)
    (shipped,) = read_catalogue(SMALL_LISTS).editions
    (loaded,) = load_catalogue(catalogue.Catalogue((replace(shipped, name="shipped"),)))
    planned = terms_draft._plan

    def overtaken(control_list: ControlList) -> Any:
        plan = planned(control_list)
        _put_in_force(loaded.edition, cast)
        return plan

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(terms_draft, "_plan", overtaken)
        assert terms_draft.work_on(_drafting().pk)
    assert not TermDecision.objects.exclude(edition=None).exists()
    assert not terms_draft.work_on(_drafting().pk)
    edition = TermDecision.objects.get().edition
    assert edition is not None
    assert edition.name == "shipped+1"


def test_a_fault_of_ours_is_kept_and_the_terms_wait_for_another_try(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _decide(_propose(cast.officer), cast.list_manager)
    with monkeypatch.context() as broken:
        broken.setattr(terms_draft, "_write", None)
        with pytest.raises(TypeError):
            terms_draft.work_on(_drafting().pk)
    assert (_drafting().state, _drafting().fault[:9]) == ("failed", "TypeError")
    assert terms_draft.resume(_drafting(), cast.other_list_manager, passes.wait)
    assert not terms_draft.resume(_drafting(), cast.other_list_manager, passes.wait)
    terms_draft.work_on(_drafting().pk)
    assert _drafting().state == "done"
    assert not terms_draft.resume(_drafting(), cast.list_manager, passes.wait)


def test_terms_of_a_national_list_are_drafted_too(cast: Cast) -> None:
    ControlList.objects.update(administration=cast.tajikistan)
    assert _accept(_propose(cast.officer), cast.list_manager).name == "small+1"
