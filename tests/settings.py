"""The settings of the tests: those of the portal, on a data folder that ends with the run.

Set here, before the portal's settings read the environment: pytest-django loads settings before any
conftest, and a developer's own data must never be touched.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="portal-tests-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ["DATA_DIR"] = str(_FOLDER)
for _name in ("SECRET_KEY", "AUDIT_HEADS", "STATIC_ROOT", "NODE", "DEMO", "DEBUG", "ALLOWED_HOSTS", "HTTPS", "PORT"):
    os.environ.pop(_name, None)

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES, DATABASES, EMBEDDED_VALKEY, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in the portal: a database in memory knows no write-ahead log and no second connection.
    DATABASES["default"]["TEST"] = {"NAME": str(_FOLDER / "test.sqlite3")}
if EMBEDDED_VALKEY:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}  # no Valkey is started here
CELERY_TASK_ALWAYS_EAGER = True  # the worker itself is tested in the running portal (tests/stack.py)
CELERY_TASK_EAGER_PROPAGATES = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
(_FOLDER / "static").mkdir()  # WhiteNoise warns where there is none
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
