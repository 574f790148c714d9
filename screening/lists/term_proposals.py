"""Proposals to call the goods of an entry so, or so no more, and a list manager's word on them.

An accepted term is written into a draft edition by a worker and counts once that is in force. The database holds the
rule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from checkpoints.actors import Actor, person
from checkpoints.models import User
from checkpoints.roles import Ability
from ledger import audit
from screening.engine.catalogue import INTANGIBLE, LANGUAGES, WEIGHTS
from screening.lists import terms_draft
from screening.lists.draft_work import Enqueue
from screening.models import ControlList, Entry, Term, TermChange, TermDecision, TermProposal
from screening.selectors import folding
from screening.selectors.entries import entry_in_force
from screening.services.bad_field import BadField

LONGEST: Final = {"text": 250, "reason": 2000, "note": 2000}


class BadTerm(BadField):
    """The proposal or the decision cannot be kept."""


class Decided(ValueError):
    """Another person decided on the proposal since the page was shown."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is proposed. ``weight`` says nothing where the term is to be taken away."""

    change: str
    language: str
    text: str
    weight: str
    reason: str


def propose(*, by: User, list_slug: str, code: str, wanted: Wanted) -> TermProposal:
    """Keeps a proposal on an entry in force; it changes nothing until a list manager accepts it.

    Raises PermissionDenied without the role, BadTerm for what cannot be kept: fields ``change``, ``language``,
    ``text``, ``weight``, ``reason``.
    """
    actor, administration = _allowed(by, Ability.PROPOSE_TERM)
    entry = entry_in_force(list_slug, code, administration)
    if entry is None:
        raise BadTerm("", _("The entry is in force no more. Look it up again."))
    control_list = entry.edition.control_list
    said = _said(wanted, entry)
    with transaction.atomic():
        Entry.objects.select_for_update(no_key=True).get(pk=entry.pk)  # so that a term waits once
        _check_waiting(administration, control_list, entry.code, said)
        made = TermProposal.objects.create(
            administration_id=administration,
            control_list=control_list,
            entry_code=entry.code,
            change=said.change,
            language=said.language,
            text=said.text,
            weight=said.weight,
            reason=said.reason,
            proposed_by=by,
        )
        detail = {"list": list_slug, "entry": entry.code, "change": said.change}
        audit.record(actor=actor.name, action="term.proposed", subject=made, detail=detail)
    return made


def decide(*, proposal: TermProposal, accepted: bool, note: str, by: User, enqueue: Enqueue) -> TermDecision:
    """Another list manager of the administration accepts a proposal, which a worker then writes into a draft edition,
    or refuses it.

    Raises PermissionDenied without the role, for another administration and for who proposed, BadTerm for a refusal
    without a note and for an entry that is in force no more, Decided where it was decided already.
    """
    actor, administration = _allowed(by, Ability.MANAGE_LISTS)
    if proposal.administration_id != administration:
        raise PermissionDenied(_("The proposal belongs to another administration."))
    if proposal.proposed_by_id == by.pk:
        raise PermissionDenied(_("You proposed this term; another list manager must decide on it."))
    words = _note(note, accepted=accepted)
    if accepted:
        _check_in_force(proposal)
    with transaction.atomic():
        TermProposal.objects.select_for_update().get(pk=proposal.pk)
        if TermDecision.objects.filter(proposal=proposal).exists():
            raise Decided(_("Another list manager decided on the proposal already."))
        made = TermDecision.objects.create(
            proposal=proposal,
            decided_by=by,
            proposed_by_repeated_id=proposal.proposed_by_id,
            change_repeated=proposal.change,
            text_repeated=proposal.text,
            accepted=accepted,
            note=words,
        )
        if accepted:
            terms_draft.ask(proposal.control_list, by, enqueue)
        audit.record(actor=actor.name, action="term.accepted" if accepted else "term.refused", subject=proposal)
    return made


def _allowed(user: User, ability: Ability) -> tuple[Actor, UUID]:
    """Who acts, and for which administration."""
    actor = person(user)
    if not actor.administration_id or not actor.may(ability):
        raise PermissionDenied(_("Your role does not allow this."))
    return actor, actor.administration_id


def _check_in_force(proposal: TermProposal) -> None:
    if entry_in_force(proposal.control_list.slug, proposal.entry_code, proposal.administration_id) is None:
        raise BadTerm("note", _("The entry is in force no more. Refuse the proposal and say so in the note."))


# -- what is said ----------------------------------------------------------------------------------


def _said(wanted: Wanted, entry: Entry) -> Wanted:
    """What is kept: blanks put right, and the weight that the term to be taken away has."""
    said = replace(wanted, text=" ".join(wanted.text.replace("\x00", " ").split()), reason=_words(wanted.reason))
    if entry.kind == INTANGIBLE:
        raise BadTerm("", _("Software and technology are found by their code alone and have no terms."))
    if said.change not in TermChange.values:
        raise BadTerm("change", _("Choose whether the term is to be added or taken away."))
    if said.language not in LANGUAGES:
        raise BadTerm("language", _("Choose the language of the term."))
    _check_text(said.text)
    if not said.reason:
        raise BadTerm("reason", _("The reason is empty. Write where you met the term, or what it wrongly names."))
    _check_length("reason", said.reason)
    there = _in_force(entry, said)
    if said.change == TermChange.REMOVE:
        if there is None:
            raise BadTerm("text", _("The entry has no such term in this language. Write it as it stands above."))
        return replace(said, text=there.text, weight=there.weight)
    if said.weight not in WEIGHTS:
        raise BadTerm("weight", _("Choose how much the term says."))
    if there is not None and there.weight == said.weight:
        raise BadTerm("text", _("The entry has this term already."))
    return said


def _check_text(text: str) -> None:
    _check_length("text", text)
    if not folding.telling(text):
        refusal = _("“%(text)s” holds no word that a goods text could be searched for. Write the term as traders do.")
        raise BadTerm("text", refusal % {"text": text})


def _in_force(entry: Entry, said: Wanted) -> Term | None:
    """SQLite folds no Cyrillic, so that texts are compared here."""
    terms = Term.objects.filter(entry=entry, language=said.language)
    return next((each for each in terms if each.text.casefold() == said.text.casefold()), None)


def _check_waiting(administration: UUID, control_list: ControlList, code: str, said: Wanted) -> None:
    open_ones = TermProposal.objects.filter(
        administration=administration, control_list=control_list, entry_code=code, language=said.language, decision=None
    )
    if any(each.casefold() == said.text.casefold() for each in open_ones.values_list("text", flat=True)):
        raise BadTerm("text", _("This term is proposed already and waits for a list manager."))


def _note(note: str, *, accepted: bool) -> str:
    words = _words(note)
    if not accepted and not words:
        raise BadTerm("note", _("The note is empty. Write why you refuse the term."))
    _check_length("note", words)
    return words


def _check_length(field: str, value: str) -> None:
    if len(value) > LONGEST[field]:
        refusal = _("“%(start)s…” has %(count)d characters, at most %(most)d can be kept. Shorten it.")
        raise BadTerm(field, refusal % {"start": value[:30], "count": len(value), "most": LONGEST[field]})


def _words(text: str) -> str:
    """PostgreSQL takes no text with NUL in it."""
    return text.replace("\x00", " ").replace("\r\n", "\n").strip()
