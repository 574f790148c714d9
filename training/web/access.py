"""Attempts and groups within a person's scope; one outside it does not exist for them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from screening.web.access import actor_of
from training.models import Attempt, Group
from training.selectors.scope import own_attempts, visible_groups, visible_results


def attempt_or_404(request: HttpRequest, key: UUID) -> Attempt:
    """The reader's own."""
    return get_object_or_404(own_attempts(actor_of(request)).select_related("trainee", "completion"), pk=key)


def result_or_404(request: HttpRequest, key: UUID) -> Attempt:
    """A finished attempt: the reader's own, or of somebody they teach."""
    related = ("trainee", "completion__certificate")
    return get_object_or_404(visible_results(actor_of(request)).select_related(*related), pk=key)


def group_or_404(request: HttpRequest, key: UUID) -> Group:
    return get_object_or_404(visible_groups(actor_of(request)), pk=key)
