"""The draft edition of a list in which accepted terms wait: the edition in force, and those terms.

It then goes the way of every edition: compared, previewed, put in force by two persons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from django.utils import timezone

from checkpoints.actors import Actor
from screening import adapters
from screening.engine import catalogue as c
from screening.lists.load import load_catalogue, refill
from screening.models import ControlList, Edition, TermChange, TermDecision, TermProposal

_SUFFIX: Final = re.compile(r"\+(\d+)$")
_Key = tuple[str, str, str]


def draft_with(proposal: TermProposal, *, actor: Actor) -> Edition:
    """The draft of the proposal's list with its term and those accepted before that were in force in no edition.

    The open draft is written anew, so that it follows the edition in force; one that was proposed to be put in force
    already stays as it is, and another is made. Inside a transaction. Raises Edition.DoesNotExist where the list has
    no edition in force.
    """
    control_list = ControlList.objects.select_for_update().get(pk=proposal.control_list_id)
    in_force = control_list.editions.get(state=Edition.State.ACTIVE)
    draft = _open_draft(control_list)
    (base,) = adapters.catalogue_of(Edition.objects.filter(pk=in_force.pk)).editions
    wanted = with_terms(replace(base, name=_name(in_force, draft)), [*_pending(control_list), proposal])
    if draft is not None:
        return refill(draft, wanted, actor=actor)
    (loaded,) = load_catalogue(c.Catalogue((wanted,)), actor=actor)
    return loaded.edition


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


def _pending(control_list: ControlList) -> list[TermProposal]:
    """Accepted, and in no edition that was ever in force; of several on one text the last alone speaks."""
    rows = TermDecision.objects.filter(accepted=True, proposal__control_list=control_list)
    latest: dict[_Key, TermDecision] = {}
    for row in rows.select_related("proposal", "edition").order_by("created_at", "id"):
        latest[row.proposal.entry_code, row.proposal.language, row.proposal.text.casefold()] = row
    return [row.proposal for row in latest.values() if row.edition and row.edition.activated_at is None]


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
