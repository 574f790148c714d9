"""Dates, countries and kinds of identifiers as lists write them."""

from __future__ import annotations

import pytest

from screening.lists.watchlists.countries import country_code
from screening.lists.watchlists.dates import days
from screening.lists.watchlists.kinds import identifier_kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("21 Nov 1964", ["1964-11-21"]),
        ("Nov 1964", ["1964-11"]),
        ("circa 1964", ["1964"]),
        ("1964 to 1966", ["1964", "1965", "1966"]),
        ("1920 to 1966", ["1920", "1966"]),
        ("21/11/1964", ["1964-11-21"]),
        ("00/00/1964", ["1964"]),
        ("00/11/1964", ["1964-11"]),
        ("1964-11-21T00:00:00", ["1964-11-21"]),
        ("31 Jun 1964", ["1964-06"]),
        ("November 21, 1964", ["1964-11-21"]),
        ("unknown", []),
        ("", []),
    ],
)
def test_dates(text: str, expected: list[str]) -> None:
    assert list(days(text)) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Korea, North", "KP"),
        ("Iran (Islamic Republic of)", "IR"),
        ("ir", "IR"),
        ("Таджикистан", "TJ"),
        ("Oʻzbekiston", "UZ"),
        ("Republic of the Philippines", "PH"),
        ("Côte d’Ivoire", "CI"),
        ("Russian Federation", "RU"),
        ("00", ""),
        ("Region: Gaza strip and more", ""),
    ],
)
def test_countries(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Vessel Registration Identification IMO", "imo"),
        ("Passport", "passport"),
        ("Numéro de passeport", "passport"),
        ("Tax ID No.", "tax"),
        ("SWIFT/BIC", "swift"),
        ("Registration Number", "registration"),
        ("Government Gazette Number", ""),
        ("Website", ""),
    ],
)
def test_identifiers(text: str, kind: str) -> None:
    assert identifier_kind(text) == kind
