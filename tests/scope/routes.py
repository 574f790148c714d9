"""Every route of the portal, found in the URL configuration itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """``arguments`` are the names of the parts of its address that vary."""

    name: str
    arguments: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


def routes() -> list[Route]:
    return sorted(_below(get_resolver(), "", ()), key=str)


def _below(resolver: URLResolver, namespace: str, arguments: tuple[str, ...]) -> Iterator[Route]:
    for each in resolver.url_patterns:
        known = (*arguments, *each.pattern.converters)
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _below(each, inner, known)
        elif each.name:  # one without a name answers only what no other does
            yield Route(namespace + each.name, known)
