"""The Celery application: workers and beat."""

import os
from typing import Any

from celery import Celery
from celery.signals import celeryd_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def _refuse_an_unsound_installation(**_: Any) -> None:
    from config.startup import require_sound_installation

    require_sound_installation()
