"""The body as it came, since the original is kept byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request

from screening.api.problems import Fault, Problem, Refused

AROUND_A_FILE: Final = 64 * 1024
"""What a multipart body adds to the file in it."""


@dataclass(frozen=True, slots=True)
class Body:
    """What was sent. ``filename`` is empty where the sender gave none."""

    content: bytes
    media_type: str = ""
    filename: str = ""


def body_of(request: Request) -> Body:
    """An empty body is not parsed at all. Raises Refused for one in pieces without a length: it would seem empty."""
    if "Transfer-Encoding" in request.headers and "Content-Length" not in request.headers:
        raise Refused(Problem.LENGTH_MISSING, _("Send the body whole, with the header Content-Length, not chunked."))
    data: Any = request.data
    return data if isinstance(data, Body) else Body(b"", request.content_type or "")


class WholeBody(BaseParser):
    """Gives a JSON body as bytes, unparsed; the intake parses it, with messages for the sender."""

    media_type = "application/json"

    def parse(  # type: ignore[override]  # REST framework hands on whatever a parser gives
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Body:
        content = stream.read(settings.MAX_UPLOAD_BYTES + 1)
        if len(content) > settings.MAX_UPLOAD_BYTES:
            raise too_large()
        return Body(content, (media_type or "").split(";")[0].strip().lower())


class CsvFile(WholeBody):
    media_type = "text/csv"


class XlsxFile(WholeBody):
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class XmlFile(WholeBody):
    media_type = "application/xml"


class XmlText(WholeBody):
    media_type = "text/xml"


class AnyFile(WholeBody):
    """For senders that do not know the kind: it is told by the bytes."""

    media_type = "application/octet-stream"


class FileInForm(MultiPartParser):
    """The field ``file`` of a form."""

    def parse(  # type: ignore[override]  # REST framework hands on whatever a parser gives
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Body:
        length = (parser_context or {})["request"].META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.MAX_UPLOAD_BYTES + AROUND_A_FILE:
            raise too_large()
        file = super().parse(stream, media_type, parser_context).files.get("file")
        if file is None:
            fault = Fault("file", "", "required", _("Send the file in the form's field “file”."))
            raise Refused(Problem.FIELD_BAD, fault.detail, faults=[fault])
        if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
            raise too_large()
        return Body(file.read(), file.content_type or "", file.name or "")


def too_large() -> Refused:
    said = _("The body is larger than %(limit)s bytes. Send fewer lines at a time.")
    return Refused(Problem.TOO_LARGE, said % {"limit": settings.MAX_UPLOAD_BYTES})
