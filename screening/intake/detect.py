"""Which kind of file arrived, told by its bytes: a name can say anything."""

from __future__ import annotations

import re
from typing import Final

import filetype

from screening.intake import spreadsheet
from screening.intake.asycuda import parse_asycuda
from screening.intake.declaration import Parsed
from screening.intake.fields import Clock
from screening.intake.json_format import parse_json
from screening.intake.notes import Notes
from screening.intake.table_format import parse_csv, parse_xlsx

_HEAD: Final = 4096
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# Control characters that no text holds; NUL is absent since UTF-16 is full of it.
_BINARY: Final = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_PACKED: Final = {"word/": "docx", "ppt/": "pptx", "mimetype": "odt/ods"}


def parse(content: bytes, filename: str, *, clock: Clock | None = None) -> tuple[str, Parsed]:
    """The channel (csv, xlsx, asycuda, api for JSON; "" for what is not read) and what was in the file."""
    kind = kind_of(content)
    if kind == "xlsx":
        return kind, parse_xlsx(content, clock=clock)
    if kind == "asycuda":
        return kind, parse_asycuda(content, clock=clock)
    if kind == "api":
        return kind, parse_json(content, clock=clock)
    if kind == "csv":
        return kind, parse_csv(content, clock=clock)
    return "", _refused(filename, kind)


def kind_of(content: bytes) -> str:
    """The channel for what is read; else what was found, such as pdf or docx; "" for an empty file."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        return ""
    if content.startswith(b"PK"):
        return _packed(spreadsheet.parts_of(content))
    first = _beginning(content)
    if first.startswith("<"):
        return "html" if re.match(r"<(!doctype\s+)?html", first, re.IGNORECASE) else "asycuda"
    if first[:1] in {"{", "["}:
        return "api"
    return _other(content)


def _beginning(content: bytes) -> str:
    """The first characters that are not blank, whatever Unicode they come in."""
    head = content[:_HEAD]
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace").lstrip()
    return head.replace(b"\x00", b"").decode("latin-1").lstrip()


def _other(content: bytes) -> str:
    guess = filetype.guess(content)
    if guess is not None:
        return str(guess.extension)
    return "binary" if _BINARY.search(content[:_HEAD]) and not content.startswith((b"\xff\xfe", b"\xfe\xff")) else "csv"


def _packed(parts: list[str]) -> str:
    if "xl/workbook.xml" in parts:
        return "xlsx"
    return next((kind for mark, kind in _PACKED.items() if any(part.startswith(mark) for part in parts)), "zip")


def _refused(filename: str, kind: str) -> Parsed:
    notes = Notes()
    notes.refuse(0, filename or "file", kind, "kind-unknown" if kind else "file-empty")
    return Parsed((), tuple(notes.refusals))
