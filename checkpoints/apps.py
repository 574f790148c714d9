from django.apps import AppConfig


class CheckpointsConfig(AppConfig):
    name = "checkpoints"

    def ready(self) -> None:
        from checkpoints import sign_ins  # models are not loaded before

        sign_ins.connect()
