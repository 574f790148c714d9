"""The Celery application: workers and beat."""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import celeryd_init, setup_logging, task_success
from django_structlog.celery.signals import bind_extra_task_metadata
from django_structlog.celery.steps import DjangoStructLogInitStep
from structlog.contextvars import bind_contextvars

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def _log_as_the_web_server_does(**_: Any) -> None:
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)


@celeryd_init.connect
def _refuse_an_unsound_installation(**_: Any) -> None:
    from config.startup import require_sound_installation

    require_sound_installation()


@task_success.connect
def _sign_of_life(sender: Any, **_: Any) -> None:
    from config import heartbeat

    if sender.name == heartbeat.TASK:
        heartbeat.sign()


@bind_extra_task_metadata.connect
def _name_the_task(task: Any, **_: Any) -> None:
    bind_contextvars(task=task.name)
