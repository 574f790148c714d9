"""Countries as lists write them: "Korea, North", "Iran (Islamic Republic of)", "IR", "Иран" -> IR, and so on."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from babel import Locale

_LANGUAGES: Final = ("fr", "uz", "tg", "ru", "en")  # the later ones count where two disagree
_LENGTH: Final = 2
_OTHERWISE: Final = {
    "bolivarian republic of venezuela": "VE",
    "bosnia and herzegovina": "BA",
    "britain": "GB",
    "brunei darussalam": "BN",
    "burma": "MM",
    "cabo verde": "CV",
    "congo": "CG",
    "congo (democratic republic)": "CD",
    "congo, democratic republic of the": "CD",
    "congo, republic of the": "CG",
    "cote d'ivoire": "CI",
    "côte d'ivoire": "CI",
    "czech republic": "CZ",
    "democratic people's republic of korea": "KP",
    "democratic republic of the congo": "CD",
    "dprk": "KP",
    "england": "GB",
    "federal republic of germany": "DE",
    "great britain": "GB",
    "gambia, the": "GM",
    "gaza": "PS",
    "bahamas, the": "BS",
    "holy see": "VA",
    "hong kong": "HK",
    "iran (islamic republic of)": "IR",
    "islamic republic of afghanistan": "AF",
    "islamic republic of iran": "IR",
    "islamic republic of pakistan": "PK",
    "ivory coast": "CI",
    "korea, north": "KP",
    "korea, south": "KR",
    "kyrgyz republic": "KG",
    "lao people's democratic republic": "LA",
    "laos": "LA",
    "libyan arab jamahiriya": "LY",
    "macau": "MO",
    "myanmar": "MM",
    "north korea": "KP",
    "north macedonia, the republic of": "MK",
    "palestine": "PS",
    "palestinian": "PS",
    "people's republic of china": "CN",
    "republic of korea": "KR",
    "republic of moldova": "MD",
    "republic of türkiye": "TR",
    "russian federation": "RU",
    "republic of the sudan": "SD",
    "republic of the union of myanmar": "MM",
    "serbia and montenegro": "RS",
    "socialist republic of viet nam": "VN",
    "south korea": "KR",
    "state of israel": "IL",
    "state of palestine": "PS",
    "syrian arab republic": "SY",
    "taiwan": "TW",
    "tajikistan republic": "TJ",
    "tanzania, united republic of": "TZ",
    "turkey": "TR",
    "turkiye": "TR",
    "türkiye": "TR",
    "uae": "AE",
    "uk": "GB",
    "united kingdom of great britain and northern ireland": "GB",
    "united republic of tanzania": "TZ",
    "united states of america": "US",
    "usa": "US",
    "venezuela (bolivarian republic of)": "VE",
    "viet nam": "VN",
    "virgin islands, british": "VG",
    "west bank": "PS",
    "yemen, republic of": "YE",
}


@lru_cache(maxsize=4096)
def country_code(text: str) -> str:
    """The ISO code of two letters; empty where the text is no country (and for 00, XX, ZZ, which mean unknown)."""
    said = " ".join(text.replace("’", "'").split()).strip(" .").casefold()
    if len(said) == _LENGTH and said.upper() in _codes():
        return said.upper()
    found = _OTHERWISE.get(said) or _names().get(said)
    return found or _names().get(_without_form(said), "")


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    territories = map(str, Locale.parse("en").territories)
    return frozenset(code for code in territories if len(code) == _LENGTH and code.isalpha()) - {"ZZ", "XA", "XB"}


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    named = (
        (name.replace("’", "'").casefold(), code)
        for language in _LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if code in _codes()
    )
    return dict(named)


def _without_form(said: str) -> str:
    """ "Republic of the Philippines" -> "philippines"."""
    for form in ("republic of the ", "republic of ", "kingdom of ", "state of ", "sultanate of ", "the "):
        said = said.removeprefix(form)
    return said
