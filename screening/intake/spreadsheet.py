"""An XLSX workbook as rows of text, refused before it can unpack to more than memory holds."""

from __future__ import annotations

import re
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from screening.intake.fields import NotReadable

_LARGEST_UNPACKED: Final = 64 * 2**20
_LARGEST_RATIO: Final = 200
# Below this a high ratio harms nothing: a sheet of blank cells packs very well.
_RATIO_FREE: Final = 4 * 2**20
# One text of a few letters in the file can stand in every cell, and takes memory in each of them.
_LARGEST_REPEATED: Final = 128 * 2**20
_SHARED: Final = "xl/sharedstrings.xml"
_MOST_PARTS: Final = 1_000
_MOST_CELLS: Final = 4_000_000
_PARTS: Final = re.compile(r"(\[Content_Types\]\.xml|_rels/.*|xl/[^/]*\.xml|xl/_rels/.*|xl/worksheets/.*\.xml)")
_CELL: Final = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_ROW: Final = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']([0-9]+)["']""")

Rows = list[list[str]]


class TooLarge(NotReadable):
    """``value`` says which limit the workbook passes."""

    def __init__(self, value: str) -> None:
        super().__init__("xlsx-too-large")
        self.value = value


def sheets(content: bytes) -> dict[str, Rows]:
    """Visible sheets by name, each row from row 1 on, cells as text (84135010.0 as 84135010).

    Raises NotReadable: xlsx-too-large (as TooLarge), xlsx-unreadable.
    """
    safe = _repacked(content)
    try:
        return _read(safe)
    except BaseException as error:
        # A panic in the reader's Rust arrives as a BaseException of its own.
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise NotReadable("xlsx-unreadable") from error


def parts_of(content: bytes) -> list[str]:
    """The names of what a zip archive holds; none where its directory is broken."""
    try:
        return zipfile.ZipFile(BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, OverflowError, struct.error):
        return []


def _read(content: bytes) -> dict[str, Rows]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    names = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    found = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
    return {name: [[_text(cell) for cell in row] for row in rows] for name, rows in found.items()}


def _text(cell: object) -> str:
    """Fifteen digits are what a spreadsheet keeps; beyond them stands noise of the binary fraction."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _repacked(content: bytes) -> bytes:
    """The parts that hold cells, unpacked within the limits and stored anew.

    The archive's own directory may lie about sizes, so that the reader gets only what was measured here.
    """
    out = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed, zipfile.ZipFile(out, "w") as clean:
            parts = [(part.filename, _measured(packed, part)) for part in _wanted(packed, len(content))]
            _measure_repeated(parts)
            for name, data in parts:
                clean.writestr(name, data)
    except TooLarge:
        raise
    except Exception as error:  # zipfile and zlib raise a dozen kinds on broken bytes
        raise NotReadable("xlsx-unreadable") from error
    return out.getvalue()


def _wanted(packed: zipfile.ZipFile, size: int) -> list[zipfile.ZipInfo]:
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS:
        raise TooLarge(f"{len(parts)} parts")
    if unpacked > _LARGEST_UNPACKED:
        raise TooLarge(f"{unpacked // 2**20} MiB")
    if unpacked > max(_RATIO_FREE, size * _LARGEST_RATIO):
        raise TooLarge(f"{unpacked // max(size, 1)} : 1")
    return [part for part in parts if _PARTS.fullmatch(part.filename)]


def _measured(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    data = packed.read(part)
    if part.filename.startswith("xl/worksheets/"):
        _measure_sheet(data)
    return data


def _measure_sheet(data: bytes) -> None:
    """A sheet takes memory for every cell of its rectangle, though it may hold two at far corners."""
    columns = max((_column(match[1]) for match in _CELL.finditer(data)), default=1)
    rows = max((int(match[2]) for match in _CELL.finditer(data)), default=1)
    rows = max(rows, max((int(match[1]) for match in _ROW.finditer(data)), default=1))
    if rows * columns > _MOST_CELLS:
        raise TooLarge(f"{rows} x {columns}")


def _measure_repeated(parts: list[tuple[str, bytes]]) -> None:
    """What the texts that cells share come to, each as often as cells name it. Raises TooLarge."""
    shared = [data for name, data in parts if name.casefold() == _SHARED]
    sheets = [data for name, data in parts if name.startswith("xl/worksheets/")]
    lengths = [len("".join(text.itertext())) for data in shared for text in _elements(data, "si")]
    cells = sum(data.count(b"</") for data in sheets) // 2  # at most: each closes itself and its value
    if max(lengths, default=0) * cells <= _LARGEST_REPEATED:
        return
    named = Counter(place for data in sheets for cell in _elements(data, "c") for place in _named(cell))
    total = sum(length * named[place] for place, length in enumerate(lengths))
    if total > _LARGEST_REPEATED:
        raise TooLarge(f"{total // 2**20} MiB")


def _elements(data: bytes, tag: str) -> Iterator[Element]:
    """The elements of a part by their bare tag; each is emptied once it was looked at."""
    for _, element in iterparse(BytesIO(data), forbid_dtd=True):
        if element.tag.rpartition("}")[2] == tag:
            yield element
            element.clear()


def _named(cell: Element) -> Iterator[int]:
    """The shared text that a cell names by its place; the reader takes 00 and +0 for 0 too."""
    for part in cell.iter() if cell.get("t") == "s" else ():
        with suppress(ValueError):
            yield int(part.text or "")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
