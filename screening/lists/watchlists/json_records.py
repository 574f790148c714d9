"""JSON that was published, whole or a record a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from screening.lists.faults import refused


def json_in(path: Path) -> Any:
    """Raises ListRefused where the file is no JSON in UTF-8, or is cut."""
    return _parsed(path.read_bytes(), 0)


def records_of(lines_in: Path) -> Iterator[tuple[int, Any]]:
    """Line and record of each line. Raises ListRefused for one that is no JSON: the file is not whole."""
    with lines_in.open("rb") as file:
        for line, content in enumerate(file, 1):
            if content.strip():
                yield line, _parsed(content, line)


def texts(value: object) -> list[str]:
    """The strings of what should be a list of strings; a string alone, or one with semicolons, is read as such."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    if isinstance(value, list):
        return [str(part).strip() for part in value if isinstance(part, str | int) and str(part).strip()]
    return []


def text_of(record: Any, name: str) -> str:
    """A field as text; empty where it is missing or null."""
    value = record.get(name) if isinstance(record, dict) else None
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


def _parsed(content: bytes, line: int) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        place = line or content.count(b"\n", 0, error.start) + 1
        raise refused("watchlist-not-utf8", line=place) from error
    except (ValueError, RecursionError) as error:
        raise refused("json-unreadable", str(error), line=line or getattr(error, "lineno", 0)) from error
