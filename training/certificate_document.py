"""A certificate as a PDF: the page for paper, set by WeasyPrint, which needs Pango on the host."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from training.models import Certificate

_STYLE: Final = Path(settings.BASE_DIR) / "static" / "certificate.css"


class CannotPrint(Exception):
    """WeasyPrint finds no Pango here (CFG.W020 says which packages bring it)."""


def address_of(certificate: Certificate) -> str:
    """Where anybody can verify it, in full."""
    return settings.PORTAL_URL + reverse("verify-certificate", args=[certificate.code])


def qr_of(certificate: Certificate) -> str:
    """A drawing of the address as a data URI."""
    uri: str = segno.make(address_of(certificate), error="m").svg_data_uri(scale=3, border=2, light="#fff")
    return uri


def pdf_of(page: object) -> bytes:
    """The view model of the certificate as a PDF/UA file. Raises CannotPrint."""
    html = render_to_string("training/certificate_document.html", {"page": page})
    weasyprint = load_weasyprint()
    # The picture stands in the page itself: nothing is fetched from anywhere.
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=["data"], fail_on_errors=True)
    style = weasyprint.CSS(string=_STYLE.read_text("utf-8"), url_fetcher=fetcher)
    document: bytes = weasyprint.HTML(string=html, url_fetcher=fetcher).write_pdf(
        stylesheets=[style], pdf_variant="pdf/ua-1"
    )
    return document


def load_weasyprint() -> Any:
    """The module, or CannotPrint where its libraries are missing; imported only where somebody prints."""
    try:
        import weasyprint
    except OSError as error:
        raise CannotPrint(str(error)) from error
    return weasyprint
