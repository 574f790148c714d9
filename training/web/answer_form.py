"""The form in which a trainee answers: decision, reasons, words, confidence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.models.reviews import Decision
from screening.web.words import DECISIONS, word
from training.models import NEEDS_A_CHECK, Response
from training.reasons import REASONS
from training.scoring import CONFIDENCES as DEGREES
from training.services.attempts import Said

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OFFERED: Final = (Decision.RELEASE, *sorted(NEEDS_A_CHECK))
MOST_WORDS: Final = 500
CONFIDENCES: Final[dict[int, _StrPromise]] = {
    1: gettext_lazy("1 – a guess"),
    2: gettext_lazy("2 – rather unsure"),
    3: gettext_lazy("3 – fairly sure"),
    4: gettext_lazy("4 – sure"),
    5: gettext_lazy("5 – quite sure"),
}


@dataclass(frozen=True)
class Choice:
    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class AnswerForm:
    """What stands in the form, and by field what is wrong with it."""

    decisions: list[Choice]
    reasons: list[Choice]
    words: str
    confidences: list[Choice]
    problems: Mapping[str, str] = field(default_factory=dict)
    most_words: int = MOST_WORDS


def blank(response: Response | None) -> AnswerForm:
    """Filled with the answer given before, where there is one."""
    if response is None:
        return _form("", (), "", "", {})
    return _form(response.decision, response.reasons, response.words, str(response.confidence), {})


def read(posted: QueryDict) -> tuple[Said | None, AnswerForm]:
    """The answer, or None and the form that says what to mend."""
    decision, confidence = posted.get("decision", ""), posted.get("confidence", "")
    reasons, words = posted.getlist("reasons"), posted.get("words", "").strip()
    problems = dict(_problems(decision, reasons, words, confidence))
    form = _form(decision, reasons, words, confidence, problems)
    if problems:
        return None, form
    return Said(decision, tuple(name for name in REASONS if name in reasons), words, int(confidence)), form


def _problems(decision: str, reasons: list[str], words: str, confidence: str) -> Iterator[tuple[str, str]]:
    if decision not in OFFERED:
        yield "decision", _("Choose a decision.")
    if any(name not in REASONS for name in reasons):
        yield "reasons", _("Choose from the reasons shown.")
    if len(words) > MOST_WORDS:
        said = {"count": len(words), "most": MOST_WORDS}
        yield "words", _("Your own words have %(count)d letters; shorten them to %(most)d.") % said
    if confidence not in map(str, DEGREES):
        yield "confidence", _("Say how sure you are, from 1 to 5.")


def _form(
    decision: str, reasons: Collection[str], words: str, confidence: str, problems: Mapping[str, str]
) -> AnswerForm:
    return AnswerForm(
        decisions=[Choice(each.value, word(DECISIONS, each), each == decision) for each in OFFERED],
        reasons=[Choice(name, str(text), name in reasons) for name, text in REASONS.items()],
        words=words,
        confidences=[Choice(str(each), str(text), str(each) == confidence) for each, text in CONFIDENCES.items()],
        problems=problems,
    )
