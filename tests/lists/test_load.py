"""Editions in the database: stored once, the first in force alone, a later one by two persons."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from screening import adapters, models
from screening.engine.catalogue import Catalogue
from screening.lists import activation
from screening.lists.as_of import catalogue_as_of
from screening.lists.catalogue_file import read_catalogue
from screening.lists.load import load_catalogue
from screening.services.index import digest_in_force, engine_in_force
from tests.cast import Cast
from tests.lists.test_catalogue_file import GOOD

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    (tmp_path / "test.yaml").write_text(GOOD, "utf-8")
    return read_catalogue(tmp_path)


def _changed(catalogue: Catalogue) -> Catalogue:
    (edition,) = catalogue.editions
    return Catalogue((replace(edition, name="2"),))


def test_the_first_edition_is_in_force_at_once_and_recorded_as_bootstrap(catalogue: Catalogue) -> None:
    (loaded,) = load_catalogue(catalogue)
    loaded.edition.refresh_from_db()
    assert (loaded.activated, loaded.edition.state, loaded.edition.bootstrap) == (True, "active", True)
    assert engine_in_force().editions == ("test-list 1",)


def test_what_comes_out_of_the_database_is_what_went_in(catalogue: Catalogue) -> None:
    load_catalogue(catalogue)
    assert adapters.catalogue_of(models.Edition.objects.all()) == catalogue
    assert digest_in_force() == catalogue.digest


def test_loading_again_changes_nothing(catalogue: Catalogue) -> None:
    load_catalogue(catalogue)
    (again,) = load_catalogue(catalogue)
    assert (again.new, models.Edition.objects.count()) == (False, 1)


def test_reading_a_catalogue_back_takes_the_same_statements_for_any_size(catalogue: Catalogue) -> None:
    load_catalogue(catalogue)
    with CaptureQueriesContext(
        connection,
    ) as statements:
        adapters.catalogue_of(models.Edition.objects.all())
    assert len(statements) == 7


def test_a_later_edition_waits_as_a_draft_until_a_second_person_confirms(catalogue: Catalogue, cast: Cast) -> None:
    load_catalogue(catalogue)
    (later,) = load_catalogue(_changed(catalogue))
    assert (later.activated, later.edition.state) == (False, "draft")
    proposal = activation.propose(edition=later.edition, proposer=cast.list_manager)
    with pytest.raises(activation.BadActivation, match="Another person"):
        activation.confirm(proposal=proposal, confirmer=cast.list_manager)
    activation.confirm(proposal=proposal, confirmer=cast.other_list_manager)
    assert list(models.Edition.objects.order_by("name").values_list("name", "state")) == [
        ("1", "retired"),
        ("2", "active"),
    ]
    assert engine_in_force().editions == ("test-list 2",)


def test_the_content_of_an_edition_in_force_is_fixed(catalogue: Catalogue) -> None:
    load_catalogue(catalogue)
    with pytest.raises(DatabaseError, match="no draft any more"), transaction.atomic():
        models.Term.objects.update(text="something else")
    with pytest.raises(DatabaseError, match="no draft any more"), transaction.atomic():
        models.HsCorrelation.objects.all().delete()


def test_the_lists_of_a_former_day_can_be_had(catalogue: Catalogue) -> None:
    load_catalogue(catalogue)
    today = timezone.localdate()
    assert [edition.name for edition in catalogue_as_of(today).editions] == ["1"]
    assert catalogue_as_of(today - timedelta(days=2000)).editions == ()


def test_the_command_reports_file_line_and_reason_and_loads_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "test.yaml").write_text(GOOD.replace("kind: substance", "kind: x"), "utf-8")
    with pytest.raises(CommandError, match="1 problems; nothing was loaded"):
        call_command("load_catalogue", str(tmp_path))
    assert "test.yaml:11: A1, kind: 'x' is not known" in capsys.readouterr().err
    assert not models.Edition.objects.exists()
