"""What the three ways to send declarations share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _
from rest_framework.response import Response

from screening.api.problems import Problem, answer
from screening.api.results import fault, submission_url
from screening.intake.declaration import Refusal
from screening.models import Submission

_UNREADABLE: Final = frozenset({"json-unreadable", "json-too-deep"})


def refused(submission: Submission, refusals: Iterable[Refusal], language: str, **more: Any) -> Response:
    """Nothing was taken. The original is kept with its errors."""
    given = list(refusals)
    unreadable = any(each.message in _UNREADABLE for each in given)
    return answer(
        Problem.BODY_MALFORMED if unreadable else Problem.DECLARATION_REFUSED,
        _("Nothing was taken. It is kept with its errors; correct it and send it again."),
        [fault(each, language) for each in given],
        submission=submission_url(submission.pk),
        **more,
    )
