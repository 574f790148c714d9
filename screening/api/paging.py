"""Long lists, page by page: a cursor names the last row seen, so that new rows move nothing."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request

from screening.api.queries import Query, bad

PARAMETERS: Final = frozenset({"cursor", "size"})
USUAL: Final = 50
MOST: Final = 200


def size_of(query: Query) -> int:
    return query.whole("size", USUAL, MOST)


def cursor_of(query: Query) -> UUID | None:
    """The key of the last row seen."""
    if not query.has("cursor"):
        return None
    text = query.text("cursor")
    try:
        return UUID(bytes=base64.urlsafe_b64decode(text + "=="))
    except (binascii.Error, ValueError):
        raise bad("cursor", text, "cursor-unknown", _("Take it from “next” of the page before.")) from None


def cut(rows: Sequence[Any], size: int) -> tuple[Sequence[Any], UUID | None]:
    """Of one row more than a page holds: the page, and the key where it ended if more follows."""
    page = rows[:size]
    return page, page[-1].pk if len(rows) > size else None


def next_link(request: Request, end: UUID | None) -> str | None:
    """The address of the next page, with the filters of this one."""
    return next_address(request.path, request.query_params.dict(), end)


def next_address(path: str, parameters: Mapping[str, str], end: UUID | None) -> str | None:
    if end is None:
        return None
    cursor = base64.urlsafe_b64encode(end.bytes).decode("ascii").rstrip("=")
    return f"{path}?{urlencode({**parameters, 'cursor': cursor})}"
