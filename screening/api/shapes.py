"""What answers hold, for the OpenAPI document. tests/api/test_schema.py holds the answers to it."""

from __future__ import annotations

from typing import Any, TypeAlias

from rest_framework.serializers import (
    BooleanField,
    CharField,
    ChoiceField,
    DateField,
    DateTimeField,
    DictField,
    FloatField,
    IntegerField,
    ListField,
    Serializer,
    UUIDField,
)

from screening.api.problems import Problem as Kind
from screening.engine.catalogue import CONFIDENCES, HAZARDS, IDENTIFIER_KINDS, LANGUAGES
from screening.engine.verdict import LEVELS
from screening.models import Shipment as Declared
from screening.models import Submission as Sent
from screening.models.reviews import Decision

Shape: TypeAlias = Serializer[Any]


class Fault(Shape):
    line = IntegerField(help_text="Goods line or line of the file; 0 for the whole.")
    field = CharField(help_text="The field by the sender's own name.")
    value = CharField(help_text="What stood there, shortened.")
    code = CharField(help_text="Stable.")
    detail = CharField(help_text="What is wrong and what to do, in the language asked for.")


class Problem(Shape):
    """RFC 9457. Refused declarations carry ``submission``, a refused batch ``declarations`` too."""

    type = ChoiceField([kind.type for kind in Kind], help_text="Stable.")
    title = CharField()
    status = IntegerField()
    detail = CharField(help_text="For humans, in the language asked for.")
    errors = Fault(many=True, required=False)  # type: ignore[assignment]
    submission = CharField(required=False, help_text="Where the refused original is kept with its errors.")


# -- verdicts --------------------------------------------------------------------------------------


class Evidence(Shape):
    id = CharField(help_text="docs/evidence.md")
    points = FloatField(help_text="Added to the log-odds of the score; below zero speaks against.")
    arguments = DictField(child=CharField())
    spans = ListField(child=ListField(child=IntegerField()), help_text="[start, end] in the description.")
    text = CharField(help_text="The reason as a sentence, in the language asked for.")


class Candidate(Shape):
    list = CharField()
    code = CharField()
    title = CharField()
    entry = CharField(help_text="Address of the entry.")
    hazards = ListField(child=ChoiceField(HAZARDS))
    score = FloatField(min_value=0, max_value=1)
    level = ChoiceField(LEVELS)
    evidence = Evidence(many=True)


class OpenQuestion(Shape):
    key = CharField()
    message = CharField()
    arguments = DictField(child=CharField())
    text = CharField()


class Sign(Shape):
    id = CharField()
    arguments = DictField(child=CharField())
    spans = ListField(child=ListField(child=IntegerField()))
    text = CharField()


class Line(Shape):
    id = IntegerField(help_text="Number of the goods line.")
    level = ChoiceField(LEVELS, help_text="none says that no indication was found, not that the goods are free.")
    flagged = BooleanField()
    vague = BooleanField(help_text="The description does not name the goods.")
    candidates = Candidate(many=True, help_text="Entries that may control the line, the likeliest first.")
    questions = OpenQuestion(many=True)
    signs = Sign(many=True)
    precedents = Evidence(many=True, help_text="What officers of the administration determined about this good.")


class Standing(Candidate):
    """How an entry stands to the line. ``prior`` and all points less ``repeated`` are the log-odds of the score."""

    prior = FloatField()
    repeated = FloatField(help_text="Points of what names the goods more than once.")
    named = BooleanField(help_text="Whether the verdict names the entry.")
    not_stated = ListField(child=CharField(), help_text="Figures on which control hangs that the line does not state.")


class Checked(Shape):
    line = Line()
    why = Standing(
        many=True, help_text="The entry asked about, or the likeliest below it; empty where none was asked about."
    )
    lists = ListField(child=CharField(), help_text="Editions used.")
    stale_lists = ListField(child=CharField(), help_text="Editions in force whose review is overdue.")
    policy = CharField()
    engine = CharField()


# -- shipments -------------------------------------------------------------------------------------


class ShipmentHead(Shape):
    id = UUIDField()
    declaration_number = CharField()
    version = IntegerField()
    state = ChoiceField(Declared.State.values)
    result = CharField(help_text="Address of the result.")


class ShipmentReceipt(ShipmentHead):
    submission = CharField(help_text="Address of what was sent.")


class ShipmentRow(ShipmentHead):
    level = ChoiceField(LEVELS, allow_null=True)
    flagged = BooleanField(allow_null=True)
    lane = ChoiceField(Declared.Lane.values, allow_null=True)
    received_at = DateTimeField()
    arrival_at = DateTimeField()
    screened_at = DateTimeField(allow_null=True)


