"""Photographs and papers added to a shipment, and given out again."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from checkpoints.roles import Ability
from screening.models import Attachment
from screening.services import attachments
from screening.services.attachments import AttachedAlready, BadAttachment
from screening.web.access import Request, needs, require_here, shipment_or_404
from screening.web.shipment_page import Said, Typed, address_of, show_shipment

_A_DAY: Final = "private, max-age=86400, immutable"


@require_POST
@needs(Ability.ANNOTATE)
def attach(request: Request, key: UUID) -> HttpResponse:
    """Keeps a file; more than 10 MB is refused before it is read."""
    found = shipment_or_404(request, key)
    require_here(request, Ability.ANNOTATE, found)
    file = request.FILES.get("file")
    try:
        if file is None:
            raise BadAttachment(_("No file is chosen. Choose a photograph or a PDF."))
        content = file.read(attachments.LARGEST + 1)
        attachments.add(shipment=found, author=request.user, filename=file.name or "", content=content)
    except BadAttachment as error:
        return show_shipment(request, found, typed=Typed(attachment=Said(str(error))), status=422)
    except AttachedAlready as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("The file is attached."))
    return HttpResponseRedirect(f"{address_of(found)}#attachments")


@require_GET
@needs(Ability.VIEW)
def attachment(request: Request, key: UUID, attachment: UUID) -> HttpResponseBase:
    """The bytes as they came, always to be saved, never shown inside the portal."""
    found = _attachment_or_404(request, key, attachment)
    answer = HttpResponse(bytes(found.original.content), content_type=found.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, found.filename)
    return _guarded(answer)


@require_GET
@needs(Ability.VIEW)
def small_picture(request: Request, key: UUID, attachment: UUID) -> HttpResponseBase:
    """The picture of the list; 404 for papers."""
    small = bytes(_attachment_or_404(request, key, attachment).original.small)
    if not small:
        raise Http404
    return _guarded(HttpResponse(small, content_type="image/webp"))


def _attachment_or_404(request: Request, key: UUID, attachment: UUID) -> Attachment:
    rows = Attachment.objects.filter(shipment=shipment_or_404(request, key)).select_related("original")
    return get_object_or_404(rows.filter(original__isnull=False), pk=attachment)


def _guarded(answer: HttpResponse) -> HttpResponse:
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = _A_DAY
    return answer
