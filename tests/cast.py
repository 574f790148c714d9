"""The people, offices and systems of the tests, and one row of each kind of record.

The places are real, every person and firm is invented. An officer and a supervisor work at Dushanbe-2, an
officer at Khorog (both Tajikistan), an officer at Ayritom (Uzbekistan); one customs system sends declarations.
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from django.db.models import Model
from django.utils import timezone

from checkpoints.models import (
    Administration,
    ApiClient,
    Assignment,
    Checkpoint,
    Delegation,
    DelegationEnd,
    User,
)
from checkpoints.roles import Role
from ledger import audit
from screening import models as m
from screening.lists.catalogue_file import read_catalogue
from screening.lists.load import load_catalogue
from screening.services.precedents import store_keys
from training import models as t

PASSWORD: Final = "invented-for-tests"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Cast:
    tajikistan: Administration
    uzbekistan: Administration
    dushanbe_2: Checkpoint
    khorog: Checkpoint
    ayritom: Checkpoint
    officer: User
    supervisor: User
    khorog_officer: User
    ayritom_officer: User
    list_manager: User
    other_list_manager: User
    customs_system: ApiClient


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def assemble() -> Cast:
    tajikistan = Administration.objects.create(code="tj", name="Customs Service (TJ)", country="TJ")
    uzbekistan = Administration.objects.create(code="uz", name="Customs Committee (UZ)", country="UZ")
    dushanbe_2 = _checkpoint(tajikistan, "TJ0202", "Dushanbe-2", Checkpoint.Kind.RAIL)
    khorog = _checkpoint(tajikistan, "TJ0501", "Khorog", Checkpoint.Kind.ROAD)
    ayritom = _checkpoint(uzbekistan, "UZ2203", "Ayritom", Checkpoint.Kind.ROAD)
    return Cast(
        tajikistan=tajikistan,
        uzbekistan=uzbekistan,
        dushanbe_2=dushanbe_2,
        khorog=khorog,
        ayritom=ayritom,
        officer=person("officer.dushanbe2", tajikistan, Role.OFFICER, dushanbe_2),
        supervisor=person("supervisor.dushanbe2", tajikistan, Role.SUPERVISOR, dushanbe_2),
        khorog_officer=person("officer.khorog", tajikistan, Role.OFFICER, khorog),
        ayritom_officer=person("officer.ayritom", uzbekistan, Role.OFFICER, ayritom),
        list_manager=person("lists.one", tajikistan, Role.LIST_MANAGER),
        other_list_manager=person("lists.two", tajikistan, Role.LIST_MANAGER),
        customs_system=ApiClient.objects.create(
            name="Invented customs system",
            administration=tajikistan,
            client_type=ApiClient.CLIENT_CONFIDENTIAL,
            authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
        ),
    )


def person(username: str, administration: Administration, role: Role, checkpoint: Checkpoint | None = None) -> User:
    """A user with one role; the name says that it is invented."""
    user = User.objects.create_user(username, password=PASSWORD, administration=administration)
    user.first_name, user.last_name = "Invented", username
    user.save()
    Assignment.objects.create(user=user, role=role.value, checkpoint=checkpoint)
    return user


def _checkpoint(administration: Administration, code: str, name: str, kind: Checkpoint.Kind) -> Checkpoint:
    return Checkpoint.objects.create(administration=administration, code=code, name=name, kind=kind)


# -- shipments, runs, decisions ----------------------------------------------------------------------


def shipment(cast: Cast, *, sender_is: str = "", **fields: Any) -> m.Shipment:
    """One with a line, a party, a route, a container and a document, lodged at Dushanbe-2."""
    number = next(_numbers)
    sent = m.Submission.objects.create(
        administration=cast.tajikistan,
        sender=f"checkpoint:{cast.dushanbe_2.pk}",
        submitted_by=f"person:{cast.officer.pk}",
        channel=m.Submission.Channel.FORM,
        size=1,
        sha256=_digest(f"submission {number}"),
        state=m.Submission.State.ACCEPTED,
    )
    m.SubmissionContent.objects.create(submission=sent, content=b"{}")
    made = m.Shipment.objects.create(
        administration=cast.tajikistan,
        submission=sent,
        sender=sender_is or sent.sender,
        declaration_number=f"TEST/{number:06}",
        content_sha256=_digest(f"shipment {number}"),
        arrival_at=timezone.now() + timedelta(hours=6),
        **fields,
    )
    m.ShipmentOffice.objects.create(shipment=made, checkpoint=cast.dushanbe_2, role=m.ShipmentOffice.Role.LODGEMENT)
    m.GoodsItem.objects.create(shipment=made, number=1, description="Thiodiglycol, 200 l drum", hs_code="293070")
    m.Party.objects.create(shipment=made, role=m.Party.Role.CONSIGNEE, name="Invented Trading LLC", country="TJ")
    m.Route.objects.create(shipment=made, dispatch="DE", destination="TJ", mode="3")
    m.Container.objects.create(shipment=made, number="CSQU3054383")
    m.Document.objects.create(shipment=made, code="N380", reference="INV-1")
    return made


def run(of: m.Shipment, *, level: int = 3, flagged: bool = True) -> m.ScreeningRun:
    """The next run of a shipment; a flagged one has a flag."""
    request = m.ScreeningRequest.objects.create(
        shipment=of, cause=m.ScreeningRequest.Cause.ARRIVAL, due_at=timezone.now()
    )
    made = m.ScreeningRun.objects.create(
        request=request,
        shipment=of,
        number=of.runs.count() + 1,
        level=level,
        flagged=flagged,
        lane=m.Shipment.Lane.RED if flagged else m.Shipment.Lane.GREEN,
        evidence="{}",
        evidence_sha256=_digest("{}"),
        editions=[],
        index_digest=_digest("index"),
        policy_version="test",
        engine_version="test",
    )
    if flagged:
        m.Flag.objects.create(
            run=made, item_number=1, list_slug="eu-dual-use", entry_code="1C350.1", level=level, score_permille=900
        )
    m.Shipment.objects.filter(pk=of.pk).update(
        latest_run=made, level=level, state=m.Shipment.State.FLAGGED if flagged else m.Shipment.State.CLEAR
    )
    return made


def review(of: m.ScreeningRun, by: User, decision: str = m.reviews.Decision.RELEASE, **fields: Any) -> m.Review:
    """A proposal; a release asks for a second person unless told otherwise."""
    needs = fields.pop("needs_confirmation", decision == m.reviews.Decision.RELEASE)
    return m.Review.objects.create(
        shipment=of.shipment, run=of, proposer=by, decision=decision, needs_confirmation=needs, **fields
    )


def confirmation(of: m.Review, by: User, **changed: Any) -> m.ReviewConfirmation:
    """A second person's word, which repeats what was proposed unless changed."""
    said = {"proposer_repeated": of.proposer, "decision_repeated": of.decision, "confirmed": True, **changed}
    return m.ReviewConfirmation.objects.create(review=of, confirmer=by, **said)


