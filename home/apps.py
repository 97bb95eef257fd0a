from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self):
        from ambassadors.context import counts
        from ledger import promises

        counts.register("health", lambda _person: promises.late_letters())
