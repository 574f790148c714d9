"""The control lists: what is in force and how fresh it is, the entries of a list, and look-up of an entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from checkpoints.actors import Actor
from checkpoints.roles import Ability
from screening.models import Edition
from screening.selectors import lists as selector
from screening.selectors.entries import EntryKey, in_language
from screening.selectors.lists import Described, FoundEntry, Node
from screening.services import entry_search
from screening.web.access import Request, actor_of, signed_in


@dataclass(frozen=True)
class ListRow:
    """A list as its edition in force has it, or an edition that waits."""

    slug: str
    url: str
    title: str
    language: str
    edition: str
    source: str
    effective_from: date
    review_by: date
    stale: bool
    entries: int
    terms: int
    proposed: bool
    edition_url: str


@dataclass(frozen=True)
class EntryRow:
    code: str
    url: str
    title: str
    language: str
    list_title: str = ""
    depth: int = 0


@dataclass(frozen=True)
class Lookup:
    """What was looked up, and what was found; ``too_long`` where nothing was looked for."""

    asked: str
    rows: list[EntryRow]
    more: bool
    too_long: bool


@dataclass(frozen=True)
class ListPage:
    row: ListRow
    lookup: Lookup | None
    entries: list[EntryRow]
    headings: list[tuple[str, str]]
    next_url: str
    former_url: str


@require_GET
@signed_in
def lists(request: Request) -> HttpResponse:
    """Every list in force, or the entries of all of them that were looked up."""
    actor, language = actor_of(request), get_language() or "en"
    manages = actor.may(Ability.MANAGE_LISTS)
    lookup = _lookup(request.GET.get("q", ""), "", actor, language)
    described = [] if lookup else selector.editions(actor.administration_id, drafts=manages)
    context = {
        "lookup": lookup,
        "rows": [_row(each, language) for each in described if each.edition.state == Edition.State.ACTIVE],
        "drafts": [_row(each, language) for each in described if each.edition.state == Edition.State.DRAFT],
        "manages": manages,
        "proposes": actor.may(Ability.PROPOSE_TERM),
    }
    return render(request, "web/lists.html", context, status=_status(lookup))


@require_GET
@signed_in
def control_list(request: Request, slug: str) -> HttpResponse:
    """The entries of a list in printed order, or those of it that were looked up."""
    actor, language = actor_of(request), get_language() or "en"
    edition = selector.edition_in_force(slug, actor.administration_id)
    if edition is None:
        raise Http404
    lookup = _lookup(request.GET.get("q", ""), slug, actor, language)
    page = _page(edition, lookup, _position(request.GET.get("from", "")), language)
    return render(request, "web/list.html", {"page": page}, status=_status(lookup))


def _status(lookup: Lookup | None) -> int:
    return 422 if lookup and lookup.too_long else 200


def _position(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _page(edition: Edition, lookup: Lookup | None, begin: int, language: str) -> ListPage:
    slug = edition.control_list.slug
    tree = selector.tree(edition, begin=begin) if lookup is None else selector.TreePage([], None, None)
    titles = selector.titled([(slug, node.code) for node in tree.nodes], language)
    return ListPage(
        row=_row(Described(edition, 0, 0, proposed=False), language),
        lookup=lookup,
        entries=[_node(node, title) for node, title in zip(tree.nodes, titles, strict=True)],
        headings=[(code, _address(slug, at)) for at, code in selector.headings(edition)] if lookup is None else [],
        next_url=_address(slug, tree.next),
        former_url=_address(slug, tree.former),
    )


def _address(slug: str, begin: int | None) -> str:
    if begin is None:
        return ""
    return f"{reverse('list', args=[slug])}?{urlencode({'from': begin})}"


def _row(described: Described, language: str) -> ListRow:
    edition = described.edition
    spoken, title = in_language(edition.title, language)
    slug = edition.control_list.slug
    return ListRow(
        slug=slug,
        url=reverse("list", args=[slug]),
        title=title or slug,
        language=spoken,
        edition=edition.name,
        source=edition.source,
        effective_from=edition.effective_from,
        review_by=edition.review_by,
        stale=edition.review_by < timezone.localdate(),
        entries=described.entries,
        terms=described.terms,
        proposed=described.proposed,
        edition_url=reverse("edition", args=[edition.pk]),
    )


def _node(node: Node, title: FoundEntry) -> EntryRow:
    return EntryRow(title.code, _entry(title), title.title, title.language, depth=node.depth)


def _entry(found: FoundEntry) -> str:
    return reverse("entry", args=[found.list_slug, found.code])


def _lookup(typed: str, slug: str, actor: Actor, language: str) -> Lookup | None:
    asked = " ".join(typed.replace("\x00", " ").split())
    if not asked:
        return None
    if len(asked) > entry_search.LONGEST:
        return Lookup(asked[: entry_search.LONGEST], [], more=False, too_long=True)
    found = entry_search.find(asked, slug=slug, administration=actor.administration_id)
    return Lookup(asked, _found(found.keys, language), found.more, too_long=False)


def _found(keys: Iterable[EntryKey], language: str) -> list[EntryRow]:
    rows = selector.titled(keys, language)
    return [EntryRow(row.code, _entry(row), row.title, row.language, list_title=row.list_title) for row in rows]
