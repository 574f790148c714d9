"""A publication becomes an edition: stored once, the first in force alone, a later one by two persons."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from checkpoints.actors import SYSTEM
from checkpoints.models import User
from ledger.models import AuditEvent
from screening import adapters
from screening.lists.activation import BadActivation
from screening.lists.compare import Kind
from screening.lists.faults import ListRefused
from screening.lists.watchlists import activation
from screening.lists.watchlists.delta import delta
from screening.lists.watchlists.importing import Imported, Source, WatchlistOfOthers, import_publication
from screening.lists.watchlists.national_csv import read_national_csv
from screening.lists.watchlists.refresh import refresh
from screening.models import (
    EditionParty,
    ListedName,
    ListedParty,
    Watchlist,
    WatchlistActivation,
    WatchlistActivationConfirmation,
    WatchlistEdition,
    WatchlistReading,
)
from tests.cast import Cast
from tests.lists.watchlists.test_readers import CASES

pytestmark = pytest.mark.django_db
HEADER = "entity_id,name,is_alias,type,country,source\n"
Bring = Callable[..., Imported]


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Imports rows as the list ``national``: ``bring("1,Testov,0,person,TJ,a")``."""

    def bring(*rows: str, slug: str = "national", may_shrink: bool = False) -> Imported:
        path = tmp_path / f"{slug}.csv"
        path.write_text(HEADER + "".join(f"{row}\n" for row in rows), "utf-8")
        return import_publication(Source(slug, path, "csv", "National list"), actor=SYSTEM, may_shrink=may_shrink)

    return bring


ONE, TWO, THREE = "1,Testov Rustam,0,person,TJ,a", "2,Sample Co,0,company,IR,a", "3,Other Co,0,company,TR,a"


def test_the_first_edition_is_in_force_at_once_and_recorded_as_bootstrap(bring: Bring) -> None:
    edition = bring(ONE, TWO).edition
    edition.refresh_from_db()
    assert (edition.state, edition.bootstrap, edition.party_count, edition.name_count) == ("active", True, 2, 2)
    assert AuditEvent.objects.filter(action="watchlist.bootstrapped").exists()
    assert edition.review_by == edition.published_on + timedelta(days=365)


def test_a_stored_edition_reads_as_it_was_published() -> None:
    source = Source("national", CASES / "national.csv", "csv")
    edition = import_publication(source).edition
    with CaptureQueriesContext(
        connection,
    ) as asked:
        watchlist = adapters.watchlist_of(edition)
    assert watchlist.parties == read_national_csv(CASES / "national.csv").parties
    assert watchlist.label == f"national {edition.name}"
    assert len(asked) <= 3


def test_what_is_known_is_not_stored_again_but_stays_fresh(bring: Bring) -> None:
    first = bring(ONE, TWO).edition
    WatchlistEdition.objects.update(review_by=timezone.localdate() - timedelta(days=9))
    again = bring(TWO, ONE)
    assert (again.new, again.edition, WatchlistEdition.objects.count()) == (False, first, 1)
    assert again.reading.result == "unchanged"
    assert again.edition.review_by > timezone.localdate()


def test_a_later_edition_is_a_draft_that_shares_what_did_not_change(bring: Bring) -> None:
    bring(ONE, TWO)
    later = bring(ONE, "2,Sample Company,0,company,IR,a", THREE).edition
    assert (later.state, later.bootstrap) == ("draft", False)
    assert ListedParty.objects.count() == 4
    assert EditionParty.objects.count() == 5


def test_two_editions_are_compared_by_party_and_by_what_changed(bring: Bring) -> None:
    before = bring(ONE, TWO).edition
    after = bring("1,Testov Rustam,0,person,TJ,a", "1,Rustik,weak,person,TJ,a", THREE).edition
    with CaptureQueriesContext(connection) as asked:
        changes = delta(before, after)
    assert [(change.reference, change.kind) for change in changes] == [
        ("1", Kind.CHANGED),
        ("2", Kind.REMOVED),
        ("3", Kind.ADDED),
    ]
    (part,) = changes[0].parts
    assert (part.part, part.removed, part.added) == ("names", (), ("Rustik (weak)",))
    assert len(asked) <= 4


