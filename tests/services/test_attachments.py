"""Attachments: what a file is, its bytes say; what cannot be kept is refused with the remedy."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Final

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from checkpoints.roles import Role
from ledger.models import AuditEvent
from screening import models
from screening.services import attachments
from tests import cast as c
from tests.cast import Cast

PDF: Final = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
needs_database = pytest.mark.django_db


def picture(kind: str = "JPEG", shade: int = 90) -> bytes:
    """A small grey picture."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), (shade, shade, shade)).save(stream, kind)
    return stream.getvalue()


def _packed() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("photo.jpg", b"0" * 100_000)
    return stream.getvalue()


@pytest.fixture
def shipment(cast: Cast) -> models.Shipment:
    return c.shipment(cast)


@pytest.fixture
def attach(cast: Cast, shipment: models.Shipment) -> Callable[..., models.Attachment]:
    def add(content: bytes, filename: str = "seal.jpg") -> models.Attachment:
        return attachments.add(shipment=shipment, author=cast.officer, filename=filename, content=content)

    return add


@needs_database
@pytest.mark.parametrize(
    ("content", "filename", "media_type", "kept_as"),
    [
        (picture(), "seal.jpg", "image/jpeg", "seal.jpg"),
        (picture("PNG"), "seal.jpg", "image/png", "seal.png"),
        (picture("WEBP"), "Пломба 1.webp", "image/webp", "Пломба 1.webp"),
        (PDF, "invoice", "application/pdf", "invoice.pdf"),
        (picture(), "page.html", "image/jpeg", "page.jpg"),
    ],
)
def test_pictures_and_pdfs_are_kept_whatever_their_name_says(
    attach: Callable[..., models.Attachment], content: bytes, filename: str, media_type: str, kept_as: str
) -> None:
    kept = attach(content, filename)
    assert (kept.media_type, kept.filename, kept.size) == (media_type, kept_as, len(content))
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert bytes(kept.original.content) == content
    assert AuditEvent.objects.get().action == "attachment.added"


@needs_database
@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"GIF89a" + b"\0" * 20,
        _packed(),
        b"MZ" + b"\0" * 100,
        b"only words",
    ],
    ids=["html", "svg", "gif", "zip", "program", "text"],
)
def test_anything_else_is_refused_even_as_a_jpg(attach: Callable[..., models.Attachment], content: bytes) -> None:
    with pytest.raises(attachments.BadAttachment, match="Save it as one of these"):
        attach(content, "seal.jpg")
    assert not models.Attachment.objects.exists()


def _bomb() -> bytes:
    """A PNG of some kilobytes that says it is 30,000 pixels wide and high."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1_000_000)), (b"IEND", b"")]
    chunks = [
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@needs_database
@pytest.mark.parametrize("content", [_bomb(), picture()[:200]], ids=["bomb", "cut"])
def test_a_picture_that_is_damaged_or_a_bomb_is_refused(
    attach: Callable[..., models.Attachment], content: bytes
) -> None:
    with pytest.raises(attachments.BadAttachment, match="Take it again"):
        attach(content)


@needs_database
def test_a_picture_gets_a_small_one_and_a_paper_does_not(attach: Callable[..., models.Attachment]) -> None:
    stream = io.BytesIO()
    Image.effect_noise((1200, 800), 60).save(stream, "JPEG")
    small = bytes(attach(stream.getvalue()).original.small)
    with Image.open(io.BytesIO(small)) as shown:
        assert (shown.format, max(shown.size)) == ("WEBP", 112)
    assert len(small) < 8_000
    assert bytes(attach(PDF).original.small) == b""


@needs_database
def test_an_empty_file_is_refused(attach: Callable[..., models.Attachment]) -> None:
    with pytest.raises(attachments.BadAttachment, match="empty"):
        attach(b"")


@needs_database
def test_ten_megabytes_are_kept_and_not_a_byte_more(attach: Callable[..., models.Attachment]) -> None:
    full = PDF + b"%" * (attachments.LARGEST - len(PDF))
    with pytest.raises(attachments.BadAttachment, match="10 MB"):
        attach(full + b"%")
    assert attach(full).size == attachments.LARGEST


@needs_database
def test_the_same_file_is_told_and_not_doubled(attach: Callable[..., models.Attachment]) -> None:
    first = attach(picture(), "seal.jpg")
    with pytest.raises(attachments.AttachedAlready, match=r"as seal\.jpg") as told:
        attach(picture(), "other name.jpg")
    assert told.value.attachment == first
    assert models.Attachment.objects.count() == 1


@needs_database
def test_another_shipment_may_have_the_same_file(cast: Cast, attach: Callable[..., models.Attachment]) -> None:
    attach(picture())
    attachments.add(shipment=c.shipment(cast), author=cast.officer, filename="seal.jpg", content=picture())
    assert models.Attachment.objects.count() == 2


@needs_database
def test_twenty_are_kept_and_no_more(attach: Callable[..., models.Attachment]) -> None:
    for number in range(attachments.MOST):
        attach(PDF + b"%" * number)
    with pytest.raises(attachments.BadAttachment, match="20 attachments"):
        attach(picture())


@needs_database
def test_readers_and_strangers_attach_nothing(cast: Cast, shipment: models.Shipment) -> None:
    for stranger in (c.person("auditor", cast.tajikistan, Role.AUDITOR), cast.khorog_officer, cast.ayritom_officer):
        with pytest.raises(PermissionDenied):
            attachments.add(shipment=shipment, author=stranger, filename="seal.jpg", content=picture())


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\photos\\seal.JPG", "seal.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ('a"b\r\nSet-Cookie: x.jpg', "a b Set-Cookie x.jpg"),
        ("gpj.\u202etxt.exe", "gpj.txt.jpg"),
        ("", "attachment.jpg"),
        ("...", "attachment.jpg"),
        ("oʻzbek Ҷадвал.jpeg", "oʻzbek Ҷадвал.jpg"),
    ],
)
def test_names_are_cleaned(given_name: str, kept: str) -> None:
    assert attachments.clean_name(given_name, "image/jpeg") == kept


@given(st.text(max_size=300))
def test_no_name_is_dangerous(name: str) -> None:
    kept = attachments.clean_name(name, "application/pdf")
    assert kept.endswith(".pdf") and 5 <= len(kept) <= 100
    assert not set(kept) & set('/\\:*?"<>|\r\n\0\u202e')
    assert not kept.startswith(".")
