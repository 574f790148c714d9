"""Nothing in the repository rests on where one person keeps it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
LOCAL: Final = re.compile(r"(?<![\w.])/(?:work|home|root|Users)/\w")
TEXT: Final = {".py", ".toml", ".md", ".yml", ".yaml", ".sh", ".sql", ".html", ".txt", ".in", ""}


def _files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout: nothing says which files are ours")
    return [ROOT / name for name in listed.stdout.decode().splitlines() if Path(name).suffix in TEXT]


def test_no_file_names_a_folder_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in _files()
        if path.is_file() and path != Path(__file__)
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if LOCAL.search(line)
    ]
    assert found == []
