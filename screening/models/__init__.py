"""What is stored. History is append-only and two-person rules hold in the database (screening/rules.py)."""

from screening.models.calls import IdempotentCall
from screening.models.control_lists import (
    Activation,
    ActivationConfirmation,
    ControlList,
    Edition,
    Entry,
    EntryText,
    HsCorrelation,
    Identifier,
    IndexArtifact,
    IndexInForce,
    Parameter,
    Term,
)
from screening.models.draft_work import DraftWork, ListImport, ListImportContent, TermDrafting
from screening.models.goods import Determination, DeterminationConfirmation, Good, GoodKey, Ruling
from screening.models.list_passes import ListPass, PassFinding
from screening.models.reviews import Outcome, Review, ReviewConfirmation
from screening.models.runs import Answer, Flag, Question, ScreeningRequest, ScreeningRun
from screening.models.search import SearchKey
from screening.models.shipments import (
    Container,
    Document,
    GoodsItem,
    Party,
    Route,
    Shipment,
    ShipmentOffice,
    Submission,
    SubmissionContent,
)
from screening.models.term_proposals import TermChange, TermDecision, TermProposal
from screening.models.watchlists import ListedName, ListedParty, Watchlist, WatchlistEdition
from screening.models.work import Attachment, AttachmentContent, Escalation, Holding, InspectionResult, Note

__all__ = [
    "Activation",
    "ActivationConfirmation",
    "Answer",
    "Attachment",
    "AttachmentContent",
    "Container",
    "ControlList",
    "Determination",
    "DeterminationConfirmation",
    "Document",
    "DraftWork",
    "Edition",
    "Entry",
    "EntryText",
    "Escalation",
    "Flag",
    "Good",
    "GoodKey",
    "GoodsItem",
    "Holding",
    "HsCorrelation",
    "IdempotentCall",
    "Identifier",
    "IndexArtifact",
    "IndexInForce",
    "InspectionResult",
    "ListImport",
    "ListImportContent",
    "ListPass",
    "ListedName",
    "ListedParty",
    "Note",
    "Outcome",
    "Parameter",
    "Party",
    "PassFinding",
    "Question",
    "Review",
    "ReviewConfirmation",
    "Route",
    "Ruling",
    "ScreeningRequest",
    "ScreeningRun",
    "SearchKey",
    "Shipment",
    "ShipmentOffice",
    "Submission",
    "SubmissionContent",
    "Term",
    "TermChange",
    "TermDecision",
    "TermDrafting",
    "TermProposal",
    "Watchlist",
    "WatchlistEdition",
]
