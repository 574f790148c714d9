"""The draft edition of a list in which accepted terms wait: the edition in force, and those terms.

A worker writes it, since a list of fifty thousand terms takes longer than a page may. It then goes the way of every
edition: compared, previewed, put in force by two persons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from checkpoints.actors import person
from checkpoints.models import User
from ledger import audit
from screening import adapters
from screening.engine import catalogue as c
from screening.lists import draft_work
from screening.lists.draft_work import Enqueue, Lost
from screening.lists.load import Prepared, prepare, refill, store, tell
from screening.models import ControlList, Edition, TermChange, TermDecision, TermDrafting, TermProposal

_SUFFIX: Final = re.compile(r"\+(\d+)$")
_Key = tuple[str, str, str]


def ask(control_list: ControlList, by: User, enqueue: Enqueue) -> None:
    """Has the accepted terms of a list written into its draft; work that is under way takes them along.

    Inside the transaction that accepts a term, after it: a worker that ends its work meanwhile waits for this one.
    """
    if TermDrafting.objects.filter(control_list=control_list, state=TermDrafting.State.RUNNING).update(fault=""):
        return
    due = timezone.now() + draft_work.PATIENCE
    made = TermDrafting.objects.create(control_list=control_list, started_by=by, due_at=due)
    draft_work.wake(enqueue, made.pk)


def resume(work: TermDrafting, by: User, enqueue: Enqueue) -> bool:
    """Begins anew with what failed; False where it did not, or where later work took the terms along."""
    with transaction.atomic():
        same = TermDrafting.objects.filter(control_list=work.control_list_id)
        if same.filter(state=TermDrafting.State.RUNNING).exists() or not unplaced(work.control_list_id).exists():
            return False
        opened = draft_work.begin_anew(work, TermDrafting.State.FAILED)
        if opened:
            audit.record(actor=person(by).name, action="term_drafting.resumed", subject=work)
            draft_work.wake(enqueue, work.pk)
    return opened


def work_on(key: UUID) -> bool:
    """Writes the draft if nobody else does. Whether another step has to follow: terms were accepted meanwhile."""
    claim = draft_work.claim(TermDrafting, key)
    if claim is None:
        return False
    work = TermDrafting.objects.select_related("control_list", "started_by").get(pk=key)
    try:
        draft_work.keep(work, claim, lease=draft_work.STORING)
        plan = _plan(work.control_list)
        with transaction.atomic():
            return _step(work, claim, plan)
    except Lost:
        return False
    except Exception as error:
        draft_work.fail(work, claim, error)
        raise


def unplaced(control_list: UUID) -> QuerySet[TermDecision]:
    """Accepted terms of a list that stand in no draft yet."""
    return TermDecision.objects.filter(accepted=True, edition=None, proposal__control_list=control_list)


# -- a step ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Plan:
    """What is to be written, made before the transaction so that this is short; it holds while ``in_force`` is in force
    and ``draft``, None where one is to be made, is as it was.
    """

    in_force: Edition
    draft: Edition | None
    stored: c.Edition | None
    wanted: c.Edition
    prepared: Prepared | None
    waiting: list[UUID]

    def holds(self, control_list: ControlList) -> bool:
        draft = _open_draft(control_list)
        same = (draft.pk, draft.checksum) == (self.draft.pk, self.draft.checksum) if draft and self.draft else False
        in_force = control_list.editions.filter(pk=self.in_force.pk, state=Edition.State.ACTIVE)
        return (same or draft is self.draft is None) and in_force.exists()


def _plan(control_list: ControlList) -> _Plan:
    """The open draft is written anew, so that it follows the edition in force; one that was proposed to be put in force
    already stays as it is, and another is made. Raises Edition.DoesNotExist where none is in force.
    """
    in_force = control_list.editions.select_related("control_list").get(state=Edition.State.ACTIVE)
    draft = _open_draft(control_list)
    waiting = list(unplaced(control_list.pk).values_list("pk", flat=True))
    wanted = replace(_content(in_force), name=_name(in_force, draft))
    wanted = with_terms(wanted, _pending(control_list, waiting))
    stored = _content(draft) if draft else None
    return _Plan(in_force, draft, stored, wanted, None if draft else prepare(wanted), waiting)


def _content(edition: Edition) -> c.Edition:
    (content,) = adapters.catalogue_of(Edition.objects.filter(pk=edition.pk)).editions
    return content


def _step(work: TermDrafting, claim: UUID, plan: _Plan) -> bool:
    """The draft, the terms' place in it and the end of the work; nothing where the plan does not hold any more.

    Locks no more than people can wait for: they go on proposing and accepting terms of the list meanwhile. The audit
    chain comes last, as with them.
    """
    control_list = ControlList.objects.select_for_update(no_key=True).get(pk=work.control_list_id)
    if not plan.holds(control_list):
        draft_work.give_back(work, claim)
        return True
    action = _write(work, control_list, plan) if plan.waiting else ""
    for decision in TermDecision.objects.filter(pk__in=plan.waiting):
        decision.edition = work.edition
        decision.save(update_fields=["edition"])
    more = _left(work, control_list)
    if more:
        draft_work.give_back(work, claim, edition=work.edition)
    else:
        draft_work.end(work, claim, TermDrafting.State.DONE, edition=work.edition)
    if action and work.edition:
        tell(work.edition, person(work.started_by), action)
    return more


def _left(work: TermDrafting, control_list: ControlList) -> bool:
    """Whether terms were accepted meanwhile; who accepts one from now on finds the end of this work."""
    TermDrafting.objects.select_for_update(no_key=True).get(pk=work.pk)
    return unplaced(control_list.pk).exists()


def _write(work: TermDrafting, control_list: ControlList, plan: _Plan) -> str:
    """Writes the draft; returns what the audit chain is told."""
    if plan.draft and plan.stored:
        work.edition = refill(plan.draft, plan.wanted, stored=plan.stored)
        return "edition.refilled"
    loaded = store(control_list, plan.prepared or prepare(plan.wanted))
    work.edition = loaded.edition
    return "edition.drafted" if loaded.new else ""


def with_terms(edition: c.Edition, proposals: Iterable[TermProposal]) -> c.Edition:
    """The edition with these changes in their order; what names an entry that is gone changes nothing."""
    by_entry: dict[str, list[TermProposal]] = {}
    for each in proposals:
        by_entry.setdefault(each.entry_code, []).append(each)
    entries = (_changed(entry, by_entry.get(entry.code, ())) for entry in edition.entries)
    return replace(edition, entries=tuple(entries))


def _changed(entry: c.Entry, proposals: Iterable[TermProposal]) -> c.Entry:
    terms = list(entry.terms)
    for each in proposals:
        same = [term for term in terms if is_same(term, each.language, each.text)]
        adds = each.change == TermChange.ADD
        if adds and any(term.weight == each.weight for term in same):
            continue  # there already; who has read it stays on record
        terms = [*(term for term in terms if term not in same), *([_term(each)] if adds else [])]
    return replace(entry, terms=tuple(terms))


def is_same(term: c.Term, language: str, text: str) -> bool:
    """Catalogue files hold a text once a language, in whatever case."""
    return term.language == language and term.text.casefold() == text.casefold()


def _term(proposal: TermProposal) -> c.Term:
    day = timezone.localdate(proposal.created_at)
    return c.Term(proposal.language, proposal.text, proposal.weight, f"proposed {day.isoformat()}", "drafted")


def _pending(control_list: ControlList, waiting: Iterable[UUID]) -> list[TermProposal]:
    """Accepted, and in no edition that was ever in force; of several on one text the last alone speaks. Of those that
    are in no draft, these decisions alone.
    """
    rows = TermDecision.objects.filter(accepted=True, proposal__control_list=control_list)
    rows = rows.filter(Q(pk__in=list(waiting)) | Q(edition__isnull=False))
    latest: dict[_Key, TermDecision] = {}
    for row in rows.select_related("proposal", "edition").order_by("created_at", "id"):
        latest[row.proposal.entry_code, row.proposal.language, row.proposal.text.casefold()] = row
    return [row.proposal for row in latest.values() if row.edition is None or row.edition.activated_at is None]


def _open_draft(control_list: ControlList) -> Edition | None:
    """The last draft made of accepted terms; none once it is proposed: what is confirmed must be that."""
    drafts = control_list.editions.filter(state=Edition.State.DRAFT, activations=None)
    return drafts.exclude(term_decisions=None).order_by("-created_at", "-id").first()


def _name(in_force: Edition, draft: Edition | None) -> str:
    """After the edition in force: 2025+1, then 2025+2; a draft keeps its name while it follows the same edition."""
    stem = _SUFFIX.sub("", in_force.name)[:50]
    if draft is not None and _SUFFIX.sub("", draft.name) == stem:
        return draft.name
    names = in_force.control_list.editions.filter(name__startswith=f"{stem}+").values_list("name", flat=True)
    used = [int(found[1]) for name in names if (found := _SUFFIX.search(name))]
    return f"{stem}+{max(used, default=0) + 1}"
