"""The living style page: every component with its real template, every colour with its contrast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from screening.web.access import Request, signed_in
from screening.web.chrome import KEYS, MENU
from screening.web.palette import pairs
from screening.web.style_samples import samples
from screening.web.words import LANES, word

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KEYS_ON_A_PAGE: Final[tuple[tuple[str, str | _StrPromise], ...]] = (
    ("/", _("Go to the search field")),
    ("j", _("Next row of a table")),
    ("k", _("Row before")),
    ("?", _("This list of keys")),
)
SIZES: Final = ("type-6", "type-5", "type-4", "type-3", "type-2", "type-1")
SPACES: Final = ("space-1", "space-2", "space-3", "space-4", "space-5", "space-6")
_NO_SHIPMENT: Final = {"shipment": {"pk": UUID(int=0)}, "may": {"answer": True, "annotate": False}}


@require_GET
@signed_in
def style(request: Request) -> HttpResponse:
    language = get_language() or "en"
    shown = samples(language, timezone.now())
    context = {
        "sample": shown,
        "page": _NO_SHIPMENT | {"timeline": shown.timeline},
        "pairs": pairs(),
        "sizes": SIZES,
        "spaces": SPACES,
        "keys": [*KEYS_ON_A_PAGE, *((KEYS[name], text) for name, text, _ability in MENU if name in KEYS)],
        "lanes": [(lane, word(LANES, lane)) for lane in LANES],
    }
    return render(request, "web/style.html", context)
