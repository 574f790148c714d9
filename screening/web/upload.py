"""Upload of a file with declarations: CSV, XLSX, JSON or ASYCUDA XML."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from checkpoints.models import Checkpoint
from checkpoints.roles import Ability
from screening.intake.detect import parse
from screening.intake.reception import Received, receive
from screening.tasks import enqueue
from screening.web.access import Request, actor_of, needs
from screening.web.errors import too_large
from screening.web.places import own_checkpoints


class UploadForm(forms.Form):
    checkpoint = forms.ModelChoiceField(Checkpoint.objects.none(), empty_label=None, label=_("Checkpoint"))
    file = forms.FileField(label=_("File"), max_length=200, allow_empty_file=True)


@require_http_methods(["GET", "POST"])
@needs(Ability.SUBMIT)
def upload(request: Request) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    places = own_checkpoints(actor_of(request))
    form.fields["checkpoint"].queryset = places  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        return _taken(request, form.cleaned_data["file"], form.cleaned_data["checkpoint"])
    context = {
        "form": form,
        "one_place": places.first() if places.count() == 1 else None,
        "limit": filesizeformat(settings.MAX_UPLOAD_BYTES),
        "limit_bytes": settings.MAX_UPLOAD_BYTES,
    }
    return render(request, "web/upload.html", context, status=422 if form.errors else 200)


def _taken(request: Request, file: UploadedFile[bytes], at: Checkpoint) -> HttpResponse:
    if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
        return too_large(request)
    content, filename = file.read(), file.name or ""
    channel, parsed = parse(content, filename)
    receipt = receive(
        actor=actor_of(request),
        received=Received(channel, content, filename, file.content_type or ""),
        parsed=parsed,
        enqueue=enqueue,
        at=at,
    )
    address = reverse("submission", args=[receipt.submission.pk])
    return HttpResponseRedirect(f"{address}?again=1" if receipt.repeated else address)
