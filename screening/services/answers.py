"""An officer answers a question; the answer is stored for good and starts a new run."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from checkpoints.actors import Actor
from checkpoints.roles import Ability
from ledger import audit
from screening import models
from screening.engine import measurements
from screening.engine.reading import QUANTITY
from screening.engine.text import compose
from screening.selectors.scope import require
from screening.services import requests
from screening.services.requests import Enqueue

UNKNOWN = "?"
"""The answer that the figure cannot be found out: it is not asked again, and nothing is guessed."""


class BadAnswer(ValueError):
    """The answer cannot be used; the message says what is needed."""


def give(*, question: models.Question, text: str, actor: Actor, enqueue: Enqueue) -> models.Answer:
    """Stores an answer and asks for a new run. Raises BadAnswer where a figure is needed and none is given,
    PermissionDenied without the role at one of the shipment's checkpoints.
    """
    require(actor, Ability.ANSWER, question.shipment)
    said = " ".join(text.replace("\x00", " ").split())
    check(question, said)
    with transaction.atomic():
        answer = models.Answer.objects.create(question=question, text=said, answered_by=actor.name)
        requests.ask_for([question.shipment], models.ScreeningRequest.Cause.ANSWER, enqueue)
        audit.record(
            actor=actor.name,
            action="question.answered",
            subject=question.shipment,
            detail={"question": question.pk, "answer": answer.pk},
        )
    return answer


def check(question: models.Question, said: str) -> None:
    """Raises BadAnswer for what does not answer the question; the message names the remedy."""
    if not said:
        raise BadAnswer(_("The answer is empty. Write what you found out, or ? if it cannot be found out."))
    if len(said) > 500:
        raise BadAnswer(_("The answer is longer than 500 characters. Keep to what was asked."))
    if question.key.startswith(QUANTITY) and said != UNKNOWN:
        quantity = measurements.QUANTITIES[question.key.removeprefix(QUANTITY)]
        figures = measurements.find(compose(said))
        if not any(figure.dimension == quantity.dimension for figure in figures):
            example = question.arguments.get("limit", "")
            raise BadAnswer(
                _("“%(said)s” is no figure with a unit. Write it as in “%(example)s”, or ? if it cannot be found out.")
                % {"said": said, "example": example}
            )
