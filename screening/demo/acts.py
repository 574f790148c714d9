"""What people did in the demo, each through the door that the pages use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from checkpoints.actors import person
from checkpoints.models import User
from screening.demo.runs import screen
from screening.demo.tables import PICTURES, Step
from screening.models import Determination, Outcome, Review, Shipment
from screening.models.goods import default_end
from screening.review import decisions, results
from screening.services import answers, attachments, holdings, notes, precedents
from screening.services.precedents import Product, Said

Act = Callable[[Step, Shipment, User], object]


def act(step: Step) -> None:
    """Does one step on the latest version of its shipment. Raises what the service raises."""
    shipment = Shipment.objects.filter(declaration_number=step.number).latest("version")
    ACTS[step.does](step, shipment, _user(step.by))


def _take(step: Step, shipment: Shipment, by: User) -> None:
    holdings.take(shipment=shipment, holder=by)


def _hand_over(step: Step, shipment: Shipment, by: User) -> None:
    holdings.hand_over(shipment=shipment, to=_user(step.details["to"]), by=by, note=step.details["text"])


def _note(step: Step, shipment: Shipment, by: User) -> None:
    notes.add(shipment=shipment, author=by, text=step.details["text"])


def _attach(step: Step, shipment: Shipment, by: User) -> None:
    name = step.details["file"]
    attachments.add(shipment=shipment, author=by, filename=name, content=(PICTURES / name).read_bytes())


def _answer(step: Step, shipment: Shipment, by: User) -> None:
    question = shipment.questions.filter(key=step.details["question"]).earliest("item_number")
    answers.give(question=question, text=step.details["text"], actor=person(by), enqueue=lambda _: None)
    screen(shipment, expected=step.details["then"])


def _decide(step: Step, shipment: Shipment, by: User) -> None:
    _propose(step, shipment, by, corrects=None)


def _correct(step: Step, shipment: Shipment, by: User) -> None:
    _propose(step, shipment, by, corrects=_outcome(shipment))


def _propose(step: Step, shipment: Shipment, by: User, corrects: Outcome | None) -> None:
    decisions.propose(
        shipment=shipment,
        run_id=str(shipment.latest_run_id),
        decision=step.details["decision"],
        note=step.details["text"],
        proposer=by,
        corrects=corrects,
    )


def _confirm(step: Step, shipment: Shipment, by: User) -> None:
    decisions.confirm(review=_proposal(shipment), confirmed=True, note=step.details["text"], confirmer=by)


def _send_back(step: Step, shipment: Shipment, by: User) -> None:
    decisions.confirm(review=_proposal(shipment), confirmed=False, note=step.details["text"], confirmer=by)


def _result(step: Step, shipment: Shipment, by: User) -> None:
    results.record(outcome=_outcome(shipment), found=step.details["found"], note=step.details["text"], by=by)


def _determine(step: Step, shipment: Shipment, by: User) -> None:
    said = step.details
    precedents.determine(
        by=by,
        product=Product(said["maker"], said["model"], ""),
        said=Said(said["list"], said["code"], said["ruling"], said["text"], default_end()),
        item=shipment.items.get(number=int(said["line"])),
    )


def _uphold(step: Step, shipment: Shipment, by: User) -> None:
    """What was last determined of the shipment's goods."""
    made = Determination.objects.filter(item__shipment=shipment).latest("created_at")
    precedents.confirm(determination=made, confirmed=True, note=step.details["text"], by=by)


def _user(username: str) -> User:
    return User.objects.get(username=username)


def _proposal(shipment: Shipment) -> Review:
    return shipment.reviews.latest("created_at")


def _outcome(shipment: Shipment) -> Outcome:
    return shipment.outcomes.latest("created_at")


ACTS: Final[dict[str, Act]] = {
    "take": _take,
    "hand_over": _hand_over,
    "note": _note,
    "attach": _attach,
    "answer": _answer,
    "decide": _decide,
    "correct": _correct,
    "confirm": _confirm,
    "send_back": _send_back,
    "result": _result,
    "determine": _determine,
    "uphold": _uphold,
}
