from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "config"
    verbose_name = "Wiring"

    def ready(self):
        from . import celery  # noqa: F401  (so that tasks called from the web find their broker)
