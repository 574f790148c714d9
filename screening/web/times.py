"""How long until a moment, or since, in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_MINUTE = timedelta(minutes=1)


def how_long(moment: datetime, now: datetime) -> str:
    """“in 2 h 10 min”, “3 days ago”."""
    span = spelt(abs(moment - now))
    return (_("in %(span)s") if moment >= now else _("%(span)s ago")) % {"span": span}


def spelt(span: timedelta) -> str:
    """The two units that matter: days alone, hours with minutes, minutes."""
    if span >= timedelta(days=1):
        return ngettext("%(count)d day", "%(count)d days", span.days) % {"count": span.days}
    minutes = span // _MINUTE
    if minutes >= 60:
        return _("%(hours)d h %(minutes)d min") % {"hours": minutes // 60, "minutes": minutes % 60}
    return _("%(minutes)d min") % {"minutes": minutes}
