"""What has to be done about consents by itself: numbers and questions whose time is over, the letter of the second yes."""

from ambassadors.pictures import sweeping
from leads.letters import consent_confirmation
from leads.models import CallBack, ConsentRequest, Paper, run_out
from ledger import letters, sweeps


def register():
    sweeps.register("call_backs", lambda: CallBack.objects.all().expire())
    sweeps.register("consent_requests", lambda: ConsentRequest.objects.all().forget())
    sweeps.register("numbers", run_out.sweep)
    sweeping.register(lambda names: Paper.objects.known_folders(names))
    letters.register("consent_confirmation", consent_confirmation, outside=True, once=True)
