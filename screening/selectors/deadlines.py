"""How urgent a shipment is: by when its goods arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone


class Due(StrEnum):
    OVERDUE = "overdue"  # the goods have arrived
    SOON = "soon"  # within the hour
    TODAY = "today"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The moments that part what is overdue from what is due soon, today and later."""

    now: datetime
    soon: datetime
    tomorrow: datetime

    def of(self, arrival_at: datetime) -> Due:
        if arrival_at < self.now:
            return Due.OVERDUE
        if arrival_at < self.soon:
            return Due.SOON
        return Due.TODAY if arrival_at < self.tomorrow else Due.LATER

    def start(self, due: Due) -> datetime | None:
        """The first moment of a part; None for what is overdue, which has no beginning."""
        return {Due.OVERDUE: None, Due.SOON: self.now, Due.TODAY: self.soon, Due.LATER: self.tomorrow}[due]

    def within(self, due: Due) -> Q:
        """The shipments of a part."""
        ends = {Due.OVERDUE: self.now, Due.SOON: self.soon, Due.TODAY: self.tomorrow, Due.LATER: None}
        start, end = self.start(due), ends[due]
        return (Q(arrival_at__gte=start) if start else Q()) & (Q(arrival_at__lt=end) if end else Q())


def deadlines(now: datetime) -> Deadlines:
    """From this moment on; the day ends at midnight of the present time zone, but not before the hour does."""
    soon, day = now + timedelta(hours=1), timezone.localdate(now)
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    return Deadlines(now, soon, max(soon, midnight))
