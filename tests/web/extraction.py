"""Every text that pages and services show, read from the templates and the source.

``python -m tests.web.extraction`` prints, by language, what locale/ lacks.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.template import Engine
from django.template.base import Origin
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

ROOT: Final = Path(__file__).parents[2]
LANGUAGES: Final = ("ru", "tg", "uz")
SOURCES: Final = (
    *(
        "checkpoints",
        "screening/selectors",
        "screening/services",
        "screening/intake",
        "screening/lists",
        "screening/review",
    ),
    *("screening/api", "screening/web", "training"),
)
TEMPLATES: Final = ROOT / "templates"
_CALLS: Final = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}

Message = tuple[str | None, str, str | None]
"""Context, text, plural."""


def messages() -> list[Message]:
    found = {message for path in sorted(TEMPLATES.rglob("*.*")) for message in _of_template(path)}
    found |= {
        message for folder in SOURCES for path in sorted((ROOT / folder).rglob("*.py")) for message in _of_module(path)
    }
    return sorted(found, key=lambda message: (message[1], message[0] or ""))


def _of_template(path: Path) -> Iterator[Message]:
    engine = Engine(libraries={name: f"django.templatetags.{name}" for name in ("i18n", "l10n", "static")})
    template = engine.from_string(path.read_text("utf-8"))
    template.origin = Origin(str(path))
    nodes: list[TranslateNode] = template.nodelist.get_nodes_by_type(TranslateNode)  # type: ignore[assignment]
    for node in nodes:
        yield None, str(node.filter_expression.var.literal), None
    blocks: list[BlockTranslateNode] = template.nodelist.get_nodes_by_type(BlockTranslateNode)  # type: ignore[assignment]
    for block in blocks:
        singular, _ = block.render_token_list(block.singular)
        plural = block.render_token_list(block.plural)[0] if block.plural else None
        yield None, singular, plural


def _of_module(path: Path) -> Iterator[Message]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
            texts = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if texts:
                yield _called(node.func.id, texts)


def _called(name: str, texts: list[str]) -> Message:
    if name.startswith("p"):
        return texts[0], texts[1], None
    return None, texts[0], texts[1] if name.startswith("n") else None


def catalogue(language: str) -> Catalog:
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def missing(language: str) -> list[Message]:
    """What has no translation, or not all of its plural forms."""
    known = catalogue(language)
    return [message for message in messages() if not _is_translated(known, message)]


def _is_translated(known: Catalog, message: Message) -> bool:
    context, text, plural = message
    entry = known.get((text, plural) if plural else text, context)
    if entry is None or entry.fuzzy:
        return False
    forms = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
    return all(forms) and len(forms) == (known.num_plurals if plural else 1)


if __name__ == "__main__":
    for code in LANGUAGES:
        for each in missing(code):
            print(code, each)
