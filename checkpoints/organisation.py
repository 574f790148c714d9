"""Administrations, checkpoints, people and customs systems from one TOML file (docs/operations.md).

What exists is left as it is: passwords, names and assignments are never changed by a file, only added.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from checkpoints.models import Administration, ApiClient, Assignment, Checkpoint, User
from checkpoints.roles import AT_CHECKPOINT, Role


class BadOrganisation(ValueError):
    """The file cannot be used; the message names what and where."""


@dataclass(frozen=True)
class Credentials:
    """What a new person or system signs in with; shown once and never stored in the clear."""

    kind: str
    name: str
    secret: str


@dataclass(frozen=True)
class _Passwords:
    """Makes new ones and hashes each once: the demo's people share one, and hashing is slow on purpose."""

    new: Callable[[], str]
    hashed: Callable[[str | None], str]


def load_organisation(
    document: Mapping[str, Any], new_password: Callable[[], str] = lambda: secrets.token_urlsafe(12)
) -> list[Credentials]:
    """Adds what is not there yet, whole or not at all, and returns the credentials of what is new."""
    passwords = _Passwords(new_password, cache(make_password))
    with transaction.atomic():
        rows = _rows(document, "administrations")
        return [each for row in rows for each in _administration(row, passwords)]


def _rows(row: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = row.get(name, [])
    if not isinstance(rows, list):
        raise BadOrganisation(f"{name} must be a list of tables, see docs/operations.md")
    return rows


def _need(row: Mapping[str, Any], name: str, what: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value:
        raise BadOrganisation(f'{what}: {name} is missing; add {name} = "…"')
    return value


def _administration(row: Mapping[str, Any], passwords: _Passwords) -> list[Credentials]:
    code = _need(row, "code", "administration")
    names = {"name": _need(row, "name", code), "country": _need(row, "country", code)}
    administration, _ = Administration.objects.get_or_create(code=code, defaults=names)
    places = {place.code: place for place in (_place(administration, each) for each in _rows(row, "checkpoints"))}
    people = [_person(administration, places, each, passwords) for each in _rows(row, "people")]
    systems = [_system(administration, name) for name in row.get("systems", [])]
    return [each for each in (*people, *systems) if each]


def _place(administration: Administration, row: Mapping[str, Any]) -> Checkpoint:
    code = _need(row, "code", "checkpoint")
    kind = _need(row, "kind", code)
    if kind not in Checkpoint.Kind.values:
        raise BadOrganisation(f"{code}: kind {kind!r} is not known; use one of: {', '.join(Checkpoint.Kind.values)}")
    names = {"name": _need(row, "name", code), "kind": kind, **_coordinates(code, row)}
    return Checkpoint.objects.get_or_create(administration=administration, code=code, defaults=names)[0]


def _coordinates(code: str, row: Mapping[str, Any]) -> dict[str, Decimal]:
    """Both or none."""
    if "latitude" not in row and "longitude" not in row:
        return {}
    return {"latitude": _degrees(code, row, "latitude", 90), "longitude": _degrees(code, row, "longitude", 180)}


def _degrees(code: str, row: Mapping[str, Any], name: str, most: int) -> Decimal:
    try:
        degrees = Decimal(str(row.get(name, "")))
    except InvalidOperation:
        degrees = Decimal("Infinity")
    if not degrees.is_finite() or abs(degrees) > most:
        raise BadOrganisation(f"{code}: {name} {row.get(name)!r} is no number of degrees; write it like 38.54")
    return round(degrees, 4)


def _person(
    administration: Administration,
    places: Mapping[str, Checkpoint],
    row: Mapping[str, Any],
    passwords: _Passwords,
) -> Credentials | None:
    username = _need(row, "username", "person")
    role = _role(username, row)
    at = row.get("at", [])
    unknown = [code for code in at if code not in places]
    if unknown or bool(at) != (role in AT_CHECKPOINT):
        raise BadOrganisation(
            f"{username}: at = {at!r} does not fit the role {role.value} or names no checkpoint above"
        )
    user = User.objects.filter(username=username).first()
    password = None if user else passwords.new()
    if user is None:
        first, _, last = _need(row, "name", username).partition(" ")
        user = User.objects.create(
            username=username,
            first_name=first,
            last_name=last,
            administration=administration,
            language=row.get("language", "en"),
            email=_email(username, row),
            password=passwords.hashed(password),
        )
    held_at: list[Checkpoint | None] = [places[code] for code in at]
    for place in held_at or [None]:
        Assignment.objects.get_or_create(user=user, role=role.value, checkpoint=place)
    return Credentials("person", username, password) if password else None


def _email(username: str, row: Mapping[str, Any]) -> str:
    address = str(row.get("email", ""))
    try:
        validate_email(address or "none@example.org")
    except ValidationError:
        raise BadOrganisation(f"{username}: email {address!r} is no address; write it like name@example.org") from None
    return address


def _role(username: str, row: Mapping[str, Any]) -> Role:
    role = _need(row, "role", username)
    if role not in {each.value for each in Role} - {Role.CUSTOMS_SYSTEM}:
        known = ", ".join(each.value for each in Role if each != Role.CUSTOMS_SYSTEM)
        raise BadOrganisation(f"{username}: role {role!r} is not known; use one of: {known}")
    return Role(role)


def _system(administration: Administration, name: str) -> Credentials | None:
    if ApiClient.objects.filter(administration=administration, name=name).exists():
        return None
    secret = secrets.token_urlsafe(32)
    client = ApiClient.objects.create(
        administration=administration,
        name=name,
        client_secret=secret,
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
    )
    return Credentials("customs system", client.client_id, secret)
