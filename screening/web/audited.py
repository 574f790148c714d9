"""How the events of the audit chain are told: every action that the code records, who did it, and to what."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from screening.selectors.audit_trail import Names
from screening.web.words import Words

ACTIONS: Final[Words] = {
    "account.password_changed": _("Password changed"),
    "attachment.added": _("Attachment added"),
    "chain.broken": _("The audit chain was checked and found broken"),
    "chain.verified": _("The audit chain was checked and found whole"),
    "delegation.given": _("Work delegated to a deputy"),
    "delegation.taken_back": _("Delegation taken back"),
    "dossier.exported": _("Dossier exported"),
    "edition.activated": _("List edition put in force"),
    "edition.activated_at_once": _("List edition put in force by one person, to be confirmed"),
    "edition.bootstrapped": _("First edition of a list put in force at the first start"),
    "edition.confirmed": _("List edition confirmed by a second person"),
    "edition.drafted": _("List edition brought in as a draft"),
    "edition.proposed": _("List edition proposed to be put in force"),
    "edition.refilled": _("Draft of a list edition written anew"),
    "exercise.answered": _("Exercise answered"),
    "exercise.finished": _("Exercise finished"),
    "exercise.started": _("Exercise begun"),
    "good.determination_confirmed": _("Determination of a good confirmed"),
    "good.determination_refused": _("Determination of a good refused"),
    "good.determined": _("Good determined"),
    "group.created": _("Training group made"),
    "group.exercise_assigned": _("Exercise assigned to a group"),
    "group.member_removed": _("Person taken out of a training group"),
    "group.members_added": _("People added to a training group"),
    "list_import.received": _("File with a list received"),
    "list_import.resumed": _("File with a list worked on again after a failure"),
    "list_import.shrink_confirmed": _("List that became much shorter said to be meant so"),
    "list_pass.resumed": _("Comparison or new screening resumed"),
    "list_pass.started": _("Comparison or new screening begun"),
    "list_pass.stopped": _("Comparison or new screening stopped"),
    "note.added": _("Note added"),
    "portal.restored": _("Portal restored from a backup"),
    "question.answered": _("Question answered"),
    "result.recorded": _("Result of a check recorded"),
    "review.confirmed": _("Decision confirmed"),
    "review.decided": _("Decision taken"),
    "review.proposed": _("Decision proposed"),
    "review.sent_back": _("Decision sent back"),
    "shipment.escalated": _("Shipment escalated after its deadline"),
    "shipment.given_back": _("Shipment given back"),
    "shipment.handed_over": _("Shipment handed over"),
    "shipment.screened": _("Shipment screened"),
    "shipment.taken": _("Shipment taken"),
    "shipment.taken_away": _("Shipment taken away by a supervisor"),
    "submission.received": _("Declaration or file received"),
    "system.disabled": _("Customs system shut out"),
    "system.let_in_again": _("Customs system let in again"),
    "term.accepted": _("Term accepted into a draft edition"),
    "term.proposed": _("Term of an entry proposed"),
    "term.refused": _("Term refused"),
    "term_drafting.resumed": _("Draft of accepted terms begun again after a failure"),
    "watchlist.activated": _("Watchlist edition put in force"),
    "watchlist.activated_at_once": _("Watchlist edition put in force by one person, to be confirmed"),
    "watchlist.bootstrapped": _("First edition of a watchlist put in force"),
    "watchlist.confirmed": _("Watchlist edition confirmed by a second person"),
    "watchlist.drafted": _("Watchlist edition brought in as a draft"),
    "watchlist.proposed": _("Watchlist edition proposed to be put in force"),
    "watchlist.refused": _("Publication of a watchlist refused"),
}
SUBJECTS: Final[Words] = {
    "apiclient": _("customs system"),
    "attempt": _("exercise"),
    "auditevent": _("audit event"),
    "checkpoint": _("Checkpoint"),
    "edition": _("list edition"),
    "good": _("good"),
    "group": _("training group"),
    "listimport": _("file with a list"),
    "listpass": _("walk over stored shipments"),
    "shipment": _("shipment"),
    "submission": _("declaration or file"),
    "termdrafting": _("draft of accepted terms"),
    "termproposal": _("proposal of a term"),
    "user": _("account"),
    "watchlist": _("watchlist"),
    "watchlistedition": _("watchlist edition"),
}


def name_of(actor: str, names: Names) -> tuple[str, str]:
    """The actor's name, and what the filter finds the actor by; nothing for one the reader may not know."""
    kind, _colon, key = actor.partition(":")
    if kind == "system":
        return gettext("the portal itself"), actor
    if key in names.people:
        user = names.people[key]
        return user.get_full_name() or user.username, user.username
    if key in names.systems:
        return names.systems[key].name, names.systems[key].name
    return gettext("someone outside your administration"), ""
