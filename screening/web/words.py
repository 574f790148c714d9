"""What stored values are called on screen, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from checkpoints.models import Checkpoint
from checkpoints.roles import Ability, Role
from screening.lists.compare import Kind
from screening.models import (
    DraftWork,
    Edition,
    Escalation,
    InspectionResult,
    ListPass,
    Party,
    Ruling,
    ScreeningRequest,
    Shipment,
    ShipmentOffice,
    Submission,
    TermChange,
    WatchlistReading,
)
from screening.models.control_lists import ReviewState
from screening.models.reviews import Decision
from screening.selectors.precedents import State
from screening.selectors.reviews import Standing
from screening.selectors.term_proposals import TermState

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = Mapping[str, "str | _StrPromise"]

STATES: Final[Words] = {
    Shipment.State.SCREENING: _("being screened"),
    Shipment.State.CLEAR: _("no indication found"),
    Shipment.State.FLAGGED: _("flagged"),
    Shipment.State.CONFIRMING: _("waits for a second person"),
    Shipment.State.DECIDED: _("decided"),
    Shipment.State.SUPERSEDED: _("replaced by an amended version"),
}
LANES: Final[Words] = {
    Shipment.Lane.GREEN: _("green lane"),
    Shipment.Lane.YELLOW: _("yellow lane"),
    Shipment.Lane.RED: _("red lane"),
    Shipment.Lane.BLUE: _("blue lane"),
}
DECISIONS: Final[Words] = {
    Decision.RELEASE: pgettext_lazy("decision", "release"),
    Decision.DOCUMENTS: pgettext_lazy("decision", "check the documents"),
    Decision.INSPECT: pgettext_lazy("decision", "inspect the goods"),
    Decision.REFER: pgettext_lazy("decision", "refer to the licensing authority"),
}
CAUSES: Final[Words] = {
    ScreeningRequest.Cause.ARRIVAL: _("declaration received"),
    ScreeningRequest.Cause.ANSWER: _("question answered"),
    ScreeningRequest.Cause.LISTS: _("lists changed"),
}
STANDINGS: Final[Words] = {
    Standing.WAITS: _("waits for a second person"),
    Standing.SENT_BACK: _("sent back"),
    Standing.LAPSED: _("lapsed: the shipment was screened or decided again"),
    Standing.IN_EFFECT: _("in effect"),
    Standing.CORRECTED: _("corrected"),
    Standing.OVERTAKEN: _("no longer in effect: screened again or amended"),
}
FINDINGS: Final[Words] = {
    InspectionResult.Found.AS_FLAGGED: _("controlled goods, as flagged"),
    InspectionResult.Found.OTHER: _("something else is not in order"),
    InspectionResult.Found.NOTHING: _("nothing: goods as declared"),
}
ESCALATIONS: Final[Words] = {
    Escalation.Cause.UNCONFIRMED: _("the proposal waited too long for a second person"),
    Escalation.Cause.UNDECIDED: _("the goods arrived and nobody had decided"),
}
RULINGS: Final[Words] = {
    Ruling.CONTROLLED: _("controlled"),
    Ruling.FREE: _("not controlled"),
    Ruling.WITHDRAWN: _("withdrawn"),
}
EDITION_STATES: Final[Words] = {
    Edition.State.DRAFT: _("draft"),
    Edition.State.ACTIVE: _("in force"),
    Edition.State.RETIRED: _("retired"),
    Kind.ADDED: _("added"),
    Kind.REMOVED: _("removed"),
    Kind.CHANGED: _("changed"),
}
EDITION_PARTS: Final[Words] = {
    "texts": _("Texts"),
    "terms": _("Terms"),
    "identifiers": _("Identifiers"),
    "hs": _("HS codes"),
    "figures": _("Figures"),
    "place": _("Kind, hazards and place"),
    "names": _("Names"),
    "identity": _("Kind, sex, birth and countries"),
    "addresses": _("Addresses"),
    "listing": _("Programme and day of listing"),
}
READINGS: Final[Words] = {
    WatchlistReading.Result.TAKEN: _("taken"),
    WatchlistReading.Result.UNCHANGED: _("unchanged"),
    WatchlistReading.Result.REFUSED: _("refused"),
}
PASS_STATES: Final[Words] = {
    ListPass.State.RUNNING: _("running"),
    ListPass.State.STOPPED: _("stopped"),
    ListPass.State.DONE: _("done"),
    ListPass.State.FAILED: _("failed"),
}
DRAFT_WORK: Final[Words] = {
    DraftWork.State.RUNNING: _("under way"),
    DraftWork.State.DONE: _("done"),
    DraftWork.State.REFUSED: _("refused"),
    DraftWork.State.FAILED: _("failed"),
}
PRECEDENTS: Final[Words] = {
    State.WAITING: _("waits for a second person"),
    State.IN_FORCE: _("in force"),
    State.OVERRULED: _("overruled"),
    State.EXPIRED: _("expired"),
    State.REFUSED: _("refused"),
}
TERM_CHANGES: Final[Words] = {
    TermChange.ADD: _("to be added"),
    TermChange.REMOVE: _("to be taken away"),
}
TERM_WEIGHTS: Final[Words] = {
    "exact": _("names these goods and nothing else"),
    "strong": _("nearly always names these goods"),
    "weak": _("names them only with other evidence"),
    "context": _("supports other evidence"),
    "against": _("speaks for ordinary goods"),
}
TERM_STATES: Final[Words] = {
    TermState.WAITING: _("waits for a list manager"),
    TermState.ACCEPTED: _("accepted into a draft"),
    TermState.REFUSED: _("refused"),
}
ROLES: Final[Words] = {
    Role.OFFICER: _("officer"),
    Role.SUPERVISOR: _("supervisor"),
    Role.ANALYST: _("analyst"),
    Role.LIST_MANAGER: _("list manager"),
    Role.TRAINER: _("trainer"),
    Role.AUDITOR: _("auditor"),
    Role.ADMINISTRATOR: _("administrator"),
    Role.CUSTOMS_SYSTEM: _("customs system"),
}
ABILITIES: Final[Words] = {
    Ability.SUBMIT: _("send declarations in"),
    Ability.VIEW: _("see the shipments within your assignment"),
    Ability.ANSWER: _("answer questions about a shipment"),
    Ability.ANNOTATE: _("add notes and attachments to a shipment"),
    Ability.DECIDE: _("decide on a shipment"),
    Ability.REPORT: _("record what a check of goods or documents found"),
    Ability.CONFIRM: _("confirm the decision of another person"),
    Ability.CORRECT: _("correct a decision by a new one"),
    Ability.REASSIGN: _("give a shipment to another officer"),
    Ability.DELEGATE: _("name a deputy for the time of your absence"),
    Ability.OVERSEE: _("see how work stands at the checkpoints"),
    Ability.AUDIT: _("read the audit records"),
    Ability.EXPORT: _("take the dossier of a shipment out"),
    Ability.CHECK: _("check one line of goods at the counter"),
    Ability.GOODS: _("see known goods and what was determined about them"),
    Ability.DETERMINE: _("determine whether a good is controlled"),
    Ability.UPHOLD: _("confirm what another person determined about a good"),
    Ability.LEARN: _("do exercises"),
    Ability.TEACH: _("see the exercises of a group"),
    Ability.PROPOSE_TERM: _("propose terms of list entries"),
    Ability.MANAGE_LISTS: _("put editions of control lists in force"),
    Ability.WATCHLISTS: _("see watchlists, their editions and what they change"),
    Ability.MANAGE_PEOPLE: _("manage accounts and assignments"),
}
OFFICES: Final[Words] = {
    ShipmentOffice.Role.LODGEMENT: _("lodgement"),
    ShipmentOffice.Role.ENTRY: _("entry"),
    ShipmentOffice.Role.INSPECTION: _("inspection"),
    ShipmentOffice.Role.EXIT: _("exit"),
}
PARTIES: Final[Words] = {
    Party.Role.CONSIGNOR: _("consignor"),
    Party.Role.CONSIGNEE: _("consignee"),
    Party.Role.DECLARANT: _("declarant"),
    Party.Role.CARRIER: _("carrier"),
    Party.Role.NOTIFY: _("to be notified"),
    Party.Role.END_USER: _("end user"),
}
HAZARDS: Final[Words] = {
    "chemical": _("chemical"),
    "biological": _("biological"),
    "radiological": _("radiological"),
    "nuclear": _("nuclear"),
    "explosive": _("explosive"),
    "precursor": _("precursor"),
    "military": _("military"),
    "dual-use": _("dual-use"),
}
CHANNELS: Final[Words] = {
    Submission.Channel.FORM: _("form"),
    Submission.Channel.CSV: "CSV",
    Submission.Channel.XLSX: "XLSX",
    Submission.Channel.API: "JSON",
    Submission.Channel.ASYCUDA: "ASYCUDA XML",
}
SUBMISSIONS: Final[Words] = {
    Submission.State.ACCEPTED: _("taken"),
    Submission.State.PARTLY: _("taken in part"),
    Submission.State.REFUSED: _("refused"),
}
# SAD boxes 25: the modes of transport of the UN/ECE.
MODES: Final[Words] = {
    "1": _("sea"),
    "2": _("rail"),
    "3": _("road"),
    "4": _("air"),
    "5": _("post"),
    "7": _("pipeline"),
    "8": _("inland waterway"),
    "9": _("own propulsion"),
}
KINDS: Final[Words] = {
    Checkpoint.Kind.ROAD: _("road"),
    Checkpoint.Kind.RAIL: _("rail"),
    Checkpoint.Kind.AIR: _("air"),
    Checkpoint.Kind.RIVER: _("river"),
    Checkpoint.Kind.INLAND: _("inland"),
}
IDENTIFIERS: Final[Words] = {
    "cas": _("CAS number"),
    "ec": _("EC number"),
    "un": _("UN number"),
    "formula": _("formula"),
    "nuclide": _("nuclide"),
    "grade": _("grade"),
    "part": _("part number"),
}
CONFIDENCES: Final[Words] = {
    "high": _("usual"),
    "medium": _("frequent"),
    "low": _("occasional"),
}
REVIEWS: Final[Words] = {
    ReviewState.DRAFTED: _("drafted, not yet read by a native speaker"),
    ReviewState.READ: _("read by a native speaker"),
    ReviewState.CONFIRMED: _("confirmed by customs"),
}
FIELDS: Final[Words] = {
    "number": _("Declaration number"),
    "declaration_number": _("Declaration number"),
    "declaration_type": _("Declaration type"),
    "arrival_at": _("Arrival"),
    "dispatch": _("Country of dispatch"),
    "destination": _("Country of destination"),
    "transit": _("Countries of transit"),
    "mode": _("Mode of transport"),
    "means": _("Means of transport"),
    "means_country": _("Country of the means of transport"),
    "containers": _("Containers"),
    "documents": _("Documents"),
    "invoice_total": _("Invoice total"),
    "currency": _("Currency"),
    "incoterm": _("Delivery terms"),
    "delivery_place": _("Place of delivery"),
    "description": _("Description"),
    "hs_code": _("HS code"),
    "origin": _("Origin"),
    "gross_kg": _("Gross, kg"),
    "net_kg": _("Net, kg"),
    "packages": _("Packages"),
    "package_kind": _("Kind of package"),
    "quantity": _("Quantity"),
    "unit": _("Unit"),
    "value": _("Value"),
    "licence": _("Licence"),
    "offices.lodgement": _("Office of lodgement"),
    "offices.entry": _("Office of entry"),
    "offices.inspection": _("Office of inspection"),
    "offices.exit": _("Office of exit"),
    "consignor_name": _("Consignor"),
    "consignor_country": _("Country of the consignor"),
    "consignee_name": _("Consignee"),
    "consignee_country": _("Country of the consignee"),
}


def word(words: Words, value: Any) -> str:
    """The word for a stored value; the value itself for one that is not known."""
    return str(words.get(str(value), value))


def state_word(state: str, level: int) -> str:
    """A shipment's state. One with weak indications alone is not said to have none."""
    return gettext("not flagged") if state == Shipment.State.CLEAR and level else word(STATES, state)


def level_message(level: int) -> str:
    """The engine's message id for a level."""
    return f"level-{('none', 'low', 'medium', 'high')[level]}"
