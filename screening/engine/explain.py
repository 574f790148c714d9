"""Puts stored evidence into the reader's language: message id and arguments become a sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from screening.engine.catalogue import LANGUAGES
from screening.engine.identifiers import nuclide_text
from screening.engine.measurements import QUANTITIES
from screening.engine.numerals import measure_text

MESSAGES: Final[Mapping[str, Mapping[str, str]]] = tomllib.loads(
    Path(__file__).with_name("messages.toml").read_text("utf-8")
)


def say(message: str, language: str, arguments: Mapping[str, str] | None = None) -> str:
    """A message in a language (English where the language is not one of ours).

    Raises KeyError for a message that messages.toml does not hold.
    """
    spoken = language if language in LANGUAGES else "en"
    filled = dict(arguments or {})
    if "limit" in filled:
        filled["limit"] = _bound(filled["comparison"], filled["limit"], filled["quantity"], spoken)
    if message == "EV-ID-nuclide":
        filled["value"] = nuclide_text(filled["value"])
    if "date" in filled:
        filled["date"] = f"{date.fromisoformat(filled['date']):%d.%m.%Y}"
    if "quantity" in filled:
        filled["quantity"] = _first_upper(QUANTITIES[filled["quantity"]].name[spoken])
    return MESSAGES[message][spoken].format_map(filled)


def limit_sentence(quantity: str, comparison: str, limit: str, unit: str, language: str) -> str:
    """“Concentration by weight: at least 30 %”."""
    spoken = language if language in LANGUAGES else "en"
    name = QUANTITIES[quantity].name[spoken] if quantity in QUANTITIES else quantity
    return f"{_first_upper(name)}: {_bound(comparison, f'{limit} {unit}', quantity, spoken)}"


def _bound(comparison: str, limit: str, quantity: str, language: str) -> str:
    """“at least 0.1 TBq” from the comparison and the limit as a run stores them."""
    figure, _, unit = limit.partition(" ")
    measure = measure_text(figure, unit, language, quantity=quantity)
    return MESSAGES[f"comparison-{comparison}"][language].format(limit=measure)


def rendered(document: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A verdict's document with a sentence ``text`` beside every evidence, question, sign and precedent."""
    return {
        **document,
        "candidates": [_candidate(each, language) for each in document["candidates"]],
        "questions": [_with_text(each, each["message"], language) for each in document["questions"]],
        "signs": [_with_text(each, each["id"], language) for each in document["signs"]],
        "precedents": [_with_text(each, each["id"], language) for each in document.get("precedents", ())],
    }


def rendered_why(document: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The document of a "why not" with a sentence beside every evidence and the names of what is not stated."""
    spoken = language if language in LANGUAGES else "en"
    names = [_first_upper(QUANTITIES[slug].name[spoken]) for slug in document["not_stated"]]
    return {**_candidate(document, language), "not_stated": names}


def _candidate(document: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {**document, "evidence": [_with_text(each, each["id"], language) for each in document["evidence"]]}


def _with_text(part: Mapping[str, Any], message: str, language: str) -> dict[str, Any]:
    return {**part, "text": say(message, language, part["arguments"])}


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
