"""Loads the demo: administrations, people, customs systems and declarations, through the ordinary doors."""

from __future__ import annotations

import json
import secrets
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from checkpoints.actors import person
from checkpoints.models import Checkpoint, User
from checkpoints.organisation import load_organisation
from screening.intake.json_format import parse_json
from screening.intake.reception import Received, receive
from screening.models import Submission

_FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True)
class Account:
    """A demo account, as it is shown at the start."""

    username: str
    password: str
    name: str
    role: str
    places: tuple[str, ...]


def demo_accounts() -> list[Account]:
    """The demo accounts of this installation; empty where the demo was not loaded."""
    if not _password_file().exists():
        return []
    password = _password()
    return [
        Account(each["username"], password, each["name"], each["role"], tuple(each["at"]))
        for administration in _administrations()
        for each in administration["people"]
    ]


def load_demo() -> int:
    """Loads what is not there yet and returns how many declarations were new."""
    load_organisation({"administrations": _administrations()}, new_password=_password)
    return sum(_load_declarations(row) for row in _administrations())


def _administrations() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((_FOLDER / "people.toml").read_text("utf-8"))["administrations"]
    return rows


def _password_file() -> Path:
    return Path(settings.DATA_DIR) / "demo-password"


def _password() -> str:
    """One password for all demo accounts, made for this installation alone."""
    path = _password_file()
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(f"demo-{secrets.token_hex(4)}", "ascii")
    return path.read_text("ascii")


def _load_declarations(row: dict[str, Any]) -> int:
    new = 0
    for path in sorted((_FOLDER / "declarations").glob(f"{row['country'].lower()}-*.json")):
        for at, content in _declared(path):
            checkpoint = Checkpoint.objects.get(administration__code=row["code"], code=at)
            officer = User.objects.filter(assignments__checkpoint=checkpoint).order_by("username").first()
            known = Submission.objects.filter(filename=path.name, sender=f"checkpoint:{checkpoint.pk}").exists()
            if officer is None or known:
                continue
            receipt = receive(
                actor=person(officer),
                received=Received(Submission.Channel.API, content, path.name, "application/json"),
                parsed=parse_json(content),
                enqueue=lambda _: None,  # no worker runs yet; it takes the requests over when it does
                at=checkpoint,
            )
            new += len(receipt.new)
    return new


def _declared(path: Path) -> Iterator[tuple[str, bytes]]:
    """The declaration of a file with its arrival set some minutes from now, and where it is lodged."""
    declared = json.loads(path.read_text("utf-8"))
    minutes = declared.pop("minutes_to_arrival")
    at = declared["offices"]["lodgement"]
    declared["arrival_at"] = (timezone.now() + timedelta(minutes=minutes)).isoformat(timespec="minutes")
    yield at, json.dumps(declared, ensure_ascii=False).encode()
