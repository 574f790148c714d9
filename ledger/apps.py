from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class LedgerConfig(AppConfig):
    name = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ledger import checks, protection  # noqa: F401  (checks register themselves)

        # Sent for each app, once all are migrated or none is yet: ours stands for all of them.
        pre_migrate.connect(protection.lift_before_migrate, sender=self, dispatch_uid="ledger.lift")
        post_migrate.connect(protection.install_after_migrate, sender=self, dispatch_uid="ledger.install")
