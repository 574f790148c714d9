"""Rows of a published CSV one after another, in UTF-8 and whole."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Final

from screening.lists.faults import refused

_END_OF_FILE: Final = "\x1a"
"""Some publications end with the mark that DOS knew."""
_CELL: Final = 4 * 2**20
csv.field_size_limit(_CELL)


def rows_in(path: Path, *, delimiter: str = ",", begin: int = 1) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of each row that holds anything, from a line on.

    Raises ListRefused for another encoding and for a quotation mark that is never closed: the file was cut there.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = _lines(file)
        for _ in range(begin - 1):
            next(lines, "")
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            line = reader.line_num + begin
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise refused("csv-unreadable", str(error), line=line) from error
            if any(cells) and cells != [_END_OF_FILE]:
                yield line, cells


def whole_rows(rows: Iterator[tuple[int, list[str]]], width: int, least: int = 0) -> Iterator[tuple[int, list[str]]]:
    """The rows, where those with fewer cells stand in the midst of the file.

    Raises ListRefused where the last one lacks cells: the file was cut there. ``least`` are the cells that a row must
    have, ``width`` by default.
    """
    least = least or width
    short: tuple[int, list[str]] | None = None
    for line, cells in rows:
        if short:
            yield short
            short = None
        if len(cells) < least:
            short = line, cells
        else:
            yield line, cells
    if short:
        raise refused("watchlist-cut", ",".join(short[1]), line=short[0])


def header_of(path: Path, needed: Sequence[str], layout: str, *, begin: int = 1) -> list[str]:
    """The columns that the first row names. Raises ListRefused where it lacks one of ``needed``."""
    _, header = next(rows_in(path, begin=begin), (0, []))
    names = [cell.strip() for cell in header]
    if missing := [name for name in needed if name not in names]:
        raise refused("watchlist-layout", ", ".join(missing), line=begin, known=layout)
    return names


def named_rows(path: Path, header: Sequence[str], *, begin: int = 1) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Line and cells by column of the rows below the header. Raises ListRefused for a file that is cut."""
    rows = rows_in(path, begin=begin)
    next(rows, None)
    for line, cells in whole_rows(rows, len(header)):
        yield line, dict(zip(header, (*(cell.strip() for cell in cells), *[""] * len(header)), strict=False))


def _lines(file: IO[str]) -> Iterator[str]:
    """Raises ListRefused for what is not UTF-8, with the line."""
    count = 0
    while True:
        count += 1
        try:
            line = file.readline()
        except UnicodeDecodeError as error:
            raise refused("watchlist-not-utf8", line=count) from error
        if not line:
            return
        yield line.replace("\0", "")
