"""What belongs to Dushanbe-2: one of each thing that an address can name, and the words that give it away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from checkpoints.models import Administration, Delegation, User
from checkpoints.roles import Role
from screening import models as m
from tests import cast as c
from tests.cast import Cast
from training.models import Attempt, Group

NUMBER: Final = "FOREIGN-77001"
FIRM: Final = "Nobody Elsewhere Trading LLC (invented)"
PLATE: Final = "99Q987ZZ"
GIVEAWAYS: Final = (NUMBER, FIRM, PLATE)


@dataclass(frozen=True)
class World:
    cast: Cast
    shipment: m.Shipment
    amended: m.Shipment
    attachment: m.Attachment
    question: m.Question
    review: m.Review
    delegation: Delegation
    determination: m.Determination
    edition: m.Edition
    list_import: m.ListImport
    watchlist_edition: m.WatchlistEdition
    term: m.TermProposal
    drafting: m.TermDrafting
    attempt: Attempt
    group: Group


def world_of(cast: Cast) -> World:
    former, shipment = (c.shipment(cast, version=version) for version in (1, 2))
    m.Shipment.objects.filter(pk=former.pk).update(declaration_number=NUMBER, state=m.Shipment.State.SUPERSEDED)
    m.Shipment.objects.filter(pk=shipment.pk).update(declaration_number=NUMBER)
    m.Party.objects.create(shipment=shipment, role=m.Party.Role.CONSIGNOR, name=FIRM, country="DE")
    for kind, key in ((m.SearchKey.Kind.NUMBER, NUMBER), (m.SearchKey.Kind.MEANS, PLATE)):
        m.SearchKey.objects.create(shipment=shipment, kind=kind, key=key.lower())
    screened = c.run(shipment)
    return World(
        cast=cast,
        shipment=m.Shipment.objects.get(pk=shipment.pk),
        amended=m.Shipment.objects.get(pk=former.pk),
        attachment=_attachment(cast, shipment),
        question=m.Question.objects.create(
            shipment=shipment, first_run=screened, item_number=1, key="Q-CONCENTRATION", arguments={}
        ),
        review=c.review(screened, cast.officer),
        delegation=_delegation(cast),
        determination=_determination(),
        edition=_edition(),
        list_import=_list_import(),
        watchlist_edition=_watchlist_edition(),
        term=_term(),
        drafting=_drafting(),
        attempt=_attempt(cast),
        group=Group.objects.create(administration=cast.tajikistan, name=NUMBER),
    )


def _attachment(cast: Cast, shipment: m.Shipment) -> m.Attachment:
    attached = m.Attachment.objects.create(
        shipment=shipment, author=cast.officer, filename=NUMBER, media_type="image/png", size=1, sha256="0" * 64
    )
    m.AttachmentContent.objects.create(attachment=attached, content=b"x")
    return attached


def _determination() -> m.Determination:
    """Of a third administration, to which no reader belongs."""
    third = Administration.objects.create(code="kg", name="Customs Service (KG)", country="KG")
    officer = c.person("officer.kg", third, Role.ANALYST)
    return c.determination(c.good(third, FIRM), officer)


def _edition() -> m.Edition:
    """A draft of that administration's own list."""
    made = c.edition("national-kg", NUMBER)
    m.ControlList.objects.filter(slug="national-kg").update(administration=Administration.objects.get(code="kg"))
    return made


def _watchlist_edition() -> m.WatchlistEdition:
    """A draft of that administration's own watchlist."""
    made = c.watchlist_edition("watched-kg", NUMBER)
    own = Administration.objects.get(code="kg")
    m.Watchlist.objects.filter(slug="watched-kg").update(administration=own, title=FIRM)
    return made


def _term() -> m.TermProposal:
    """A proposal for that list."""
    own = m.ControlList.objects.get(slug="national-kg")
    return c.term_proposal(own, User.objects.get(username="officer.kg"), text=NUMBER, reason=FIRM)


def _list_import() -> m.ListImport:
    """A file that came back because its list shrank."""
    third, by = Administration.objects.get(code="kg"), User.objects.get(username="officer.kg")
    return m.ListImport.objects.create(
        administration=third,
        started_by=by,
        filename=NUMBER,
        size=1,
        sha256="0" * 64,
        state="refused",
        before=9,
        after=1,
    )


def _drafting() -> m.TermDrafting:
    """A draft of accepted terms of that list that failed."""
    own = m.ControlList.objects.get(slug="national-kg")
    by = User.objects.get(username="officer.kg")
    return m.TermDrafting.objects.create(control_list=own, started_by=by, state="failed", fault=FIRM)


def _delegation(cast: Cast) -> Delegation:
    today = timezone.now()
    deputy = c.person("deputy.dushanbe2", cast.tajikistan, Role.OFFICER, cast.dushanbe_2)
    return Delegation.objects.create(
        principal=cast.supervisor,
        deputy=deputy,
        checkpoint=cast.dushanbe_2,
        starts_at=today,
        ends_at=today + timedelta(days=1),
    )


def _attempt(cast: Cast) -> Attempt:
    said: dict[str, Any] = {"editions": [], "policy_version": "test", "engine_version": "test"}
    return Attempt.objects.create(
        administration=cast.tajikistan,
        trainee=cast.officer,
        exercise="first",
        exercise_sha256="0" * 64,
        seed=1,
        size=0,
        content="{}",
        evidence="[]",
        evidence_sha256="0" * 64,
        index_digest="0" * 64,
        **said,
    )
