"""What was doubtful or refused, with fields by the names that stand on screen."""

from __future__ import annotations

from screening.intake.declaration import Doubt, Refusal
from screening.intake.messages import render
from screening.web.words import FIELDS, word


def doubt_text(doubt: Doubt, language: str) -> str:
    """A doubt without its line: it is shown beside it."""
    return render(doubt.message, language, line=doubt.line, field=word(FIELDS, doubt.field), value=doubt.value)


def refusal_text(refusal: Refusal, language: str, field: str = "") -> str:
    """A refusal with its remedy; ``field`` is what the form calls the field, else the sender's own name."""
    return render(refusal.message, language, line=refusal.line, field=field or refusal.field, value=refusal.value)