@pytest.mark.parametrize("content", [b"", b"entity_id,name\n", b"\xd2\xe5\xf1\xf2", None])
def test_a_bad_publication_is_refused_whole_and_the_good_edition_stays(
    bring: Bring, tmp_path: Path, content: bytes | None
) -> None:
    good = bring(ONE, TWO).edition
    path = tmp_path / "bad.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ListRefused):
        import_publication(Source("national", path, "csv"))
    assert Watchlist.objects.get().editions.get(state="active") == good
    reading = WatchlistReading.objects.order_by("created_at").last()
    assert reading is not None
    assert (reading.result, reading.fault_count) == ("refused", 1)
    assert AuditEvent.objects.filter(action="watchlist.refused").exists()


def test_a_list_that_lost_half_of_its_parties_is_refused_until_it_is_confirmed(bring: Bring) -> None:
    bring(ONE, TWO)
    with pytest.raises(ListRefused) as raised:
        bring(ONE)
    (fault,) = raised.value.faults
    assert (fault.message, fault.value, fault.known) == ("watchlist-shrunk", "1", "2")
    assert bring(ONE, may_shrink=True).new


def test_a_list_keeps_its_owner(bring: Bring, cast: Cast, tmp_path: Path) -> None:
    bring(ONE)
    with pytest.raises(WatchlistOfOthers):
        import_publication(Source("national", tmp_path / "national.csv", "csv", owner=cast.uzbekistan))


# -- two persons -----------------------------------------------------------------------------------


@pytest.fixture
def draft(bring: Bring, cast: Cast) -> WatchlistEdition:
    bring(ONE, TWO)
    return bring(ONE, TWO, THREE).edition


def test_a_second_person_puts_it_in_force(draft: WatchlistEdition, cast: Cast) -> None:
    former = WatchlistEdition.objects.get(state="active")
    proposal = activation.propose(edition=draft, proposer=cast.list_manager)
    with pytest.raises(BadActivation):
        activation.confirm(proposal=proposal, confirmer=cast.list_manager)
    activation.confirm(proposal=proposal, confirmer=cast.other_list_manager)
    former.refresh_from_db()
    draft.refresh_from_db()
    assert (draft.state, former.state) == ("active", "retired")
    back = activation.roll_back(edition=draft, by=cast.list_manager, reason="wrong names")
    assert back == former


def test_an_emergency_needs_a_reason(draft: WatchlistEdition, cast: Cast) -> None:
    with pytest.raises(BadActivation):
        activation.activate_at_once(edition=draft, by=cast.list_manager, reason=" ")
    activation.activate_at_once(edition=draft, by=cast.list_manager, reason="a ship arrives tonight")
    proposal = WatchlistActivation.objects.get()
    activation.confirm(proposal=proposal, confirmer=cast.other_list_manager)
    assert WatchlistActivationConfirmation.objects.count() == 1


