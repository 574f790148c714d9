"""What competent officers determine about a good, and a second person's word on it. The database holds the rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.actors import Actor, person
from checkpoints.models import User
from checkpoints.roles import Ability
from ledger import audit
from screening.engine import precedents as engine
from screening.models import Determination, DeterminationConfirmation, Good, GoodKey, GoodsItem, Ruling
from screening.selectors.entries import entry_in_force
from screening.selectors.precedents import State, state_of
from screening.services.bad_field import BadField

LONGEST: Final = {"maker": 120, "model": 120, "part_number": 80, "name": 250, "source": 200, "reason": 2000}
LONGEST_YEARS: Final = 10


class BadDetermination(BadField):
    """The determination cannot be recorded."""


class Lapsed(ValueError):
    """The determination was answered or overruled since the page was shown."""


@dataclass(frozen=True, slots=True)
class Product:
    """How a good is named on its plate and papers."""

    maker: str
    model: str
    part_number: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What is determined of it. ``valid_until`` is the last day on which it counts."""

    list_slug: str
    code: str
    ruling: str
    reason: str
    valid_until: date
    source: str = ""


def determine(*, by: User, product: Product, said: Said, item: GoodsItem | None = None) -> Determination:
    """Records a determination, of a good new to the library or a known one; it waits for a second person.

    Raises PermissionDenied without the role or for a line of another administration, BadDetermination for what
    cannot be recorded.
    """
    actor, administration = _allowed(by, Ability.DETERMINE)
    named, told = _product(product), _said(said, administration)
    if item is not None and item.shipment.administration_id != administration:
        raise PermissionDenied(_("The line belongs to another administration."))
    with transaction.atomic():
        good = _good(administration, named)
        _check_withdrawal(good, told)
        made = Determination.objects.create(
            good=good,
            list_slug=told.list_slug,
            entry_code=told.code,
            ruling=told.ruling,
            reason=told.reason,
            source=told.source,
            valid_until=told.valid_until,
            item=item,
            determined_by=by,
        )
        detail = {"determination": made.pk, "list": told.list_slug, "entry": told.code, "ruling": told.ruling}
        audit.record(actor=actor.name, action="good.determined", subject=good, detail=detail)
    return made


def confirm(*, determination: Determination, confirmed: bool, note: str, by: User) -> DeterminationConfirmation:
    """A second person of the administration confirms a determination or refuses it; from then on it counts.

    Raises PermissionDenied without the role, for another administration and for who determined, BadDetermination
    for a refusal without a reason, Lapsed where it was answered or overruled already.
    """
    actor, administration = _allowed(by, Ability.UPHOLD)
    words, good = _words(note), determination.good
    if good.administration_id != administration:
        raise PermissionDenied(_("The good belongs to another administration."))
    if determination.determined_by_id == by.pk:
        raise PermissionDenied(_("You determined this good; another person must confirm it."))
    if not confirmed and not words:
        raise BadDetermination("note", _("The note is empty. Write why you refuse it."))
    with transaction.atomic():
        Good.objects.select_for_update().get(pk=good.pk)
        history = good.determinations.select_related("confirmation")
        if state_of(determination, history) != State.WAITING:
            raise Lapsed(_("The determination was answered or overruled already. Look at the good again."))
        made = DeterminationConfirmation.objects.create(
            determination=determination,
            confirmer=by,
            determined_by_repeated_id=determination.determined_by_id,
            ruling_repeated=determination.ruling,
            confirmed=confirmed,
            delegation_id=actor.in_whose_stead(()),
            note=words,
        )
        action = "good.determination_confirmed" if confirmed else "good.determination_refused"
        audit.record(actor=actor.name, action=action, subject=good, detail={"determination": determination.pk})
    return made


def _allowed(user: User, ability: Ability) -> tuple[Actor, UUID]:
    """Who acts, and for which administration."""
    actor = person(user)
    if not actor.administration_id or not actor.may(ability):
        raise PermissionDenied(_("Your role does not allow this."))
    return actor, actor.administration_id


# -- the good --------------------------------------------------------------------------------------


def _good(administration: UUID, product: Product) -> Good:
    """The known good of this maker and these numbers, in any spelling; else a new one with its keys."""
    keys = sorted({*engine.keys_of(product.model), *engine.keys_of(product.part_number)})
    own = Good.objects.filter(administration=administration)
    for good in own.filter(keys__key__in=keys).distinct().order_by("created_at", "id"):
        if _same(good, product):
            return good
    try:
        with transaction.atomic():
            good = Good.objects.create(
                administration_id=administration,
                maker=product.maker,
                model=product.model,
                part_number=product.part_number,
                name=product.name,
            )
    except IntegrityError:  # made at this moment by another person
        return own.get(maker=product.maker, model=product.model, part_number=product.part_number)
    store_keys(good)
    return good


