from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        from ledger import sweeps
        from reports import counted, freezing

        sweeps.register("figures", counted.renew)
        sweeps.register("frozen facts", freezing.sweep)
        freezing.register()
