"""Photographs and papers added to a shipment. What a file is, its bytes say, never its name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

import filetype
from django.db import transaction
from django.utils.translation import gettext as _

from checkpoints.actors import person
from checkpoints.models import User
from checkpoints.roles import Ability
from ledger import audit
from screening.models import Attachment, AttachmentContent, Shipment
from screening.selectors.scope import require
from screening.services.small_pictures import BadPicture, small_picture

PDF: Final = "application/pdf"
ENDINGS: Final = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", PDF: ".pdf"}
"""What can be attached, by media type, with the ending that a name gets."""
LARGEST: Final = 10 * 2**20
"""Bytes of one attachment."""
MOST: Final = 20
"""Attachments of one shipment."""
_LONGEST_STEM: Final = 80
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%;]+')


class BadAttachment(ValueError):
    """The file cannot be kept; the message says why and what to do."""


class AttachedAlready(ValueError):
    """The same bytes are attached to the shipment; ``attachment`` is the one there is."""

    def __init__(self, attachment: Attachment) -> None:
        self.attachment = attachment
        super().__init__(_("This file is attached already, as %(name)s.") % {"name": attachment.filename})


def add(*, shipment: Shipment, author: User, filename: str, content: bytes) -> Attachment:
    """Keeps a JPEG, PNG or WebP picture or a PDF of at most 10 MB, 20 of them a shipment.

    Raises PermissionDenied without the role at one of the shipment's checkpoints, BadAttachment for
    what cannot be kept, AttachedAlready for bytes that the shipment has.
    """
    actor = person(author)
    require(actor, Ability.ANNOTATE, shipment)
    media_type = _media_type(content)
    small = _small(content, media_type)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        _refuse_repeated_and_surplus(Shipment.objects.select_for_update().get(pk=shipment.pk), digest)
        attachment = Attachment.objects.create(
            shipment=shipment,
            author=author,
            filename=clean_name(filename, media_type),
            media_type=media_type,
            size=len(content),
            sha256=digest,
        )
        AttachmentContent.objects.create(attachment=attachment, content=content, small=small)
        detail = {"attachment": attachment.pk, "sha256": digest}
        audit.record(actor=actor.name, action="attachment.added", subject=shipment, detail=detail)
    return attachment


def _media_type(content: bytes) -> str:
    if not content:
        raise BadAttachment(_("The file is empty. Choose the photograph or paper again."))
    if len(content) > LARGEST:
        raise BadAttachment(_("The file has more than 10 MB. Take the photograph smaller or divide the PDF."))
    kind = filetype.guess_mime(content)
    if kind not in ENDINGS:
        said = _("The file is neither a picture (JPEG, PNG, WebP) nor a PDF. Save it as one of these, then attach it.")
        raise BadAttachment(said)
    return str(kind)


def _small(content: bytes, media_type: str) -> bytes:
    if media_type == PDF:
        return b""
    try:
        return small_picture(content)
    except BadPicture:
        refusal = _("The picture is damaged or unpacks to far more than a photograph. Take it again, then attach it.")
        raise BadAttachment(refusal) from None


def _refuse_repeated_and_surplus(shipment: Shipment, digest: str) -> None:
    same = shipment.attachments.filter(sha256=digest).first()
    if same:
        raise AttachedAlready(same)
    if shipment.attachments.count() >= MOST:
        raise BadAttachment(_("The shipment has 20 attachments, more are not kept. Put several pages into one PDF."))


def clean_name(filename: str, media_type: str) -> str:
    """A name that is safe to save under on any machine, with the ending that belongs to what the file is.

    >>> clean_name("../seal <broken>.php", "image/jpeg")
    'seal broken.jpg'
    """
    name = PurePosixPath(filename.replace("\\", "/")).name
    visible = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cf", "Co", "Cs", "Cn"))
    spaced = " ".join(_UNSAFE.sub(" ", visible).split())
    stem = PurePosixPath(spaced).stem.strip(" .")[:_LONGEST_STEM].strip(" .")
    return f"{stem or 'attachment'}{ENDINGS[media_type]}"
