"""What the workers do. A task fetches and calls a service; each may run twice."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final
from uuid import UUID

from celery import shared_task
from celery.signals import worker_init, worker_process_init
from django.conf import settings
from django.db import connections

from ledger import audit
from ledger.checks import require_rules
from screening.lists import draft_work, list_imports, passes, terms_draft
from screening.lists.watchlists.refresh import refresh
from screening.models import ListImport, TermDrafting
from screening.services import escalation, escalation_mail, idempotent_calls, index, requests, run

_RETRY_AFTER: Final = 60
"""Seconds within which the first retry comes."""
_MOST_RETRIES: Final = 5


def enqueue(request_id: UUID) -> None:
    """Wakes a worker for a screening request."""
    screen_shipment.delay(str(request_id))


@shared_task(name="screening.screen_shipment")
def screen_shipment(request_id: str) -> None:
    """Screens one shipment, if nobody else has."""
    run.execute(UUID(request_id))


@shared_task(name="screening.take_over")
def take_over() -> None:
    """Queues again what the broker lost or a dead worker held."""
    requests.take_over(enqueue)
    passes.take_over(enqueue_pass)
    draft_work.take_over(ListImport, enqueue_import)
    draft_work.take_over(TermDrafting, enqueue_terms)


def enqueue_pass(list_pass: UUID) -> None:
    """Wakes a worker for a walk over stored shipments."""
    advance_pass.delay(str(list_pass))


@shared_task(name="screening.advance_pass")
def advance_pass(list_pass: str) -> None:
    """One step of a walk, and a message for the next."""
    if passes.advance(UUID(list_pass), enqueue):
        advance_pass.delay(list_pass)


def enqueue_import(list_import: UUID) -> None:
    """Wakes a worker for a file that should become a list."""
    import_list.delay(str(list_import))


@shared_task(name="screening.import_list")
def import_list(list_import: str) -> None:
    """Makes a draft of a file, if nobody else does."""
    list_imports.work_on(UUID(list_import))


def enqueue_terms(drafting: UUID) -> None:
    """Wakes a worker for accepted terms."""
    draft_terms.delay(str(drafting))


@shared_task(name="screening.draft_terms")
def draft_terms(drafting: str) -> None:
    """Writes accepted terms into a draft, and a message where more were accepted meanwhile."""
    if terms_draft.work_on(UUID(drafting)):
        draft_terms.delay(drafting)


@shared_task(name="screening.escalate")
def escalate() -> None:
    """Hands what waited past its deadline to more people."""
    escalation.escalate(lambda escalation_id: tell_of_escalation.delay(str(escalation_id)))


@shared_task(name="screening.tell_of_escalation")
def tell_of_escalation(escalation_id: str) -> None:
    """One task a letter, so that one that cannot be sent keeps no other back and none is sent twice."""
    for recipient in escalation_mail.recipients(UUID(escalation_id)):
        mail_escalation.delay(escalation_id, str(recipient))


@shared_task(
    name="screening.mail_escalation", autoretry_for=(OSError,), retry_backoff=_RETRY_AFTER, max_retries=_MOST_RETRIES
)
def mail_escalation(escalation_id: str, recipient_id: str) -> None:
    """Writes to one person. A mail server that does not answer is tried again, twice as late each time."""
    escalation_mail.send(escalation_id=UUID(escalation_id), recipient_id=UUID(recipient_id))


@shared_task(name="screening.forget_old_calls")
def forget_old_calls() -> None:
    """Idempotency keys are kept for two days."""
    idempotent_calls.forget_old()


@shared_task(name="screening.export_audit_head")
def export_audit_head() -> None:
    """Keeps the end of the audit chain outside the database."""
    audit.export_head()


@shared_task(name="screening.verify_audit")
def verify_audit() -> None:
    """Looks at the whole chain and records what was found; auditors see it."""
    audit.verify()


@shared_task(name="screening.refresh_watchlists")
def refresh_watchlists() -> None:
    """Reads the publications that something else fetched into the folder of the settings."""
    if settings.WATCHLISTS_FOLDER:
        refresh(Path(settings.WATCHLISTS_FOLDER))


@worker_init.connect
def load_before_forking(**_: object) -> None:
    """The index is built once and shared by the processes that fork from this one."""
    require_rules()
    with contextlib.suppress(index.NoCatalogue):  # shipments wait until a catalogue is loaded
        index.engine_in_force()
    connections.close_all()


@worker_process_init.connect
def open_own_connections(**_: object) -> None:
    connections.close_all()
