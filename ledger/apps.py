from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ledger"
    verbose_name = "Ledger"

    def ready(self):
        from django.conf import settings
        from django.core.cache import cache

        from ledger import clocks, dating, erasures, heartbeat, nightly, promises, sweeps
        from ledger.models import Job, Letter

        sweeps.register("letters", lambda: Letter.objects.send_due())
        sweeps.register("cache", lambda: cache.forget_what_ran_out())
        sweeps.register("jobs", lambda: Job.objects.work(seconds=10))
        sweeps.register("job notes", lambda: Job.objects.forget_old())
        clocks.register()
        sweeps.register("dates", dating.date_what_moved)
        sweeps.register("retention", nightly.sweep)
        sweeps.register("erasures", erasures.tell)
        if settings.HEARTBEAT_URL:
            sweeps.register("heartbeat", heartbeat.beat)
        promises.register("retention", erasures.nothing_is_kept_too_long)
        promises.register("sweeps", promises.somebody_sweeps)
        promises.register("letters", promises.letters_leave)
        promises.register("deliveries", promises.dead_letters_are_told)
        promises.register("doubts", promises.doubtful_letters_are_told)