def store_keys(good: Good) -> None:
    """Makes the keys of a good anew: after a change of how texts are folded too."""
    keys = sorted({*engine.keys_of(good.model), *engine.keys_of(good.part_number)})
    good.keys.all().delete()
    GoodKey.objects.bulk_create(GoodKey(good=good, administration_id=good.administration_id, key=key) for key in keys)


def _same(good: Good, product: Product) -> bool:
    pairs = ((good.model, product.model), (good.part_number, product.part_number))
    numbers = all(engine.keys_of(old) == engine.keys_of(new) for old, new in pairs)
    return numbers and engine.same_maker(good.maker, product.maker)


def _product(product: Product) -> Product:
    said = Product(*map(_line, (product.maker, product.model, product.part_number, product.name)))
    for field in ("maker", "model", "part_number", "name"):
        _check_length(field, getattr(said, field))
    if not said.model and not said.part_number:
        raise BadDetermination(
            "model", _("Model and part number are both empty. Write at least one of them as on the plate.")
        )
    for field, number in (("model", said.model), ("part_number", said.part_number)):
        if number and len(engine.letters_of(number)) < engine.LEAST_KEY:
            refusal = _("“%(value)s” is too short to be recognised. Write the whole number as on the plate.")
            raise BadDetermination(field, refusal % {"value": number})
    keys = [*engine.keys_of(said.model), *engine.keys_of(said.part_number)]
    if not keys:
        refusal = _("“%(value)s” holds no digit, so a text cannot be searched for it. Write the part number too.")
        raise BadDetermination("part_number", refusal % {"value": said.model or said.part_number})
    if not said.maker and not any(map(engine.is_distinctive, keys)):
        refusal = _("“%(value)s” is short: without a maker it would be found on other goods. Write the maker.")
        raise BadDetermination("maker", refusal % {"value": said.model or said.part_number})
    return said


# -- what is said of it ----------------------------------------------------------------------------


def _said(said: Said, administration: UUID) -> Said:
    told = Said(
        said.list_slug, said.code.strip(), said.ruling, _words(said.reason), said.valid_until, _line(said.source)
    )
    if told.ruling not in Ruling.values:
        raise BadDetermination("ruling", _("Choose whether the entry controls the good."))
    if entry_in_force(told.list_slug, told.code, administration) is None:
        refusal = _("“%(code)s” is no entry of the list “%(list)s” in force. Choose one of the line, or look it up.")
        raise BadDetermination("code", refusal % {"code": told.code[:60], "list": told.list_slug[:60]})
    if not told.reason:
        raise BadDetermination("reason", _("The reason is empty. Write what the determination rests on."))
    for field in ("source", "reason"):
        _check_length(field, getattr(told, field))
    _check_end(told.valid_until)
    return told


def _check_end(last_day: date) -> None:
    today = timezone.localdate()
    if last_day < today:
        refusal = _("%(day)s is past. Choose the last day on which the determination counts, today or later.")
        raise BadDetermination("valid_until", refusal % {"day": f"{last_day:%d.%m.%Y}"})
    latest = today + timedelta(days=366 * LONGEST_YEARS)
    if last_day > latest:
        refusal = _("%(day)s is more than 10 years away. Choose %(latest)s or earlier: products and lists change.")
        words = {"day": f"{last_day:%d.%m.%Y}", "latest": f"{latest:%d.%m.%Y}"}
        raise BadDetermination("valid_until", refusal % words)


def _check_withdrawal(good: Good, said: Said) -> None:
    if said.ruling != Ruling.WITHDRAWN:
        return
    history = list(good.determinations.select_related("confirmation"))
    of_entry = [row for row in history if (row.list_slug, row.entry_code) == (said.list_slug, said.code)]
    if not any(state_of(row, history) == State.IN_FORCE and row.ruling != Ruling.WITHDRAWN for row in of_entry):
        refusal = _("Nothing is in force for this good under %(code)s, so nothing can be withdrawn.")
        raise BadDetermination("ruling", refusal % {"code": said.code})


def _check_length(field: str, value: str) -> None:
    if len(value) > LONGEST[field]:
        refusal = _("“%(start)s…” has %(count)d characters, at most %(most)d can be kept. Shorten it.")
        words = {"start": value[:30], "count": len(value), "most": LONGEST[field]}
        raise BadDetermination(field, refusal % words)


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())


def _words(text: str) -> str:
    """PostgreSQL takes no text with NUL in it."""
    return text.replace("\x00", " ").replace("\r\n", "\n").strip()
