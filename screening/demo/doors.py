"""How the demo's declarations come in (customs system, form, file), and how its supervisors name deputies."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from checkpoints.actors import Actor, client, person
from checkpoints.delegations import delegate
from checkpoints.models import ApiClient, Checkpoint, Delegation, User
from screening.demo.declarations import message_of
from screening.demo.runs import screen
from screening.demo.tables import DATA, Absence, Declared, File, administrations
from screening.intake.declaration import Parsed
from screening.intake.detect import parse
from screening.intake.fields import Clock, standard_clock
from screening.intake.json_format import parse_json
from screening.intake.reception import Receipt, Received, receive
from screening.models import Submission

_Channel = Submission.Channel


def receive_declaration(declared: Declared, moment: datetime) -> None:
    """Takes one declaration in and screens it. Raises Unexpected where screening finds something else."""
    place = _place(declared.at)
    message = message_of(declared, country=place.administration.country, received_at=moment)
    content = json.dumps(message, ensure_ascii=False, sort_keys=True).encode()
    parsed = parse_json(content, clock=_clock(moment))
    if declared.door == "form":
        received = Received(_Channel.FORM, content, media_type="application/json")
        receipt = _receive(person(_officer(place)), received, parsed, place)
    else:
        received = Received(_Channel.API, content, media_type="application/json")
        receipt = _receive(client(_system(place)), received, parsed, None)
    _screen(receipt, declared.expected)


def receive_file(file: File, moment: datetime) -> None:
    """Takes a file in; what it holds that can be taken is ordinary goods."""
    arrival = (moment + file.until_arrival).isoformat(timespec="minutes")
    content = (DATA / file.name).read_text("utf-8").replace("{arrival}", arrival).encode()
    channel, parsed = parse(content, file.name, clock=_clock(moment))
    officer = User.objects.get(username=file.by)
    received = Received(channel, content, file.name, "text/csv")
    _screen(_receive(person(officer), received, parsed, _place(file.at)), "clear")


def is_known(file: File) -> bool:
    return Submission.objects.filter(filename=file.name, sender=f"checkpoint:{_place(file.at).pk}").exists()


def is_given(absence: Absence) -> bool:
    return Delegation.objects.filter(
        principal__username=absence.principal, deputy__username=absence.deputy, reason=absence.reason
    ).exists()


def give_absence(absence: Absence, begins: datetime, ends: datetime) -> None:
    """A supervisor names a deputy."""
    delegate(
        principal=User.objects.get(username=absence.principal),
        deputy=User.objects.get(username=absence.deputy),
        checkpoint=_place(absence.at),
        starts_at=begins,
        ends_at=ends,
        reason=absence.reason,
    )


def _place(code: str) -> Checkpoint:
    """A checkpoint of the demo's own administrations."""
    codes = [each["code"] for each in administrations()]
    return Checkpoint.objects.select_related("administration").get(code=code, administration__code__in=codes)


def _receive(actor: Actor, received: Received, parsed: Parsed, at: Checkpoint | None) -> Receipt:
    # No worker is woken: the run follows in the same transaction.
    return receive(actor=actor, received=received, parsed=parsed, enqueue=lambda _: None, at=at)


def _screen(receipt: Receipt, expected: str) -> None:
    for shipment in receipt.new:
        screen(shipment, expected=expected)


def _clock(moment: datetime) -> Clock:
    return replace(standard_clock(), now=moment)


def _officer(place: Checkpoint) -> User:
    return User.objects.filter(assignments__checkpoint=place, assignments__role="officer").order_by("username")[0]


def _system(place: Checkpoint) -> ApiClient:
    system: ApiClient = ApiClient.objects.filter(administration=place.administration_id).earliest("created")
    return system
