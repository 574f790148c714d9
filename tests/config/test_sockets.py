"""The embedded Valkey's socket: beside the data where its path is short enough, private in any case."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.sockets import LONGEST, broker_url, private_folder, valkey_socket


def test_the_socket_lies_beside_the_data() -> None:
    assert valkey_socket(Path("/srv/portal")) == Path("/srv/portal/valkey.sock")


def test_a_long_path_gets_a_short_socket_of_its_own() -> None:
    one, other = Path("/srv/" + "a" * LONGEST), Path("/srv/" + "b" * LONGEST)
    assert len(str(valkey_socket(one))) <= LONGEST
    assert valkey_socket(one) == valkey_socket(one) != valkey_socket(other)


def test_the_length_is_counted_in_bytes() -> None:
    assert valkey_socket(Path("/srv/" + "ҳ" * (LONGEST // 2))).parent.parent == Path("/tmp")


def test_an_address_with_a_space_is_quoted() -> None:
    assert broker_url(Path("/srv/my data/valkey.sock")) == "redis+socket:///srv/my%20data/valkey.sock"


def test_a_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    private_folder(tmp_path / "mine")
    assert (tmp_path / "mine").stat().st_mode & 0o777 == 0o700


def test_a_folder_open_to_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o755)
    with pytest.raises(PermissionError, match="open to others"):
        private_folder(tmp_path / "open")


def test_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(PermissionError):
        private_folder(tmp_path / "link")
