from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ledger import checks, protection  # noqa: F401  (checks register themselves)

        post_migrate.connect(protection.install_after_migrate, dispatch_uid="ledger.protection")
