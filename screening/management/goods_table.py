"""Screens the goods lines of a table without a shipment: rows in, verdicts out, in constant memory."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from screening.engine import Engine, Line
from screening.engine.explain import rendered
from screening.intake.fields import NotReadable
from screening.intake.messages import render
from screening.intake.spreadsheet import sheets

COLUMNS: Final = ("id", "description", "hs_code")
_BATCH: Final = 500
_ENCODINGS: Final = ("utf-8-sig", "cp1251")


class BadTable(ValueError):
    """The file cannot be read as a table of goods lines; the message says what to change."""


@dataclass(frozen=True)
class Progress:
    """How far a file is: rows written, bytes read of how many (0 of 0 where unknown)."""

    rows: int
    done: int
    total: int


def screen_file(
    engine: Engine,
    source: Path,
    target: Path,
    language: str,
    on_progress: Callable[[Progress], None] = lambda _: None,
    without: Collection[str] = (),
) -> int:
    """Writes a verdict for each row of ``source`` to ``target`` (JSON lines) and returns how many were written.

    ``without`` are slugs of lists that are left out.

    Resumable: rows whose verdicts stand in ``target`` already are passed over; a last line that was cut
    is written anew. Raises BadTable before anything is written where the header is wrong.
    """
    rows = _rows(source)
    first = next(rows, None)
    done = _keep_whole_lines(target)
    written = 0
    with target.open("ab") as out:
        pending = islice(_chain(first, rows), done, None)
        while batch := list(islice(pending, _BATCH)):
            verdicts = engine.screen((row.line for row in batch), without=without)
            for verdict in verdicts:
                document = {
                    **rendered(verdict.as_document(with_unlikely=True), language),
                    "lists": list(engine.editions_without(without)),
                }
                out.write(json.dumps(document, ensure_ascii=False).encode() + b"\n")
            out.flush()
            os.fsync(out.fileno())
            written += len(batch)
            on_progress(Progress(done + written, batch[-1].offset, source.stat().st_size))
    return written


@dataclass(frozen=True)
class _Row:
    line: Line
    offset: int


def _chain(first: _Row | None, rest: Iterator[_Row]) -> Iterator[_Row]:
    if first is not None:
        yield first
        yield from rest


def _keep_whole_lines(target: Path) -> int:
    """How many whole lines a former run wrote; what follows the last of them is cut off."""
    if not target.exists():
        return 0
    lines = kept = 0
    with target.open("rb+") as file:
        for line in file:
            if not line.endswith(b"\n"):
                break
            lines += 1
            kept += len(line)
        file.truncate(kept)
    return lines


def _rows(source: Path) -> Iterator[_Row]:
    read = _xlsx_rows if source.suffix.lower() == ".xlsx" else _csv_rows
    records = read(source)
    header, _ = next(records, ((), 0))
    places = _places([cell.strip().casefold() for cell in header])
    for number, (record, offset) in enumerate(records, start=1):
        cells = {name: _cell(record, place) for name, place in places.items()}
        yield _Row(Line(cells.get("id") or str(number), cells["description"], cells.get("hs_code", "")), offset)


def _places(header: Sequence[str]) -> dict[str, int]:
    if "description" not in header:
        found = ", ".join(filter(None, header)) or "nothing"
        raise BadTable(
            f"The first row must name the columns {', '.join(COLUMNS)}; it has: {found}. Rename them and try again."
        )
    return {name: header.index(name) for name in COLUMNS if name in header}


def _cell(record: Sequence[str], place: int) -> str:
    return record[place].strip() if place < len(record) else ""


def _csv_rows(source: Path) -> Iterator[tuple[Sequence[str], int]]:
    encoding = _encoding(source)
    csv.field_size_limit(10_000_000)
    with source.open(encoding=encoding, newline="") as file:
        start = file.read(4096)
        file.seek(0)
        delimiter = max(",;\t", key=start.partition("\n")[0].count)
        read = 0

        def counted() -> Iterator[str]:
            nonlocal read
            for line in file:
                read += len(line.encode(encoding, "replace"))
                yield line.replace("\x00", "")

        try:
            for record in csv.reader(counted(), delimiter=delimiter):
                if record:
                    yield record, read
        except csv.Error as error:
            raise BadTable(f"The table breaks off near byte {read}: {error}. Save it as CSV again.") from error


def _encoding(source: Path) -> str:
    for encoding in _ENCODINGS:
        try:
            with source.open(encoding=encoding) as file:
                for _ in file:
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise BadTable(f"The file is neither {' nor '.join(_ENCODINGS)}. Save it as UTF-8.")


def _xlsx_rows(source: Path) -> Iterator[tuple[Sequence[str], int]]:
    """The first visible sheet; the reader's limits bound its memory."""
    try:
        pages = sheets(source.read_bytes())
    except NotReadable as error:
        raise BadTable(render(error.message, "en", value=getattr(error, "value", source.name))) from error
    for record in next(iter(pages.values()), []):
        yield record, 0
