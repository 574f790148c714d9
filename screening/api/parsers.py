"""The body as it came, since the original is kept byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import APIException
from rest_framework.parsers import BaseParser


class TooLarge(APIException):
    """The body is larger than MAX_UPLOAD_BYTES."""

    status_code = 413
    default_detail = f"The body is larger than {settings.MAX_UPLOAD_BYTES} bytes. Send fewer lines at a time."
    default_code = "too-large"


class WholeBody(BaseParser):
    """Gives a JSON body as bytes, unparsed; the intake parses it, with messages for the sender."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read(settings.MAX_UPLOAD_BYTES + 1)
        if len(body) > settings.MAX_UPLOAD_BYTES:
            raise TooLarge
        return body
