"""Start-up checks of what training needs from the host."""

from __future__ import annotations

from typing import Any, Final

from django.core import checks
from django.core.checks import CheckMessage, Warning  # noqa: A004  (Django's own name)

from training.certificate_document import CannotPrint, load_weasyprint

_PACKAGES: Final = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"


@checks.register(checks.Tags.compatibility, deploy=True)
def certificates_can_be_printed(**_: Any) -> list[CheckMessage]:
    """CFG.W020: Pango is there, so that certificates come as PDF; without it the browser prints the page instead.

    Asked by ``check --deploy`` alone, since loading the libraries takes half a second.
    """
    try:
        load_weasyprint()
    except CannotPrint:
        hint = f"Debian and Ubuntu: apt install {_PACKAGES}"
        return [Warning("Certificates cannot be made as PDF: Pango is missing.", hint=hint, id="CFG.W020")]
    return []
