"""The index in force: made when an edition is activated, stored by content hash, loaded by every process."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from uuid import UUID

from screening import adapters, models
from screening.engine import Engine


class NoCatalogue(Exception):
    """No control list is in force: nothing can be screened. Run ``manage.py load_catalogue``."""


def put_in_force() -> models.IndexArtifact:
    """Stores the catalogue of the active editions and makes it the one that new runs use."""
    active = models.Edition.objects.filter(state=models.Edition.State.ACTIVE)
    catalogue = adapters.catalogue_of(active)
    artifact = models.IndexArtifact.objects.filter(digest=catalogue.digest).first()
    if artifact is None:
        artifact = adapters.artifact_of(catalogue)
        artifact.save(force_insert=True)
    models.IndexInForce.objects.create(artifact=artifact)
    return artifact


def digest_in_force() -> str:
    """The content hash of the catalogue that new runs use; raises NoCatalogue where there is none."""
    latest = models.IndexInForce.objects.order_by("-created_at", "-id").values_list("artifact__digest", flat=True)
    digest = latest.first()
    if digest is None:
        raise NoCatalogue("No control list is in force. Run: manage.py load_catalogue")
    return digest


def engine_in_force() -> Engine:
    return engine_for(digest_in_force())


def lists_of_others(administration: UUID | None, digest: str) -> frozenset[str]:
    """Slugs of the national lists that a screening for an administration leaves out: those of all other ones.

    ``digest`` names the catalogue in force, with which the answer is kept. None for the administration leaves out
    every national list.
    """
    return _lists_of_others(administration, digest)


@lru_cache(maxsize=64)
def _lists_of_others(administration: UUID | None, digest: str) -> frozenset[str]:
    national = models.ControlList.objects.exclude(administration=None)
    others = national.exclude(administration=administration) if administration else national
    return frozenset(others.values_list("slug", flat=True))


@lru_cache(maxsize=2)  # the one in force, and the one before while its runs end
def engine_for(digest: str) -> Engine:
    """The engine for a stored catalogue; built once a process."""
    artifact = models.IndexArtifact.objects.get(digest=digest)
    with _nothing_collected():
        return adapters.engine_in(artifact)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Building makes a million objects that stay: looking for garbage among them takes most of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
