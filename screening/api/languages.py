"""The language of an answer: ?language= first, else Accept-Language, else English."""

from __future__ import annotations

from typing import Final

from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.request import Request

from screening.engine.catalogue import LANGUAGES

PARAMETER: Final = "language"
DEFAULT: Final = "en"


def language_of(request: Request) -> str:
    """One of ours; what the caller wants and we do not speak is passed over."""
    asked = request.query_params.get(PARAMETER, "")
    if asked in LANGUAGES:
        return asked
    for tag, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        if tag == "*":
            break
        try:
            return get_supported_language_variant(tag)
        except LookupError:
            continue
    return DEFAULT
