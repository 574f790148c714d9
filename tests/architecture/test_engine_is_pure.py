"""The engine works in a process where no framework can be imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
_IMPORT_ALL: Final = """
import importlib, pkgutil, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "rest_framework", "celery", "config", "training", "checkpoints", "ledger"}:
            raise ImportError(f"the engine must not import {name}")

sys.meta_path.insert(0, Refuse())
import screening.engine
for module in pkgutil.walk_packages(screening.engine.__path__, "screening.engine."):
    importlib.import_module(module.name)
ours = {name for name in sys.modules if name.split(".")[0] == "screening" and name != "screening"}
print(*sorted(name for name in ours if not name.startswith("screening.engine")))
"""


def test_the_engine_imports_no_framework_and_nothing_of_ours_outside_itself() -> None:
    done = subprocess.run([sys.executable, "-c", _IMPORT_ALL], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""
