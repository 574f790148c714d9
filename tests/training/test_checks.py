"""CFG.W020: the host can make PDFs, or is told which packages bring it."""

from __future__ import annotations

import builtins
from typing import Any

import pytest

from training.checks import certificates_can_be_printed


def test_where_pango_is_there_nothing_is_said() -> None:
    assert certificates_can_be_printed() == []


def test_where_pango_is_missing_the_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    ordinary = builtins.__import__

    def without_pango(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return ordinary(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    found = certificates_can_be_printed()
    assert [each.id for each in found] == ["CFG.W020"]
    assert "apt install libpango-1.0-0" in str(found[0].hint)
