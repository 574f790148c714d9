"""No page shows a text of ours in English to who reads another language: evaluated too early, or typed by hand."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

import pytest
from django.test import Client
from django.urls import reverse

from checkpoints.models import User
from checkpoints.roles import Role
from tests.cast import Cast, person
from tests.scope.routes import routes
from tests.scope.world import World, world_of
from tests.web.extraction import LANGUAGES, catalogue

pytestmark = pytest.mark.django_db
_VOID: Final = {"meta", "link", "input", "br", "img", "hr", "path", "rect", "use", "circle"}
_SPOKEN: Final = ("title", "alt", "placeholder", "aria-label", "data-label")
_UNSEEN: Final = {"script", "style"}


class _Texts(HTMLParser):
    """The texts of a page that claim to be in its language: none inside an element of another one."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.found: list[str] = []
        self._inside: list[bool] = [True]  # by open element: is it in the page's language?

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        counts = self._inside[-1] and tag not in _UNSEEN and given.get("lang", self.language) == self.language
        if tag not in _VOID:
            self._inside.append(counts)
        if counts:
            self.found += [text for name in _SPOKEN if (text := given.get(name))]

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._inside[-1] and data.strip():
            self.found.append(" ".join(data.split()))


def texts_of(page: str, language: str) -> list[str]:
    reader = _Texts(language)
    reader.feed(page)
    return reader.found


def left_in_english(page: str, language: str) -> list[str]:
    """The texts that are, word for word, English ones of ours which the language says otherwise."""
    said = {str(each.id): each.string for each in catalogue(language) if each.id and not isinstance(each.id, tuple)}
    return [text for text in texts_of(page, language) if said.get(text, text) != text]


def _addresses(world: World) -> Iterator[str]:
    """Every page without an argument, and one of each kind that has one."""
    yield from (reverse(route.name) for route in routes() if not route.arguments)
    yield reverse("shipment", args=[world.shipment.pk])
    yield reverse("comparison", args=[world.shipment.pk, world.amended.pk])
    yield reverse("dossier", args=[world.shipment.pk])
    yield reverse("list", args=["eu-dual-use"])
    yield reverse("entry", args=["eu-dual-use", "1C350.1"])
    yield "/no-such-page/"


def _readers(cast: Cast) -> Iterator[User]:
    yield from (cast.officer, cast.supervisor, cast.list_manager)
    yield from (person(f"invented.{role}", cast.tajikistan, role) for role in (Role.AUDITOR, Role.TRAINER))


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_leaves_a_text_of_ours_in_english(cast: Cast, language: str) -> None:
    world, client = world_of(cast), Client()
    addresses, read = set(_addresses(world)), set[str]()
    client.cookies["django_language"] = language
    for reader in (None, *_readers(cast)):
        if reader:
            User.objects.filter(pk=reader.pk).update(language=language)
            client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
        for address in {"/", *(addresses - read)}:
            answer = client.get(address)
            if answer.text.startswith("<!doctype html>"):
                assert f'<html lang="{language}"' in answer.text
                assert left_in_english(answer.text, language) == [], (reader, address)
                read |= {address} if answer.status_code == 200 else set()
    assert {"/", "/search/", "/oversight/", "/statistics/", "/audit/", "/lists/eu-dual-use/"} <= read


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>Sign in</p>", ["Sign in"]),
        ("<p>Вход</p>", []),
        ("<p lang='en'>Sign in</p>", []),
        ("<p lang='en'>x<br></p><b>Sign in</b>", ["Sign in"]),
        ("<input aria-label='Sign in'>", ["Sign in"]),
        ("<p>Invented Trading LLC</p>", []),
        ("<script>Sign in</script>", []),
    ],
)
def test_what_counts_as_left_in_english(page: str, found: list[str]) -> None:
    assert left_in_english(page, "ru") == found