def outcome(of: m.Review, **changed: Any) -> m.Outcome:
    return m.Outcome.objects.create(**{"shipment": of.shipment, "review": of, "decision": of.decision, **changed})


# -- lists -------------------------------------------------------------------------------------------


def edition(slug: str = "test-list", name: str = "1", **fields: Any) -> m.Edition:
    """A draft of a list, with one entry that has one of each part."""
    control_list, _ = m.ControlList.objects.get_or_create(slug=slug)
    today = timezone.localdate()
    made = m.Edition.objects.create(
        control_list=control_list,
        name=name,
        title={"en": "Test list"},
        source="invented",
        checksum=_digest(f"{slug} {name}"),
        effective_from=today,
        review_by=today + timedelta(days=365),
        hs_edition="2022",
        **fields,
    )
    entry = m.Entry.objects.create(edition=made, position=1, code="1C350.1", kind="chemical", hazards="toxic")
    drafted = m.control_lists.ReviewState.DRAFTED
    m.EntryText.objects.create(entry=entry, language="en", title="Thiodiglycol", review_state=drafted)
    m.Term.objects.create(
        entry=entry, position=1, language="en", text="thiodiglycol", weight="exact", origin="test", review_state=drafted
    )
    m.Identifier.objects.create(entry=entry, position=1, kind="cas", value="111-48-8")
    m.HsCorrelation.objects.create(entry=entry, position=1, code="293070", hs_edition="2022", confidence="high")
    m.Parameter.objects.create(
        entry=entry,
        position=1,
        group="1",
        role="control",
        quantity="concentration",
        comparison="above",
        limit="30",
        unit="%",
    )
    return made


