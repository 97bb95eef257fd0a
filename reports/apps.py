from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from ambassadors import own_data
        from ledger import sweeps
        from reports import counted, freezing

        sweeps.register("figures", counted.renew)
        sweeps.register("frozen facts", freezing.sweep)
        freezing.register()
        own_data.leave_out(
            "reports.frozenfact",
            _("It is read in sums only, and says of a call that is erased whether it came in time."),
        )
