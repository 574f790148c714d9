"""The files of a dossier, one after another, so that only one of them is in memory."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final

from screening import models as m
from screening.dossier.case import Case
from screening.dossier.records import as_event, as_json, as_record
from screening.engine.catalogue import Catalogue, Edition, edition_digest

SUMMARY: Final = "summary.html"
_EXTENSION: Final = re.compile(r"\.[A-Za-z0-9]{1,5}")

Member = tuple[str, bytes]
"""Name in the archive, and content."""


def members(case: Case, *, summary: str, with_original: bool) -> Iterator[Member]:
    """Everything but the manifest. ``with_original`` is false where the reader may not see the whole of it."""
    yield SUMMARY, summary.encode()
    yield "declaration.json", as_json(_declaration(case))
    yield "versions.json", as_json([as_record(version) for version in case.versions])
    if with_original:
        yield from _original(case.submission)
    yield from _runs(case)
    yield from _catalogues(case)
    yield "work.json", as_json({name: [as_record(row) for row in rows] for name, rows in case.work.items()})
    yield from _attachments(case)
    yield "names.json", as_json(case.names)
    yield "audit-events.json", as_json([as_event(event) for event in case.events])


def _declaration(case: Case) -> dict[str, Any]:
    parts = {name: [as_record(row) for row in rows] for name, rows in case.declared.items()}
    return {"shipment": as_record(case.shipment), "submission": as_record(case.submission), **parts}


def _original(submission: m.Submission) -> Iterator[Member]:
    kept = m.SubmissionContent.objects.filter(submission=submission).first()
    if kept is not None:
        yield f"original/as-received{_extension(submission.filename)}", bytes(kept.content)


def _attachments(case: Case) -> Iterator[Member]:
    for row in case.work["attachments"]:
        assert isinstance(row, m.Attachment)
        kept = m.AttachmentContent.objects.filter(attachment=row).first()
        if kept is not None:
            yield f"attachments/{row.pk}{_extension(row.filename)}", bytes(kept.content)


def _extension(filename: str) -> str:
    suffix = PurePosixPath(filename).suffix
    return suffix.lower() if _EXTENSION.fullmatch(suffix) else ""


# -- runs and the lists that they used --------------------------------------------------------------------


def _runs(case: Case) -> Iterator[Member]:
    for run in case.runs:
        flags = [as_record(flag) for flag in case.flags if flag.run_id == run.pk]
        yield f"runs/{run.number:04}.json", as_json({**as_record(run, without=["evidence"]), "flags": flags})
        evidence = m.ScreeningRun.objects.values_list("evidence", flat=True).get(pk=run.pk)
        yield f"runs/{run.number:04}.evidence.json", evidence.encode()


def _catalogues(case: Case) -> Iterator[Member]:
    """Each catalogue that a run used, whole, and the entries of it that were flagged."""
    flagged = {(flag.list_slug, flag.entry_code) for flag in case.flags}
    for digest in sorted({run.index_digest for run in case.runs}):
        artifact = m.IndexArtifact.objects.filter(digest=digest).first()
        if artifact is not None:
            content = zlib.decompress(artifact.content)
            yield f"lists/{digest}.catalogue.json", content
            catalogue = Catalogue.from_json(content.decode())
            yield f"lists/{digest}.flagged.json", as_json([_flagged(each, flagged) for each in catalogue.editions])


def _flagged(edition: Edition, flagged: set[tuple[str, str]]) -> dict[str, Any]:
    entries = [entry for entry in edition.entries if (edition.list_slug, entry.code) in flagged]
    return {
        "list": edition.list_slug,
        "edition": edition.name,
        "title": edition.title,
        "source": edition.source,
        "effective_from": edition.effective_from,
        "review_by": edition.review_by,
        "checksum": edition_digest(edition),
        "flagged": [
            {"code": entry.code, "title": entry.title, "looks_like": entry.looks_like, "excluded": entry.excluded}
            for entry in entries
        ],
    }