class Run(Shape):
    id = UUIDField()
    number = IntegerField()
    at = DateTimeField()
    lists = ListField(child=CharField(), help_text="Editions used.")
    policy = CharField()
    engine = CharField()
    evidence_sha256 = CharField()


class QuestionAnswer(Shape):
    text = CharField()
    at = DateTimeField()
    by = ChoiceField(("person", "client"))


class Question(Shape):
    id = UUIDField()
    line = IntegerField()
    key = CharField()
    text = CharField()
    open = BooleanField(help_text="Whether the latest run still asks it.")
    answers = QuestionAnswer(many=True, help_text="The last one counts.")


class Doubt(Shape):
    line = IntegerField()
    field = CharField()
    value = CharField()
    message = CharField()
    text = CharField()


class ShipmentOutcome(Shape):
    decision = ChoiceField(Decision.values)
    at = DateTimeField()


class ShipmentResult(ShipmentRow):
    submission = CharField()
    run_pending = BooleanField(help_text="Whether a run is still to come.")
    run = Run(allow_null=True, help_text="The latest; null until the first.")
    stale_lists = ListField(child=CharField(), help_text="Editions in force whose review is overdue.")
    lines = Line(many=True)
    questions = Question(many=True)
    doubts = Doubt(many=True, help_text="Taken although it cannot be right.")
    outcome = ShipmentOutcome(allow_null=True, help_text="The decision in effect.")


class ShipmentPage(Shape):
    shipments = ShipmentRow(many=True)
    next = CharField(allow_null=True, help_text="Address of the next page.")


class BatchMember(Shape):
    position = IntegerField(help_text="From 1, as sent.")
    outcome = ChoiceField(("taken", "known", "refused", "sent_by_another"))
    declaration_number = CharField()
    shipment = ShipmentHead(allow_null=True)
    errors = Fault(many=True)  # type: ignore[assignment]


class BatchReceipt(Shape):
    submission = CharField(help_text="Address of the batch's status.")
    declarations = BatchMember(many=True)


class AnswerReceipt(Shape):
    answer = UUIDField()
    question = UUIDField()
    result = CharField(help_text="Address of the shipment's result.")


# -- submissions -----------------------------------------------------------------------------------


class Counts(Shape):
    shipments = IntegerField(help_text="New by this submission.")
    screening = IntegerField()
    done = IntegerField()
    failed = IntegerField(help_text="The portal could not screen them; its operators see them.")
    refused = IntegerField(help_text="Declarations.")


class SubmissionRefusal(Fault):
    declaration_number = CharField()


class SubmissionStatus(Shape):
    id = UUIDField()
    status = CharField(help_text="Its own address.")
    state = ChoiceField(Sent.State.values)
    kind = ChoiceField(["", *Sent.Channel.values])
    filename = CharField()
    sha256 = CharField()
    received_at = DateTimeField()
    counts = Counts()
    refusals = SubmissionRefusal(many=True)
    shipments = ShipmentRow(many=True)
    next = CharField(allow_null=True, help_text="Address of the next page of shipments.")


# -- lists -----------------------------------------------------------------------------------------


class EntryRow(Shape):
    list = CharField()
    code = CharField()
    title = CharField()
    language = ChoiceField(LANGUAGES, help_text="Of the title.")
    entry = CharField(help_text="Address of the entry.")


class EntryPage(Shape):
    entries = EntryRow(many=True)
    complete = BooleanField(help_text="False where more was found: narrow the search.")


class EntryIdentifier(Shape):
    kind = ChoiceField(IDENTIFIER_KINDS)
    value = CharField()


class EntryHs(Shape):
    code = CharField()
    hs_edition = CharField()
    confidence = ChoiceField(CONFIDENCES)


class EntryLimit(Shape):
    role = ChoiceField(("control", "exclusion"))
    group = CharField(help_text="Limits of one group must hold together.")
    quantity = CharField()
    comparison = CharField()
    limit = CharField()
    unit = CharField()
    text = CharField()


class EntryWhole(Shape):
    list = CharField()
    edition = CharField()
    code = CharField()
    kind = CharField()
    title = CharField()
    looks_like = CharField()
    excluded = CharField()
    language = ChoiceField(LANGUAGES, help_text="Of the words.")
    hazards = ListField(child=CharField())
    parent = CharField(allow_null=True)  # type: ignore[assignment]
    children = ListField(child=CharField())
    identifiers = EntryIdentifier(many=True)
    hs = EntryHs(many=True)
    limits = EntryLimit(many=True)
    source = CharField()  # type: ignore[assignment]


class ListRow(Shape):
    list = CharField()
    edition = CharField()
    title = CharField()
    effective_from = DateField()
    review_by = DateField()
    stale = BooleanField(help_text="The review is overdue.")


class ListsInForce(Shape):
    as_of = DateField()
    lists = ListRow(many=True)
