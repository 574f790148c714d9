"""One screening run: read the shipment, ask the engine, store evidence, flags and questions together."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import transaction

from checkpoints.actors import SYSTEM
from ledger import audit
from screening import adapters, models
from screening.engine import ENGINE_VERSION, Engine, Line, Verdict
from screening.engine.verdict import LEVELS
from screening.selectors.precedents import with_precedents
from screening.services import index, requests


def execute(request_id: UUID) -> models.ScreeningRun | None:
    """Runs a request that nobody else has; None where there was nothing to do.

    The engine works inside the transaction, behind a lock on the shipment: it takes milliseconds, and
    an answer given meanwhile cannot be missed. Safe to call any number of times.
    """
    claim = requests.claim(request_id)
    if claim is None:
        return None
    try:
        with transaction.atomic():
            if not requests.finish(request_id, claim):
                return None
            return _run(_locked(request_id))
    except Exception as error:
        requests.fail(request_id, claim, f"{type(error).__name__}: {error}"[:2000])
        raise


def _locked(request_id: UUID) -> models.ScreeningRequest:
    requests = models.ScreeningRequest.objects.select_for_update(of=("shipment",))
    return requests.select_related("shipment").get(pk=request_id)


def _run(request: models.ScreeningRequest) -> models.ScreeningRun:
    shipment = request.shipment
    engine = index.engine_in_force()
    left_out = index.lists_of_others(shipment.administration_id, engine.digest)
    verdicts = engine.screen(lines_of(shipment), without=left_out)
    run = _store(request, shipment, engine, verdicts)
    _project(shipment, run)
    audit.record(
        actor=SYSTEM.name,
        action="shipment.screened",
        subject=shipment,
        detail={"run": run.pk, "number": run.number, "level": run.level, "evidence": run.evidence_sha256},
    )
    return run


def lines_of(shipment: models.Shipment) -> list[Line]:
    """A shipment's lines as a run reads them: with what officers answered, and the precedents that may apply."""
    answers: dict[int, dict[str, str]] = defaultdict(dict)
    for answer in _answers(shipment):
        answers[answer.question.item_number][answer.question.key] = answer.text
    lines = [adapters.line_of(item, sorted(answers[item.number].items())) for item in shipment.items.all()]
    return with_precedents(lines, shipment.administration_id)


def _answers(shipment: models.Shipment) -> Iterable[models.Answer]:
    if _is_first_run(shipment):
        return ()
    return models.Answer.objects.filter(question__shipment=shipment).select_related("question").order_by("id")


def _is_first_run(shipment: models.Shipment) -> bool:
    """Nothing was asked or answered yet: three questions fewer to the database, of which most runs are spared."""
    return shipment.latest_run_id is None


def _store(
    request: models.ScreeningRequest, shipment: models.Shipment, engine: Engine, verdicts: list[Verdict]
) -> models.ScreeningRun:
    evidence = evidence_of(verdicts)
    level = max((LEVELS.index(verdict.level) for verdict in verdicts), default=0)
    flagged = any(verdict.flagged for verdict in verdicts)
    run = models.ScreeningRun.objects.create(
        request=request,
        shipment=shipment,
        number=1 if _is_first_run(shipment) else shipment.runs.count() + 1,
        level=level,
        flagged=flagged,
        lane=lane_of(level, flagged, open_points=any(v.questions or v.signs for v in verdicts)),
        evidence=evidence,
        evidence_sha256=hashlib.sha256(evidence.encode()).hexdigest(),
        editions=_editions(engine, shipment),
        index_digest=engine.digest,
        policy_version=engine.policy.version,
        engine_version=ENGINE_VERSION,
        code_revision=settings.CODE_REVISION,
    )
    models.Flag.objects.bulk_create(_flags(run, engine, verdicts), batch_size=500)
    _ask(shipment, run, verdicts)
    return run


def _editions(engine: Engine, shipment: models.Shipment) -> list[str]:
    """Those that the run used: national lists of other administrations have no part in it."""
    return list(engine.editions_without(index.lists_of_others(shipment.administration_id, engine.digest)))


def evidence_of(verdicts: Iterable[Verdict]) -> str:
    """The canonical document that a run stores."""
    return audit.canonical({"lines": [verdict.as_document() for verdict in verdicts]})


def _flags(run: models.ScreeningRun, engine: Engine, verdicts: list[Verdict]) -> list[models.Flag]:
    return [
        models.Flag(
            run=run,
            item_number=int(verdict.id),
            list_slug=candidate.list_slug,
            entry_code=candidate.code,
            level=LEVELS.index(candidate.level),
            score_permille=round(candidate.score * 1000),
        )
        for verdict in verdicts
        for candidate in verdict.candidates
        if engine.policy.flags(candidate.level)
    ]


def _ask(shipment: models.Shipment, run: models.ScreeningRun, verdicts: list[Verdict]) -> None:
    """Stores the questions that were not asked before."""
    known = set() if _is_first_run(shipment) else set(shipment.questions.values_list("item_number", "key"))
    models.Question.objects.bulk_create(
        models.Question(
            shipment=shipment,
            first_run=run,
            item_number=int(verdict.id),
            key=question.key,
            arguments={"message": question.message, **question.arguments},
        )
        for verdict in verdicts
        for question in verdict.questions
        if (int(verdict.id), question.key) not in known
    )


def lane_of(level: int, flagged: bool, *, open_points: bool) -> str:
    """Red where goods are to be looked at, yellow where papers are, green otherwise."""
    if flagged:
        return models.Shipment.Lane.RED if level == LEVELS.index("high") else models.Shipment.Lane.YELLOW
    return models.Shipment.Lane.YELLOW if open_points else models.Shipment.Lane.GREEN


def _project(shipment: models.Shipment, run: models.ScreeningRun) -> None:
    """Brings the queue's view of the shipment up to the run. What was decided stands unless it got worse."""
    worse = run.level > shipment.level
    shipment.latest_run, shipment.level, shipment.lane = run, run.level, run.lane
    if shipment.state not in (models.Shipment.State.DECIDED, models.Shipment.State.SUPERSEDED) or worse:
        shipment.state = models.Shipment.State.FLAGGED if run.flagged else models.Shipment.State.CLEAR
    shipment.save(update_fields=["latest_run", "level", "lane", "state"])
