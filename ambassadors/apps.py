from django.apps import AppConfig


class AmbassadorsConfig(AppConfig):
    name = "ambassadors"
    verbose_name = "Ambassadors"

    def ready(self):
        from ambassadors.models import Ambassador
        from ambassadors.pictures import showing, sweeping
        from ledger import sweeps

        showing.register(lambda person: Ambassador.objects.visible_to(person).values("portrait"))
        sweeps.register("pictures", sweeping.sweep)
