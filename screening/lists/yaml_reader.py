"""Reads YAML as a tree of texts with line numbers: every value is text, every complaint names its line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import yaml


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in a file, and what to do about it."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class CatalogueError(Exception):
    """The file gives no edition; ``problems`` says why, in the order of the lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass
class YamlReader:
    """Walks the nodes of one file and collects what is wrong."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def complain(self, node: yaml.Node, reason: str) -> None:
        self.problems.append(Problem(self.file, node.start_mark.line + 1, reason))

    def text(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode):
            return " ".join(str(node.value).split())
        self.complain(node, "a text is expected here, not a list or a group of fields")
        return ""

    def texts(self, node: yaml.Node) -> list[str]:
        """Several texts in one line, separated by semicolons."""
        return [part for part in (piece.strip() for piece in self.text(node).split(";")) if part]

    def choice(self, node: yaml.Node, name: str, allowed: Iterable[str]) -> str:
        value = self.text(node)
        if value not in allowed:
            self.complain(node, f"{name}: {value!r} is not known; use one of: {', '.join(allowed)}")
        return value

    def iso_date(self, node: yaml.Node, name: str) -> str:
        value = self.text(node)
        try:
            date.fromisoformat(value)
        except ValueError:
            self.complain(node, f"{name}: {value!r} is not a date; write it as 2026-11-24")
        return value

    def items(self, node: yaml.Node, name: str) -> list[yaml.Node]:
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.complain(node, f"{name}: a list is expected; begin each item with a dash")
        return []

    def fields(self, node: yaml.Node, name: str, allowed: Iterable[str]) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            self.complain(node, f"{name}: fields are expected, written as “field: value”")
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            word = self.text(key)
            if word not in allowed:
                self.complain(key, f"{name}: the field {word!r} is not known; use one of: {', '.join(sorted(allowed))}")
            elif word in found:
                self.complain(key, f"{name}: the field {word!r} stands twice: keep one")
            else:
                found[word] = value
        return found

    def require(self, node: yaml.Node, name: str, found: dict[str, yaml.Node], *needed: str) -> bool:
        missing = [word for word in needed if word not in found]
        if missing:
            self.complain(node, f"{name}: {', '.join(missing)} missing: add it")
        return not missing
