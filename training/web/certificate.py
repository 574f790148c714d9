"""Certificates: for their holder as a page and a PDF, and for anybody who holds the paper as a page that verifies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from screening.web.access import Request, signed_in
from training.certificate_document import CannotPrint, address_of, pdf_of, qr_of
from training.models import Attempt, Certificate
from training.selectors.certificates import certificate_by
from training.web.access import result_or_404
from training.web.texts import in_language


@dataclass(frozen=True)
class CertificatePage:
    """``language`` is the one that the paper is in: the reader's."""

    attempt: Attempt
    language: str
    name: str
    title: str
    administration: str
    size: int
    finished_at: datetime
    passed: bool
    code: str
    address: str
    qr: str


@dataclass(frozen=True)
class VerifiedPage:
    """What anybody may know who holds the paper."""

    name: str
    title: str
    administration: str
    finished_at: datetime
    passed: bool
    code: str


@require_GET
@signed_in
def certificate(request: Request, key: UUID) -> HttpResponse:
    """The page that a browser prints."""
    return render(request, "training/certificate.html", {"page": _page(result_or_404(request, key))})


@require_GET
@signed_in
def certificate_pdf(request: Request, key: UUID) -> HttpResponse:
    """The PDF; where it cannot be made, the page that a browser prints."""
    attempt = result_or_404(request, key)
    page = _page(attempt)
    try:
        document = pdf_of(page)
    except CannotPrint:
        return redirect("certificate", attempt.pk)
    return HttpResponse(
        document,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="certificate-{page.code[:9]}.pdf"'},
    )


@require_GET
def verify_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Open to anybody: the code cannot be guessed. Says no more than the paper does."""
    found = certificate_by(code)
    page = _verified(found) if found else None
    return render(request, "training/verify_certificate.html", {"page": page}, status=200 if page else 404)


def _verified(found: Certificate) -> VerifiedPage:
    return VerifiedPage(
        name=found.name,
        title=in_language(found.title),
        administration=found.completion.attempt.administration.name,
        finished_at=found.created_at,
        passed=found.completion.passed,
        code=found.code,
    )


def _page(attempt: Attempt) -> CertificatePage:
    found = attempt.completion.certificate
    return CertificatePage(
        attempt=attempt,
        language=get_language() or "en",
        name=found.name,
        title=in_language(found.title),
        administration=attempt.administration.name,
        size=attempt.size,
        finished_at=found.created_at,
        passed=attempt.completion.passed,
        code=found.code,
        address=address_of(found),
        qr=qr_of(found),
    )