def _refused_by_the_database(act: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        act()


def test_the_database_itself_refuses_one_person_and_a_changed_proposal(draft: WatchlistEdition, cast: Cast) -> None:
    proposal = activation.propose(edition=draft, proposer=cast.list_manager)

    def confirmed(by: User, checksum: str) -> Callable[[], object]:
        return lambda: WatchlistActivationConfirmation.objects.create(
            activation=proposal,
            confirmer=by,
            proposer_id_repeated=cast.list_manager.pk,
            checksum_repeated=checksum,
        )

    _refused_by_the_database(confirmed(cast.list_manager, proposal.checksum))
    _refused_by_the_database(confirmed(cast.other_list_manager, "0" * 64))
    WatchlistEdition.objects.filter(state="active").update(state="retired")
    _refused_by_the_database(lambda: WatchlistEdition.objects.filter(pk=draft.pk).update(state="active"))


def test_what_is_in_force_keeps_its_content(draft: WatchlistEdition, cast: Cast) -> None:
    active = WatchlistEdition.objects.get(state="active")
    party = ListedParty.objects.filter(editions=active).first()
    assert party is not None
    _refused_by_the_database(lambda: party.names.create(text="One more", position=9))
    _refused_by_the_database(lambda: ListedName.objects.filter(party=party).update(text="Another"))
    _refused_by_the_database(lambda: ListedName.objects.filter(party=party).delete())
    _refused_by_the_database(lambda: EditionParty.objects.filter(edition=active).delete())
    _refused_by_the_database(lambda: ListedParty.objects.filter(pk=party.pk).update(kind="vessel"))
    _refused_by_the_database(lambda: WatchlistEdition.objects.filter(pk=active.pk).update(checksum="0" * 64))


# -- commands --------------------------------------------------------------------------------------


def _imported(*arguments: str) -> None:
    call_command("import_watchlist", *arguments)


def test_a_list_is_imported_from_the_command_line(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = (str(CASES / "sdn.csv"), "--format", "ofac-csv", "--source", "ofac-sdn", "--administration", "tj")
    _imported(*arguments)
    said = capsys.readouterr()
    assert "3 parties, 6 names; 0 records left out." in said.out
    assert "in force" in said.out
    assert "party 999" in said.err
    assert Watchlist.objects.get().administration == cast.tajikistan
    _imported(*arguments)
    assert "Known already" in capsys.readouterr().out


def test_a_refused_file_is_told_and_fails(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "sdn.xml"
    path.write_bytes((CASES / "sdn.xml").read_bytes()[:500])
    with pytest.raises(CommandError, match="Nothing was stored"):
        _imported(str(path), "--format", "ofac-xml", "--source", "ofac-sdn")
    assert "no readable" not in capsys.readouterr().out
    assert not WatchlistEdition.objects.exists()


def test_a_bad_feed_stops_no_other(db: None, tmp_path: Path) -> None:
    (tmp_path / "un.xml").write_bytes((CASES / "un.xml").read_bytes())
    (tmp_path / "eu.xml").write_bytes((CASES / "eu.xml").read_bytes()[:700])
    (tmp_path / "watchlists.toml").write_text(
        '[eu-fsf]\nfile = "eu.xml"\nformat = "eu-xml"\n'
        '[no-file]\nfile = "none.json"\nformat = "csl-json"\n'
        '[wrong]\nfile = "un.xml"\nformat = "paper"\n'
        '[un-sc]\nfile = "un.xml"\nformat = "un-xml"\ntitle = "United Nations"\nurl = "https://example.org"\n',
        "utf-8",
    )
    done = {each.slug: each for each in refresh(tmp_path)}
    assert {slug: [fault.message for fault in each.faults] for slug, each in done.items() if not each.imported} == {
        "eu-fsf": ["xml-unreadable"],
        "no-file": ["watchlist-file-missing"],
        "wrong": ["watchlist-feed-unknown"],
    }
    assert done["un-sc"].imported
    with pytest.raises(CommandError, match="3 of 4"):
        call_command("refresh_watchlists", folder=tmp_path)


def test_files_are_known_by_their_names(db: None, tmp_path: Path) -> None:
    (tmp_path / "un-sc.un-xml.xml").write_bytes((CASES / "un.xml").read_bytes())
    (tmp_path / "us-csl.csl-json.json").write_text(json.dumps(json.loads((CASES / "csl.json").read_text())), "utf-8")
    (tmp_path / "tj-national.csv").write_bytes((CASES / "national.csv").read_bytes())
    (tmp_path / "readme.txt").write_text("nothing", "utf-8")
    assert [each.slug for each in refresh(tmp_path) if each.imported] == ["tj-national", "un-sc", "us-csl"]
