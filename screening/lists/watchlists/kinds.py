"""What lists call persons, companies, ships and aircraft, men and women, and kinds of identifiers."""

from __future__ import annotations

from typing import Final

from screening.lists.watchlists.publication import AIRCRAFT, COMPANY, PERSON, VESSEL

_KINDS: Final = {
    "person": PERSON,
    "individual": PERSON,
    "p": PERSON,
    "company": COMPANY,
    "entity": COMPANY,
    "organization": COMPANY,
    "organisation": COMPANY,
    "enterprise": COMPANY,
    "legalentity": COMPANY,
    "publicbody": COMPANY,
    "e": COMPANY,
    "vessel": VESSEL,
    "ship": VESSEL,
    "aircraft": AIRCRAFT,
    "airplane": AIRCRAFT,
}
KINDS: Final = ("person", "individual", "company", "entity", "organization", "vessel", "aircraft")
"""As people are told what could stand there."""
_SEXES: Final = {"male": "m", "m": "m", "man": "m", "female": "f", "f": "f", "woman": "f"}

# In the order of asking: what a kind's name holds -> the kind. "Vessel Registration Identification IMO 9187629".
_IDENTIFIERS: Final = (
    ("imo", "imo"),
    ("passport", "passport"),
    ("passeport", "passport"),
    ("pasaporte", "passport"),
    ("swift", "swift"),
    ("bic", "swift"),
    ("email", "email"),
    ("e-mail", "email"),
    ("telephone", "phone"),
    ("phone", "phone"),
    ("fax", "phone"),
    ("tax", "tax"),
    ("v.a.t", "tax"),
    ("vat", "tax"),
    ("inn", "tax"),
    ("fiscal", "tax"),
    ("nit ", "tax"),
    ("ruc ", "tax"),
    ("rif ", "tax"),
    ("rfc", "tax"),
    ("r.f.c", "tax"),
    ("c.u.i.t", "tax"),
    ("cuit", "tax"),
    ("registration", "registration"),
    ("registry", "registration"),
    ("registre", "registration"),
    ("company number", "registration"),
    ("c.r. no", "registration"),
    ("ogrn", "registration"),
    ("matricula", "registration"),
    ("folio mercantil", "registration"),
    ("trade license", "registration"),
    ("commercial", "registration"),
    ("license", "registration"),
    ("gazette", ""),
    ("tail number", "registration"),
    ("serial number", "registration"),
    ("mmsi", "registration"),
    ("call sign", "registration"),
    ("d-u-n-s", "registration"),
    ("unified social credit", "tax"),
    ("uscc", "tax"),
    ("national", "registration"),
    ("cedula", "registration"),
    ("identification", "registration"),
    ("identity", "registration"),
    ("d.n.i", "registration"),
    ("c.u.r.p", "registration"),
    ("id card", "registration"),
    ("birth certificate", "registration"),
    ("ssn", "registration"),
)


def kind_of(text: str) -> str | None:
    """Person, company, vessel or aircraft; None for what no list says."""
    return _KINDS.get(text.strip().casefold())


def sex_of(text: str) -> str:
    """M or f; empty for anything else."""
    return _SEXES.get(text.strip().rstrip(".").casefold(), "")


def identifier_kind(text: str) -> str:
    """The kind of identifier that a list's own words mean; empty for what identifies nobody (a website, a wallet)."""
    said = text.casefold() + " "
    return next((kind for part, kind in _IDENTIFIERS if part in said), "")
