"""A photograph made small enough to stand in a list on a slow line."""

from __future__ import annotations

import io
import warnings
from typing import Final

from PIL import Image, ImageOps

SIDE: Final = 112
"""Pixels of the longer side."""
MOST_PIXELS: Final = 60_000_000
"""A picture that unpacks to more is refused: a few kilobytes can hide gigabytes."""
_QUALITY: Final = 45


class BadPicture(ValueError):
    """The bytes are damaged, or unpack to more than a camera takes."""


def small_picture(content: bytes) -> bytes:
    """WebP of at most 112 pixels a side, upright, without what the camera wrote about place and owner."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit below is our own
            return _smaller(content)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadPicture(str(error)) from error


def _smaller(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise BadPicture("too many pixels")
        picture.draft("RGB", (2 * SIDE, 2 * SIDE))
        small = ImageOps.exif_transpose(picture).convert("RGB")
    small.thumbnail((SIDE, SIDE))
    stream = io.BytesIO()
    small.save(stream, "WEBP", quality=_QUALITY)
    return stream.getvalue()