def activation(of: m.Edition, by: User, **changed: Any) -> m.Activation:
    return m.Activation.objects.create(**{"edition": of, "proposer": by, "checksum": of.checksum, **changed})


def activation_confirmation(of: m.Activation, by: User, **changed: Any) -> m.ActivationConfirmation:
    said = {"proposer_id_repeated": of.proposer.pk, "checksum_repeated": of.checksum, **changed}
    return m.ActivationConfirmation.objects.create(activation=of, confirmer=by, **said)


def watchlist_edition(slug: str = "test-watchlist", name: str = "1", **fields: Any) -> m.WatchlistEdition:
    """A draft of a watchlist, with one party of one name."""
    watchlist, _ = m.Watchlist.objects.get_or_create(slug=slug, defaults={"title": "Test watchlist"})
    today = timezone.localdate()
    made = m.WatchlistEdition.objects.create(
        watchlist=watchlist,
        name=name,
        source="invented",
        checksum=_digest(f"{slug} {name}"),
        published_on=today,
        **{"review_by": today + timedelta(days=14), "party_count": 1, "name_count": 1, **fields},
    )
    digest = _digest(f"{slug} {name} party")
    party = m.ListedParty.objects.create(watchlist=watchlist, reference="1", digest=digest, kind="person")
    m.ListedName.objects.create(party=party, text="Rustam Testov")
    m.EditionParty.objects.create(edition=made, party=party)
    return made


def watchlist_activation(of: m.WatchlistEdition, by: User, **changed: Any) -> m.WatchlistActivation:
    return m.WatchlistActivation.objects.create(**{"edition": of, "proposer": by, "checksum": of.checksum, **changed})


def watchlist_confirmation(of: m.WatchlistActivation, by: User, **changed: Any) -> m.WatchlistActivationConfirmation:
    said = {"proposer_id_repeated": of.proposer.pk, "checksum_repeated": of.checksum, **changed}
    return m.WatchlistActivationConfirmation.objects.create(activation=of, confirmer=by, **said)


def _watchlist_history(cast: Cast) -> list[Model]:
    drafted = watchlist_edition()
    proposed = watchlist_activation(drafted, cast.list_manager)
    reading = m.WatchlistReading.objects.create(watchlist=drafted.watchlist, edition=drafted, result="taken")
    return [reading, proposed, watchlist_confirmation(proposed, cast.other_list_manager)]


# -- known goods -------------------------------------------------------------------------------------


def good(of: Administration, maker: str = "Invented", model: str = "VM-5100", **fields: Any) -> m.Good:
    """A good with its keys."""
    made = m.Good.objects.create(administration=of, maker=maker, model=model, **fields)
    store_keys(made)
    return made


def determination(of: m.Good, by: User, **fields: Any) -> m.Determination:
    """That the milling machine's entry controls it, unless told otherwise."""
    said = {"list_slug": "eu-dual-use", "entry_code": "2B001.b", "ruling": m.Ruling.CONTROLLED, "reason": "Five axes"}
    return m.Determination.objects.create(good=of, determined_by=by, **{**said, **fields})


def determination_confirmation(of: m.Determination, by: User, **changed: Any) -> m.DeterminationConfirmation:
    said = {"determined_by_repeated": of.determined_by, "ruling_repeated": of.ruling, "confirmed": True, **changed}
    return m.DeterminationConfirmation.objects.create(determination=of, confirmer=by, **said)


# -- terms proposed ----------------------------------------------------------------------------------


def term_proposal(of: m.ControlList, by: User, **fields: Any) -> m.TermProposal:
    """A further name for thiodiglycol, unless told otherwise."""
    said = {"entry_code": "1C350.1", "change": "add", "language": "en", "text": "Kromfax", "weight": "exact"}
    own = {"reason": "On a drum", "administration": by.administration, "proposed_by": by}
    return m.TermProposal.objects.create(control_list=of, **{**said, **own, **fields})


