from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ledger"
    verbose_name = "Ledger"

    def ready(self):
        from ledger import sweeps
        from ledger.models import Letter

        sweeps.register("letters", lambda: Letter.objects.send_due())
