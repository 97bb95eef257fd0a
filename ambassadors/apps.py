from django.apps import AppConfig


class AmbassadorsConfig(AppConfig):
    name = "ambassadors"
    verbose_name = "Ambassadors"

    def ready(self):
        from ambassadors import clocks, own_rows, sessions
        from ambassadors import letters as ours
        from ambassadors.context import counts
        from ambassadors.login_letters import login_changed
        from ambassadors.models import (
            Ambassador,
            HrRecord,
            Leaving,
            Network,
            Reorganisation,
            RoleProposal,
            farewell,
        )
        from ambassadors.pictures import showing, sweeping
        from ledger import letterhead, letters, sweeps

        showing.register(
            lambda person: (
                Ambassador.objects.visible_to(person).showing("portrait", person).values("portrait")
            )
        )
        letterhead.register(lambda: letterhead.Letterhead(*Network.now().look))
        letters.register("login_changed", login_changed)
        sweeps.register("pictures", sweeping.sweep)
        sweeps.register("reorganisations", Reorganisation.objects.carry)
        own_rows.register()
        clocks.register()
        for kind in ("role_granted", "role_ended", "proposal_answered", "reveal_answered"):
            letters.register(kind, getattr(ours, kind))
        counts.register("roles", lambda person: RoleProposal.objects.waiting_for(person))
        counts.register("role_log", lambda person: RoleProposal.objects.waiting_for(person))
        sweeps.register("sessions", sessions.sweep)
        sweeps.register("exits", lambda: HrRecord.objects.see_off())
        sweeps.register("farewells", farewell.sweep)
        sweeps.register("leavings", lambda: Leaving.objects.carry_on())
        self._open_the_registry_of_leaving()
        self._register_letters()
        self._take_files()

    def _take_files(self):
        from ambassadors.imports import counting, files, working
        from ambassadors.models import Upload
        from ledger import jobs, sweeps

        files.register()
        told = {"counts": counting.WORDS, "address": counting.address}
        jobs.register(working.TRIAL, working.trial, words=counting.TRYING, **told)
        jobs.register(working.TAKE, working.take, words=counting.TAKING, **told)
        sweeps.register("uploads", lambda: Upload.objects.sweep())

    def _open_the_registry_of_leaving(self):
        from ambassadors import leaving, standing_down

        leaving.register("roles", part=standing_down.end_terms, preview=standing_down.told_of_roles)
        leaving.register(
            "deputies", part=standing_down.end_deputyships, preview=standing_down.told_of_deputies
        )
        leaving.register("invitations", part=standing_down.drop_invitations)

    def _register_letters(self):
        from ambassadors import letters
        from ledger.letters import register

        register("invitation", letters.invitation, reaches_closed=True)
        register("invited_elsewhere", letters.invited_elsewhere, reaches_closed=True)
        register("deputy_asked", letters.deputy_asked)
        register("farewell", letters.farewell)
