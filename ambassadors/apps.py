from django.apps import AppConfig


class AmbassadorsConfig(AppConfig):
    name = "ambassadors"
    verbose_name = "Ambassadors"

    def ready(self):
        from ambassadors.models import Ambassador, Network, Reorganisation
        from ambassadors.pictures import showing, sweeping
        from ledger import letterhead, sweeps

        showing.register(lambda person: Ambassador.objects.visible_to(person).values("portrait"))
        letterhead.register(lambda: letterhead.Letterhead(*Network.now().look))
        sweeps.register("pictures", sweeping.sweep)
        sweeps.register("reorganisations", Reorganisation.objects.carry)
