"""What the OpenAPI document says of each call: one constant a call, put on its view."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from screening.api import paging, queries, shapes, waiting
from screening.api.bodies import GivenAnswer, GoodsLine
from screening.api.idempotency import HEADER, LONGEST
from screening.api.openapi import Declaration
from screening.api.problems import MEDIA_TYPE, Problem
from screening.engine.catalogue import LANGUAGES
from screening.engine.verdict import LEVELS
from screening.intake.json_format import MOST_DECLARATIONS
from screening.models import Shipment
from screening.selectors.lists import MOST

_ALWAYS: Final = (
    Problem.PARAMETER_BAD,
    Problem.NOT_SIGNED_IN,
    Problem.NOT_ALLOWED,
    Problem.NOT_ACCEPTABLE,
    Problem.TOO_MANY_CALLS,
    Problem.BROKEN,
)
_WITH_BODY: Final = (Problem.BODY_MALFORMED, Problem.LENGTH_MISSING, Problem.TOO_LARGE, Problem.MEDIA_TYPE_UNSUPPORTED)
_WITH_KEY: Final = (Problem.IDEMPOTENCY_KEY_BAD, Problem.IDEMPOTENCY_KEY_REUSED, Problem.CALL_UNDER_WAY)
_TAKING: Final = (*_WITH_BODY, *_WITH_KEY, Problem.DECLARATION_REFUSED)


def _answers(good: Mapping[int, OpenApiResponse], *problems: Problem) -> dict[Any, Any]:
    """Answers by status; each problem's code stands in the description of its status."""
    told: defaultdict[int, list[str]] = defaultdict(list)
    for problem in (*_ALWAYS, *problems):
        told[problem.status].append(f"`{problem.code}`: {problem.title}.")
    bad = {
        (status, MEDIA_TYPE): OpenApiResponse(shapes.Problem, " ".join(lines)) for status, lines in sorted(told.items())
    }
    return {**good, **bad}


# -- parameters ------------------------------------------------------------------------------------


def _in_query(name: str, kind: Any, said: str, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=said, **more)


def _in_header(name: str, said: str, kind: Any = str) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, description=said)


def _back(name: str, said: str, *statuses: int) -> OpenApiParameter:
    return OpenApiParameter(
        name, str, OpenApiParameter.HEADER, description=said, response=[str(status) for status in statuses]
    )


_LANGUAGE: Final = (
    _in_query("language", str, "Goes before Accept-Language.", enum=LANGUAGES),
    _in_header("Accept-Language", "en, ru, tg or uz; English where none of them is wanted."),
)
_PREFER: Final = (
    _in_header("Prefer", f"RFC 7240: `wait=N` waits up to N seconds ({waiting.LONGEST} at most), `respond-async` not."),
    _back("Preference-Applied", "What was done of Prefer.", 200, 202),
)
_KEY: Final = (
    _in_header(
        HEADER,
        "The call repeated with the same key is answered as at first.",
        {"type": "string", "pattern": f"^[!-~]{{1,{LONGEST}}}$"},
    ),
    _back("Idempotency-Replayed", "`true` where the key was known.", 200, 202),
)
_PAGE: Final = (
    _in_query("cursor", {"type": "string", "pattern": "^[A-Za-z0-9_-]{22}$"}, "From `next` of the page before."),
    _in_query("size", {"type": "integer", "minimum": 1, "maximum": paging.MOST}, f"Rows; {paging.USUAL} if not given."),
)
_LOCATION: Final = _back("Location", "Where to ask for the result.", 200, 202)
_TEXT: Final = {"type": "string", "minLength": 1, "maxLength": queries.LONGEST}


# -- invented examples -----------------------------------------------------------------------------

