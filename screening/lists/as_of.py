"""The catalogue that was in force on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from screening import adapters
from screening.engine.catalogue import Catalogue
from screening.models import Edition


def catalogue_as_of(day: date) -> Catalogue:
    """The editions effective on a day and once active, one a list: the latest to take effect."""
    effective = (
        Edition.objects.exclude(activated_at=None)
        .filter(effective_from__lte=day)
        .filter(Q(effective_to=None) | Q(effective_to__gt=day))
        .order_by("control_list_id", "-effective_from", "-activated_at")
    )
    latest = {edition.control_list_id: edition.pk for edition in reversed(effective)}
    return adapters.catalogue_of(Edition.objects.filter(pk__in=latest.values()))
