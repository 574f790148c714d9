"""Imports point one way, those inside functions included (STYLE: arrows point one way).

Read from the source itself, so that a new module without a place in the order is noticed too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = ("ledger", "checkpoints", "screening", "training", "config")
"""From the bottom to the top; each may import those before it."""
LAYERS: Final = (
    ("engine", "models"),
    ("adapters",),
    ("selectors",),
    ("services",),
    ("lists", "intake", "risk", "review", "dossier"),
    ("tasks",),
    ("web", "api", "management"),
)
"""Inside screening, from the bottom to the top; those side by side do not import one another."""
RANK: Final = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
DOORS: Final = {"screening.intake.reception"}
"""What stores the declarations that the readers beside it have read; those know no framework."""
BESIDE: Final = {"apps", "rules", "demo"}
"""Modules of screening without a layer: what Django finds by name, and the demo data."""

MODULES: Final = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
}


def imported_by(module: str) -> Iterator[tuple[int, str]]:
    """Line and name of everything that a module imports from our packages."""
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = _absolute(module, node)
            yield from ((node.lineno, _deepest(source, alias.name)) for alias in node.names)


def _absolute(module: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    is_package = MODULES[module].name == "__init__.py"
    parts = module.split(".")
    parts = parts[: len(parts) - node.level + is_package]
    return ".".join([*parts, *([node.module] if node.module else [])])


def _deepest(source: str, name: str) -> str:
    return f"{source}.{name}" if f"{source}.{name}" in MODULES else source


def layer_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "screening" and len(parts) > 1 else None


def faults_of(module: str) -> Iterator[str]:
    for line, target in imported_by(module):
        reason = against_the_arrows(module, target)
        if reason:
            yield f"{MODULES[module].relative_to(ROOT)}:{line} imports {target}: {reason}"


def against_the_arrows(module: str, target: str) -> str | None:
    """Why an import is refused; None where it is fine."""
    here, there = module.partition(".")[0], target.partition(".")[0]
    if there not in PACKAGES:
        return None
    if here != there:
        below = PACKAGES.index(there) < PACKAGES.index(here)
        return None if below else f"{here} stands below {there}"
    return _inside_screening(layer_of(module), layer_of(target)) if here == "screening" else None


def _inside_screening(here: str | None, there: str | None) -> str | None:
    if here == there or here not in RANK or there not in RANK:
        return None
    if RANK[there] == RANK[here]:
        return f"{here} and {there} stand side by side"
    return None if RANK[there] < RANK[here] else f"{here} stands below {there}"


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_imports_only_what_stands_below_it(module: str) -> None:
    assert list(faults_of(module)) == []


def test_every_part_of_screening_has_its_place() -> None:
    parts = {layer for module in MODULES if (layer := layer_of(module))}
    assert parts - RANK.keys() - BESIDE == set(), "give the new part a place in LAYERS, or say why it has none"


@pytest.mark.parametrize(
    ("module", "target"),
    [
        ("ledger.audit", "checkpoints.models"),
        ("checkpoints.actors", "screening.models"),
        ("screening.web", "config.settings"),
        ("screening.engine.text", "screening.adapters"),
        ("screening.engine.text", "screening.models"),
        ("screening.selectors.queue", "screening.services.index"),
        ("screening.services.index", "screening.web"),
        ("screening.intake.reader", "screening.lists.load"),
        ("screening.web", "screening.api"),
    ],
)
def test_an_import_against_the_arrows_is_noticed(module: str, target: str) -> None:
    assert against_the_arrows(module, target)


@pytest.mark.parametrize("part", ["engine", "intake"])
def test_the_framework_stays_outside(part: str) -> None:
    modules = [module for module in MODULES if module.startswith(f"screening.{part}") and module not in DOORS]
    frameworks = {"django", "rest_framework", "celery"}
    found = [f"{module} imports {name}" for module in modules for _, name in imported_by(module)]
    assert [one for one in found if one.split(" imports ")[1].split(".")[0] in frameworks] == []
    own = [one for one in found if one.split(" imports ")[1].split(".")[0] in PACKAGES]
    assert [one for one in own if f" imports screening.{part}" not in one] == []