def term_decision(of: m.TermProposal, by: User, **changed: Any) -> m.TermDecision:
    """A refusal, unless told otherwise."""
    said = {"proposed_by_repeated": of.proposed_by, "change_repeated": of.change, "text_repeated": of.text}
    return m.TermDecision.objects.create(
        proposal=of, decided_by=by, **{**said, "accepted": False, "note": "A brand", **changed}
    )


# -- one row of every table that keeps its history ------------------------------------------------------


def history(cast: Cast) -> dict[str, Model]:
    """By table. A decided shipment, an activated edition, a determination, an audit event."""
    decided = shipment(cast)
    screened = run(decided)
    question = m.Question.objects.create(
        shipment=decided, first_run=screened, item_number=1, key="Q-CONCENTRATION", arguments={}
    )
    answer = m.Answer.objects.create(question=question, text="98 %", answered_by=f"person:{cast.officer.pk}")
    proposed = review(screened, cast.officer)
    confirmed = confirmation(proposed, cast.supervisor)
    activated = activation(edition(), cast.list_manager)
    determined = determination(good(cast.tajikistan), cast.officer)
    term = term_proposal(activated.edition.control_list, cast.officer)
    index = m.IndexArtifact.objects.create(digest=_digest("index"), content=b"", editions=[])
    attached = m.Attachment.objects.create(
        shipment=decided, author=cast.officer, filename="seal.jpg", media_type="image/jpeg", size=1, sha256=_digest("x")
    )
    now = timezone.now()
    delegated = Delegation.objects.create(
        principal=cast.supervisor,
        deputy=cast.khorog_officer,
        checkpoint=cast.dushanbe_2,
        starts_at=now,
        ends_at=now + timedelta(days=1),
    )
    effective = outcome(proposed)
    rows: list[Model | None] = [
        *(attached, m.Note.objects.create(shipment=decided, author=cast.officer, text="Seal is whole")),
        m.InspectionResult.objects.create(outcome=effective, found="nothing", recorded_by=cast.officer),
        m.Escalation.objects.create(shipment=decided, cause="undecided", deadline=now),
        *(delegated, DelegationEnd.objects.create(delegation=delegated, by=cast.supervisor)),
        *(decided.items.first(), decided.offices.first(), decided.route, decided.containers.first()),
        *(decided.documents.first(), screened, screened.flags.first(), question, answer),
        *(proposed, confirmed, effective),
        *(activated, activation_confirmation(activated, cast.other_list_manager)),
        *_watchlist_history(cast),
        *(index, m.IndexInForce.objects.create(artifact=index)),
        *(determined.good, determined, determination_confirmation(determined, cast.supervisor)),
        *(term, term_decision(term, cast.list_manager)),
        *_training(cast),
        audit.record(actor=f"person:{cast.officer.pk}", action="shipment.decided", subject=decided),
    ]
    return {row._meta.db_table: row for row in rows if row is not None}


def _training(cast: Cast) -> list[Model]:
    """An answer in an open attempt; a finished one with its certificate."""
    answered, ended = _attempt(cast.officer, cast.tajikistan), _attempt(cast.khorog_officer, cast.tajikistan)
    response = t.Response.objects.create(attempt=answered, number=1, position=1, decision="release", confidence=3)
    completion = t.Completion.objects.create(attempt=ended, marks=[], passed=False)
    certificate = t.Certificate.objects.create(completion=completion, code="test", name="Invented", title={})
    return [ended, response, completion, certificate]


def _attempt(trainee: User, administration: Administration) -> t.Attempt:
    return t.Attempt.objects.create(
        administration=administration,
        trainee=trainee,
        exercise="first",
        exercise_sha256=_digest("exercise"),
        seed=1,
        size=1,
        content="{}",
        evidence="[]",
        evidence_sha256=_digest("[]"),
        editions=[],
        index_digest=_digest("index"),
        policy_version="test",
        engine_version="test",
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# -- lists in force ------------------------------------------------------------------------------------

SMALL_LISTS: Final = Path(__file__).parent / "cases" / "catalogue"


@pytest.fixture
def lists(db: None) -> None:
    """A small list in force: thiodiglycol (1C350.1) and a milling machine from five axes (2B001.b)."""
    load_catalogue(read_catalogue(SMALL_LISTS))