_DECLARATION: Final[dict[str, Any]] = {
    "declaration_number": "TJ-2026-000017",
    "arrival_at": "2026-11-24T14:30:00+05:00",
    "offices": {"lodgement": "TJDUS2"},
    "box_2_consignor": {"name": "Example Chemicals Ltd (invented)", "country": "CN"},
    "box_8_consignee": {"name": "ҶДММ «Намуна»", "country": "TJ"},
    "items": [
        {
            "box_31_description": "Thiodiglycol 99%, drums of 220 kg, CAS 111-48-8",
            "box_32_number": 1,
            "box_33_hs_code": "2930709809",
            "box_38_net_kg": "880",
        }
    ],
}
_CSV: Final = (
    "declaration_number,office_of_lodgement,description,hs_code\nTJ-2026-000018,TJDUS2,Cotton shirts,6105100000\n"
)


def _example(name: str, value: Any, **more: Any) -> OpenApiExample:
    return OpenApiExample(name, value, request_only=True, **more)


# -- calls -----------------------------------------------------------------------------------------

SEND: Final = extend_schema(
    operation_id="sendDeclaration",
    summary="Send a declaration",
    description="Stored before it is answered. The same declaration sent again is one shipment; the same number with "
    "other content is an amended version.",
    tags=["Declarations"],
    request={"application/json": Declaration},
    examples=[_example("An invented declaration", _DECLARATION)],
    parameters=[*_LANGUAGE, *_PREFER, *_KEY, _LOCATION],
    responses=_answers(
        {
            202: OpenApiResponse(shapes.ShipmentReceipt, "Stored, to be screened."),
            200: OpenApiResponse(shapes.ShipmentResult, "The result: of what was sent before, or waited for."),
        },
        *_TAKING,
        Problem.SENT_BY_ANOTHER,
    ),
)
SEND_MANY: Final = extend_schema(
    operation_id="sendBatch",
    summary=f"Send up to {MOST_DECLARATIONS:,} declarations",
    description="Each is taken or refused on its own; the answer tells of each, in order. Refused as a whole only "
    "where none could be taken.",
    tags=["Declarations"],
    request={
        "application/json": {
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_DECLARATIONS,
            "items": {"description": "A Declaration. What is none is refused on its own, the others are taken."},
        }
    },
    examples=[_example("Two invented declarations", [_DECLARATION, {"declaration_number": "TJ-2026-000019"}])],
    parameters=[*_LANGUAGE, *_PREFER, *_KEY, _LOCATION],
    responses=_answers(
        {
            202: OpenApiResponse(shapes.BatchReceipt, "Stored, to be screened."),
            200: OpenApiResponse(shapes.BatchReceipt, "All known already, or waited for."),
        },
        *_TAKING,
    ),
)
_FILE: Final = {"type": "string", "contentMediaType": "application/octet-stream"}
SEND_FILE: Final = extend_schema(
    operation_id="sendFile",
    summary="Send a file of declarations",
    description="CSV, XLSX, ASYCUDA XML or JSON (docs/intake.md); the kind is told by the bytes. The good declarations "
    "are taken, the refused come back with line, field and remedy.",
    tags=["Declarations"],
    request={
        "text/csv": {"type": "string"},
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _FILE,
        "application/xml": {"type": "string"},
        "text/xml": {"type": "string"},
        "application/json": {"type": "object", "description": "A Declaration, as `POST /shipments` takes it."},
        "application/octet-stream": _FILE,
        "multipart/form-data": {"type": "object", "properties": {"file": _FILE}, "required": ["file"]},
    },
    examples=[_example("An invented table", _CSV, media_type="text/csv")],
    parameters=[*_LANGUAGE, *_PREFER, *_KEY, _LOCATION],
    responses=_answers(
        {
            202: OpenApiResponse(shapes.SubmissionStatus, "Stored, to be screened."),
            200: OpenApiResponse(shapes.SubmissionStatus, "All known already, or waited for."),
        },
        *_TAKING,
        Problem.FIELD_BAD,
    ),
)
STATUS: Final = extend_schema(
    operation_id="readSubmission",
    summary="What became of what was sent",
    tags=["Results"],
    parameters=[*_LANGUAGE, *_PAGE],
    responses=_answers({200: OpenApiResponse(shapes.SubmissionStatus)}, Problem.NOT_FOUND),
)
LIST: Final = extend_schema(
    operation_id="listShipments",
    summary="Shipments sent so far",
    description="In the order in which they came. Ask with `updated_since` what changed since the last time.",
    tags=["Results"],
    parameters=[
        *_LANGUAGE,
        *_PAGE,
        _in_query("state", str, "In this state.", enum=Shipment.State.values),
        _in_query("level", str, "Of this level.", enum=LEVELS),
        _in_query("flagged", {"type": "string", "enum": ["true", "false"]}, "Flagged by the latest run, or not."),
        _in_query("declaration_number", {"type": "string", "maxLength": 60}, "All versions of this declaration."),
        _in_query("received_since", OpenApiTypes.DATETIME, "Received then or later; with its zone."),
        _in_query("updated_since", OpenApiTypes.DATETIME, "Received, screened, decided or replaced then or later."),
        _back("Link", "The next page, RFC 8288.", 200),
    ],
    responses=_answers({200: OpenApiResponse(shapes.ShipmentPage)}),
)
READ: Final = extend_schema(
    operation_id="readShipment",
    summary="What screening found",
    description="Evidence and questions are told in the language asked for.",
    tags=["Results"],
    parameters=[*_LANGUAGE],
    responses=_answers({200: OpenApiResponse(shapes.ShipmentResult)}, Problem.NOT_FOUND),
)
ANSWER: Final = extend_schema(
    operation_id="answerQuestion",
    summary="Answer a question",
    description="The answer is kept for good, and the shipment is screened again.",
    tags=["Results"],
    request={"application/json": GivenAnswer},
    examples=[_example("By line and key", {"line": 1, "key": "quantity:concentration", "text": "99 %"})],
    parameters=[*_LANGUAGE, *_PREFER, *_KEY, _LOCATION],
    responses=_answers(
        {
            202: OpenApiResponse(shapes.AnswerReceipt, "Kept, to be screened."),
            200: OpenApiResponse(shapes.ShipmentResult, "The result that was waited for."),
        },
        *_WITH_BODY,
        *_WITH_KEY,
        Problem.NOT_FOUND,
        Problem.FIELD_BAD,
    ),
)
CHECK: Final = extend_schema(
    operation_id="checkGoodsLine",
    summary="Check a goods line",
    description="What a run would say of it. Nothing is stored.",
    tags=["Lists"],
    request={"application/json": GoodsLine},
    examples=[_example("A solvent", {"description": "Thiodiglycol 99%, drums of 220 kg", "hs_code": "2930709809"})],
    parameters=[*_LANGUAGE],
    responses=_answers({200: OpenApiResponse(shapes.Checked)}, *_WITH_BODY, Problem.FIELD_BAD, Problem.NO_LISTS),
)
FIND_ENTRIES: Final = extend_schema(
    operation_id="findEntries",
    summary="Find list entries",
    description=f"By exactly one of `hs`, `cas` and `q`; {MOST} at most.",
    tags=["Lists"],
    parameters=[
        *_LANGUAGE,
        _in_query("hs", {"type": "string", "pattern": "^([0-9][. ]?){2,12}$"}, "HS code or its first digits."),
        _in_query("cas", _TEXT, "CAS number."),
        _in_query("q", _TEXT, "Words of the goods in any of the languages, or the beginning of an entry's code."),
    ],
    responses=_answers({200: OpenApiResponse(shapes.EntryPage)}),
)
READ_ENTRY: Final = extend_schema(
    operation_id="readEntry",
    summary="A list entry in full",
    tags=["Lists"],
    parameters=[*_LANGUAGE],
    responses=_answers({200: OpenApiResponse(shapes.EntryWhole)}, Problem.NOT_FOUND),
)
READ_LISTS: Final = extend_schema(
    operation_id="readLists",
    summary="Control lists in force",
    tags=["Lists"],
    parameters=[*_LANGUAGE],
    responses=_answers({200: OpenApiResponse(shapes.ListsInForce)}),
)
