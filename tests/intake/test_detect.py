from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.intake.declaration import Parsed
from screening.intake.detect import kind_of, parse
from tests.intake.cases import CLOCK, example
from tests.intake.test_table_format import workbook

CSV = "declaration_number,description\nA,Насос\n"
BOOK = workbook([["declaration_number", "description"], ["A", "Pump"]])


def archive(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "channel"),
    [
        (example("declaration.json"), "api"),
        (example("declarations.csv"), "csv"),
        (example("asycuda.xml"), "asycuda"),
        (BOOK, "xlsx"),
        (CSV.encode("utf-16"), "csv"),
        (CSV.encode("cp1251"), "csv"),
        (CSV.encode("utf-8-sig"), "csv"),
        (b"\xef\xbb\xbf\n " + example("declaration.json"), "api"),
        (example("declaration.json").decode().encode("utf-16"), "api"),
        (b"\n" + example("asycuda.xml").split(b"?>", 1)[1], "asycuda"),
    ],
)
@pytest.mark.parametrize("filename", ["declaration.pdf", "x.xlsx", ""])
def test_the_bytes_tell_the_kind_whatever_the_name(content: bytes, channel: str, filename: str) -> None:
    found, parsed = parse(content, filename, clock=CLOCK)
    assert found == channel
    assert parsed.declarations and not parsed.refusals


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(32), "png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "jpg"),
        (archive("word/document.xml"), "docx"),
        (archive("a.txt"), "zip"),
        (b"PK\x03\x04broken", "zip"),
        (b"<!DOCTYPE html><html></html>", "html"),
        (bytes(range(1, 32)) * 4, "binary"),
    ],
)
def test_other_kinds_are_refused_by_name(content: bytes, kind: str) -> None:
    channel, parsed = parse(content, "declaration.csv")
    assert channel == ""
    assert [(fault.field, fault.value, fault.message) for fault in parsed.refusals] == [
        ("declaration.csv", kind, "kind-unknown")
    ]


@pytest.mark.parametrize("content", [b"", b" \r\n", b"\xef\xbb\xbf", b"\xff\xfe", bytes(10)])
def test_an_empty_file_is_refused_as_empty(content: bytes) -> None:
    _, parsed = parse(content, "a.csv")
    assert [fault.message for fault in parsed.refusals] == ["file-empty"]


def test_plain_text_goes_to_the_table_that_says_what_it_misses() -> None:
    channel, parsed = parse(b"Dear colleagues,\nplease find", "letter.txt")
    assert channel == "csv"
    assert "columns-missing" in {fault.message for fault in parsed.refusals}


_HEADS = st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"GIF89a", b"{", b"<", b""])


@given(st.tuples(_HEADS, st.binary()).map(b"".join))
def test_any_bytes_give_an_answer(content: bytes) -> None:
    channel, parsed = parse(content, "x")
    assert channel in {"csv", "xlsx", "asycuda", "api", ""}
    assert isinstance(parsed, Parsed)
    assert isinstance(kind_of(content), str)
