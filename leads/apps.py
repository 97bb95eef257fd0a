from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "leads"
    verbose_name = "Leads"

    def ready(self):
        from ambassadors.context import counts
        from leads.letters import follow_ups_due
        from leads.models import FollowUp
        from ledger import letters, sweeps

        sweeps.register("follow_ups", lambda: FollowUp.objects.due().remind())
        letters.register("follow_ups_due", follow_ups_due)
        counts.register("follow_ups", lambda person: FollowUp.objects.owned_by(person).due())
