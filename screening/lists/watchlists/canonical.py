"""A listed party in its canonical form, and the digest by which its content is known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from screening.engine.parties.listed import ListedParty


def details_of(party: ListedParty) -> dict[str, Any]:
    """What is kept of a party beside reference, kind, names and programme; what is empty is left out."""
    found = {
        "countries": party.countries,
        "born": party.born,
        "sex": party.sex,
        "identifiers": party.identifiers,
        "addresses": party.addresses,
        "listed_on": party.listed_on,
    }
    return {name: value for name, value in found.items() if value}


def party_digest(party: ListedParty) -> str:
    """SHA-256 of everything that the party says."""
    said = [party.reference, party.kind, party.names, party.programme, details_of(party)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def checksum_of(digests: Iterable[str]) -> str:
    """SHA-256 of an edition: the same whatever the order of its parties."""
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()
