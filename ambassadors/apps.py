from django.apps import AppConfig


class AmbassadorsConfig(AppConfig):
    name = "ambassadors"
    verbose_name = "Ambassadors"

    def ready(self):
        from ambassadors import letters as ours
        from ambassadors import sessions
        from ambassadors.context import counts
        from ambassadors.login_letters import login_changed
        from ambassadors.models import Ambassador, Network, Reorganisation, RoleProposal
        from ambassadors.pictures import showing, sweeping
        from ledger import letterhead, letters, sweeps

        showing.register(lambda person: Ambassador.objects.visible_to(person).values("portrait"))
        letterhead.register(lambda: letterhead.Letterhead(*Network.now().look))
        letters.register("login_changed", login_changed)
        sweeps.register("pictures", sweeping.sweep)
        sweeps.register("reorganisations", Reorganisation.objects.carry)
        for kind in ("role_granted", "role_ended", "proposal_answered", "reveal_answered"):
            letters.register(kind, getattr(ours, kind))
        counts.register("roles", lambda person: RoleProposal.objects.waiting_for(person))
        counts.register("role_log", lambda person: RoleProposal.objects.waiting_for(person))
        sweeps.register("sessions", sessions.sweep)
        self._take_files()

    def _take_files(self):
        from ambassadors.imports import counting, working
        from ambassadors.models import Upload
        from ledger import jobs, sweeps

        told = {"counts": counting.WORDS, "address": counting.address}
        jobs.register(working.TRIAL, working.trial, words=counting.TRYING, **told)
        jobs.register(working.TAKE, working.take, words=counting.TAKING, **told)
        sweeps.register("uploads", lambda: Upload.objects.sweep())
