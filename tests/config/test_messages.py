"""Translations are compiled without gettext, and again only where they changed."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest
from pytest_django import Settings

from config.messages import compile_messages

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=n != 1;\\n"

msgid "No indication found"
msgstr "Нишонае ёфт нашуд"
"""


@pytest.fixture
def tajik(settings: Settings, tmp_path: Path) -> Path:
    path = tmp_path / "tg" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO, "utf-8")
    settings.LOCALE_PATHS = [tmp_path]
    return path


def test_a_text_is_found_in_the_compiled_file(tajik: Path) -> None:
    (written,) = compile_messages()
    with written.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("No indication found") == "Нишонае ёфт нашуд"


def test_nothing_is_written_where_nothing_changed(tajik: Path) -> None:
    (written,) = compile_messages()
    assert compile_messages() == []
    later = written.stat().st_mtime + 1
    os.utime(tajik, (later, later))
    assert compile_messages() == [written]
