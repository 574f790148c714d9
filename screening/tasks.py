"""What the workers do. A task fetches and calls a service; each may run twice."""

from __future__ import annotations

import contextlib
from uuid import UUID

from celery import shared_task
from celery.signals import worker_init, worker_process_init
from django.db import connections

from ledger import audit
from ledger.checks import require_rules
from screening.services import index, requests, run


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


@shared_task(name="screening.export_audit_head")
def export_audit_head() -> None:
    """Keeps the end of the audit chain outside the database."""
    audit.export_head()


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
