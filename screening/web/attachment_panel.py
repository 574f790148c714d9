"""The photographs and papers of a shipment, as a list with small pictures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from screening.models import Attachment
from screening.services.attachments import PDF
from screening.web.timeline import name_of


@dataclass(frozen=True)
class AttachmentRow:
    """``small`` is the address of a small picture, empty for papers."""

    url: str
    small: str
    filename: str
    size: str
    by: str
    at: datetime


def attachment_row(attachment: Attachment) -> AttachmentRow:
    keys = [attachment.shipment_id, attachment.pk]
    return AttachmentRow(
        url=reverse("attachment", args=keys),
        small="" if attachment.media_type == PDF else reverse("small-picture", args=keys),
        filename=attachment.filename,
        size=filesizeformat(attachment.size),
        by=name_of(attachment.author),
        at=attachment.created_at,
    )
