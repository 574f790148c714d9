"""Annex I of the EU's dual-use regulation as text: headings ``1A001`` and, indented below, paragraphs a., 1., a.

Text extracted from pages is crooked: notes hold paragraphs of their own, lists break off at the end of a page, and
columns shift. A line counts as a paragraph where its mark is the next one of a list that is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from screening.engine.catalogue import Edition
from screening.lists.faults import refused
from screening.lists.publications import GROUP, HEADING, Printed, Publication, edition_of, group_of

_EU: Final = Publication(
    slug="eu-annex-i",
    name="2021/821",
    title="EU control list of dual-use items",
    source="Annex I to Regulation (EU) 2021/821, headings and paragraphs as printed; without terms and HS codes",
    effective_from="2021-09-09",
)
_TOP: Final = re.compile(rf"\s{{0,3}}({HEADING.pattern}|{GROUP.pattern})\s+(\S.*)")
_MARKED: Final = re.compile(r"(\s+)([a-z]{1,2}|[0-9]{1,3})\.\s+(\S.*)")
_NOTE: Final = re.compile(r"(\s*)(Note|Technical Note|N\.B\.|Nota)")
_REFERENCE: Final = "N.B."
"""Such a note holds a sentence and never a list."""
_NO_TEXT: Final = re.compile(r"\s*(?:[0-9]{1,4}|CATEGORY [0-9].*)?\s*")
_NOT_USED: Final = "not used"


def read_eu_annex(content: bytes) -> Edition:
    """Raises ListRefused where the text is not UTF-8 or holds no heading."""
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused("not-utf8", line=content.count(b"\n", 0, error.start) + 1) from error
    return edition_of(_EU, _Annex().printed(written))


@dataclass(slots=True)
class _Node:
    """An open heading or paragraph. ``column`` is where its mark stands, ``below`` where those of its list do."""

    code: str
    under: str
    words: list[str]
    column: int
    below: int = -1
    last: str = ""

    def awaits(self, mark: str, column: int) -> bool:
        """Whether the mark is the next of the list below."""
        return mark == _next(self.last) if self.last else mark in ("a", "1") and column > self.column

    def distance(self, column: int) -> int:
        return abs(column - self.below) if self.last else 0


class _Annex:
    """Reads line by line; ``open`` leads from the heading to the paragraph that is being read."""

    def __init__(self) -> None:
        self.open: list[_Node] = []
        self.note = -1
        self.note_lists = False
        self.all: dict[str, _Node] = {}

    def printed(self, written: str) -> Iterator[Printed]:
        for line in written.replace("\f", "\n").splitlines():
            if not _NO_TEXT.fullmatch(line):
                self._line(line)
        for node in self.all.values():
            title = " ".join(node.words)
            if not title.casefold().startswith(_NOT_USED):
                yield Printed(node.code, node.under, title)

    def _line(self, line: str) -> None:
        column = len(line) - len(line.lstrip())
        if top := _TOP.fullmatch(line):
            self._begin(top[1], top[2])
        elif note := _NOTE.match(line):
            self.note, self.note_lists = len(note[1]), note[2] != _REFERENCE
        elif not self._in_note(column, line) and not self._marked(line):
            self._go_on(line)

    def _begin(self, code: str, title: str) -> None:
        """A heading; printed again at the head of a page, it goes on where it was."""
        self.note = -1
        if self.open and self.open[0].code == code:
            return
        under = code[:2] if len(code) > 2 else ""
        if under and under not in self.all:  # its line was lost among the pages
            self.all[under] = _Node(under, "", [group_of(code).title], 0)
        node = self.all.setdefault(code, _Node(code, under, [title], 0))
        self.open = [node]

    def _in_note(self, column: int, line: str) -> bool:
        """A note lasts as long as lines are indented beyond it. At its own column, what no open list awaits is its
        text too.
        """
        if self.note < 0:
            return False
        marked = _MARKED.fullmatch(line)
        goes_on = column >= self.note and not (marked and self._awaiting(marked[2], column))
        if goes_on or (column > self.note and self.note_lists):
            return True
        self.note = -1
        return False

    def _awaiting(self, mark: str, column: int) -> list[_Node]:
        """The open headings and paragraphs whose list goes on with the mark."""
        return [node for node in self.open if len(node.code) > 2 and node.awaits(mark, column)]

    def _marked(self, line: str) -> bool:
        """Whether the line is a paragraph; it then stands open."""
        match = _MARKED.fullmatch(line)
        if not match:
            return False
        column, mark = len(match[1]), match[2]
        waiting = self._awaiting(mark, column)
        if not waiting:
            return False
        parent = min(reversed(waiting), key=lambda node: node.distance(column))
        self.open = self.open[: self.open.index(parent) + 1]
        parent.last, parent.below = mark, column
        node = _Node(f"{parent.code}.{mark}", parent.code, [match[3]], column)
        self.all.setdefault(node.code, node)
        self.open.append(node)
        return True

    def _go_on(self, line: str) -> None:
        if self.open:
            self.open[-1].words.append(line.strip())


def _next(mark: str) -> str:
    """b behind a, aa behind z, 11 behind 10."""
    if mark.isdigit():
        return str(int(mark) + 1)
    if mark == "z":
        return "aa"
    return mark[:-1] + chr(ord(mark[-1]) + 1)
