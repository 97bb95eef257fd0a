from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "leads"
    verbose_name = "Leads"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from ambassadors import leaving
        from ambassadors.context import counts
        from ambassadors.reorganising.along import along
        from leads import clocks, consent_duties, own_rows, photos
        from leads import leaving as handing_over
        from leads.letters import handed_over
        from leads.models import Case, Duplicate, FollowUp, Lead
        from ledger import letters, sweeps

        sweeps.register("duplicates", lambda: Duplicate.objects.find())
        self._remind()
        own_rows.register()
        clocks.register()
        photos.register()
        self._register_batches()
        consent_duties.register()
        counts.register("follow_ups", lambda person: FollowUp.objects.owned_by(person).due(), own=True)
        along.register(
            1,
            _("Promised calls that are still open"),
            lambda people, _codes: FollowUp.objects.open().of_people(people),
        )
        along.register(2, _("Open leads"), lambda people, _codes: Lead.objects.open().of_people(people))
        along.register(3, _("Open help cases"), lambda people, _codes: Case.objects.open().of_people(people))
        letters.register("handed_over", handed_over)
        self._take_files()
        self._hand_on()
        leaving.register("leads", part=handing_over.hand_leads_over, preview=handing_over.told_of_leads)
        leaving.register("cases", part=handing_over.hand_cases_over, preview=handing_over.told_of_cases)
        leaving.register(
            "follow_ups", part=handing_over.hand_follow_ups_over, preview=handing_over.told_of_follow_ups
        )
        leaving.register(
            "call_backs", part=handing_over.hand_call_backs_over, preview=handing_over.told_of_call_backs
        )

    def _remind(self):
        """Whoever stands in is asked first, then everybody who is here is told what is due."""
        from ambassadors import living
        from leads import away
        from leads.letters import follow_ups_due
        from leads.models import FollowUp
        from ledger import letters, sweeps

        sweeps.register("absences", away.sweep)
        sweeps.register("follow_ups", lambda: FollowUp.objects.due().remind(away=away.now()))
        letters.register("follow_ups_due", follow_ups_due)
        living.register(lambda person: FollowUp.objects.owned_by(person).move_to(person.time_zone))

    def _take_files(self):
        from leads.imports import file, naming
        from leads.models import Customer
        from ledger import retention

        file.register()
        retention.before(Customer, naming.forget_what_names)
        self._write_files()

    def _register_batches(self):
        from django.utils.translation import gettext_lazy as _

        from leads import batches
        from leads.models import LeadBatch
        from leads.models.lead_batch import DO, UNDO
        from ledger import jobs, sweeps

        counts = {
            "done": _("done"),
            "left": _("left alone"),
            "undone": _("as they were"),
            "stayed": _("stay as they are now"),
        }

        def address(job):
            batch = LeadBatch.objects.numbered(job.data["batch"]).first()
            return batch.get_absolute_url() if batch else ""

        sweeps.register("lead_batches", lambda: LeadBatch.objects.forget_old())
        jobs.register(DO, batches.do, words=_("Several leads at once"), counts=counts, address=address)
        jobs.register(UNDO, batches.undo, words=_("Taking it back"), counts=counts, address=address)

    def _write_files(self):
        from django.utils.translation import gettext_lazy as _

        from leads.models import Customer, Export
        from leads.models.export import WORK, address, work
        from ledger import jobs, retention, sweeps

        jobs.register(WORK, work, words=_("Writing the leads into a file"), address=address)
        sweeps.register("exports", lambda: Export.objects.sweep())
        retention.before(Customer, lambda rows: Export.objects.forget_those_with(rows))

    def _hand_on(self):
        """To the service desk, and to a colleague who shares."""
        from leads import credit_letters
        from leads.desk import letters as desk_letters
        from leads.desk import mailbox
        from ledger import letters, sweeps

        letters.register("referral", desk_letters.referral, outside=True)
        letters.register("referral_message", desk_letters.referral_message, outside=True)
        letters.register("desk_replied", desk_letters.desk_replied)
        letters.register("credit_asked", credit_letters.asked)
        letters.register("credit_answered", credit_letters.answered)
        sweeps.register("service desk", mailbox.fetch)
