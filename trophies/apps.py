from django.apps import AppConfig


class TrophiesConfig(AppConfig):
    name = "trophies"
    verbose_name = "Trophies"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from ambassadors import leaving, own_data, telling
        from ambassadors.context import counts
        from ambassadors.pictures import showing
        from ambassadors.reorganising.along import along
        from ledger import letters
        from trophies import leaving as giving_back
        from trophies.letters import trophy_asked_back, trophy_waiting
        from trophies.models import Custody, HandOff, Trophy
        from trophies.telling import told_of

        letters.register("trophy_waiting", trophy_waiting)
        own_data.register(
            "trophies.custody", lambda person: Custody.objects.kept_by_person(person), also=["trophy"]
        )
        own_data.register(
            "trophies.handoff", lambda person: HandOff.objects.taken_by(person), also=["trophy"]
        )
        counts.register("trophies", lambda person: HandOff.objects.waiting_for(person), own=True)
        showing.register(lambda person: Trophy.objects.visible_to(person).values("picture"))
        telling.register("trophies/_of_somebody.html", told_of)
        along.register(
            4, _("Trophies they keep"), lambda people, _codes: Custody.objects.current().of_people(people)
        )
        letters.register("trophy_asked_back", trophy_asked_back, reaches_closed=True)
        leaving.register(
            "trophies",
            part=giving_back.ask_back,
            preview=giving_back.told_of_trophies,
            back=giving_back.keep_again,
        )
        leaving.register("hand_offs", part=giving_back.stop_what_comes, preview=giving_back.told_of_hand_offs)
