"""Every text that a reader is shown in four languages, wherever it is kept: locale/, the TOML files, the catalogue.

``python -m tests.texts.sources`` prints what looks suspicious.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from tests.web.extraction import LANGUAGES, catalogue

ROOT: Final = Path(__file__).parents[2]
FOLDERS: Final = ("screening", "training", "templates")
_NO_PROSE: Final = {"terms", "words", "stop", "vague", "around", "denial", "purpose", "purpose_behind", "meant_for"}
"""What brokers write, in whatever language: data of the matcher, not texts of ours."""


@dataclass(frozen=True)
class Text:
    """One text in one language beside the English one it stands for."""

    where: str
    language: str
    english: str
    text: str


def texts() -> Iterator[Text]:
    yield from (text for language in LANGUAGES for text in _of_catalogue(language))
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in _READERS:
                yield from _of_tree(str(path.relative_to(ROOT)), _READERS[path.suffix](path.read_text("utf-8")))


def _yaml(text: str) -> Any:
    return yaml.load(text, yaml.CBaseLoader)


_READERS: Final[dict[str, Callable[[str], Any]]] = {".toml": tomllib.loads, ".yaml": _yaml}


def _of_catalogue(language: str) -> Iterator[Text]:
    for entry in catalogue(language):
        if not entry.id:
            continue
        english = entry.id if isinstance(entry.id, tuple | list) else (entry.id,)
        said = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
        for place, form in enumerate(said):
            yield Text("locale", language, english[min(place, len(english) - 1)], form or "")


def _of_tree(where: str, node: Any) -> Iterator[Text]:
    if isinstance(node, dict):
        if {"en", *LANGUAGES} <= node.keys():
            yield from (text for language in LANGUAGES for text in _pairs(where, language, node["en"], node[language]))
        else:
            for key, below in node.items():
                if key not in _NO_PROSE:
                    yield from _of_tree(f"{where} {key}" if not isinstance(below, str) else where, below)
    elif isinstance(node, list):
        for below in node:
            code = f" {below['code']}" if isinstance(below, dict) and "code" in below else ""
            yield from _of_tree(where + code, below)


def _pairs(where: str, language: str, english: Any, said: Any) -> Iterator[Text]:
    if isinstance(english, str):
        yield Text(where, language, english.rstrip("\n"), str(said).rstrip("\n"))  # the file's own line ends
    elif isinstance(english, list):
        for place, sentence in enumerate(english):
            yield from _pairs(where, language, sentence, said[place] if place < len(said) else "")
    elif isinstance(english, dict):
        for key, below in english.items():
            yield from _pairs(f"{where} {key}", language, below, said.get(key, ""))


if __name__ == "__main__":
    from tests.texts.suspicion import suspicions

    for each in texts():
        for reason in suspicions(each):
            print(f"{each.where} [{each.language}] {reason}\n    {each.english!r}\n    {each.text!r}")
