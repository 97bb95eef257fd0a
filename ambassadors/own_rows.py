"""Which rows of this room, and of the ledger below it, are about somebody."""

from django.utils.translation import gettext_lazy as _

from ambassadors import own_data
from ambassadors.models import Affiliation, Ambassador, HrRecord, Person, Reveal
from ledger.models import Event, Letter, Look

OF_THE_UNITS = _("It is about units. Where you belong stands under affiliation.")


def register():
    own_data.register(
        "ambassadors.person", _person, without={"password": _("It is kept as a digest that nobody can read.")}
    )
    own_data.register("ambassadors.ambassador", lambda person: Ambassador.objects.of(person))
    own_data.register("ambassadors.hrrecord", lambda person: HrRecord.objects.of_people(_mine(person)))
    own_data.register(
        "ambassadors.affiliation", lambda person: Affiliation.objects.of_people(_mine(person)), also=["unit"]
    )
    own_data.register("ambassadors.role", lambda person: person.roles.by_term(), also=["scope_value"])
    own_data.register("ambassadors.roleproposal", lambda person: person.role_proposals.newest_first())
    own_data.register("ambassadors.reveal", lambda person: Reveal.objects.known_to(person).newest_first())
    own_data.register("ambassadors.picture", lambda person: person.pictures.all())
    for label, name in [
        ("ambassadors.oldhandle", "old_handles"),
        ("ambassadors.invitation", "invitations"),
        ("ambassadors.absence", "absences"),
        ("ambassadors.deputy", "deputies"),
        ("ambassadors.leaving", "leavings"),
    ]:
        own_data.register(label, _theirs(name))
    _register_the_login()
    own_data.leave_out(
        "ambassadors.upload",
        _("It holds a file about other people; that you brought it stands under jobs and events."),
    )
    own_data.leave_out("ambassadors.reorganisation", OF_THE_UNITS)
    own_data.leave_out(
        "ambassadors.network", _("It names who answers for the network. Everybody reads it below every page.")
    )
    _register_the_ledger()


def _register_the_login():
    """What allauth keeps: its models have no line in config/privacy.yaml, so every field is named here."""
    own_data.register("account.emailaddress", lambda person: person.emailaddress_set.all(), also=["email"])
    own_data.register(
        "usersessions.usersession", lambda person: person.usersession_set.all(), also=["ip", "user_agent"]
    )
    own_data.register("mfa.authenticator", lambda person: person.authenticator_set.all(), also=["type"])
    own_data.register(
        "socialaccount.socialaccount",
        lambda person: person.socialaccount_set.all(),
        also=["provider", "uid", "extra_data"],
    )


def _register_the_ledger():
    own_data.register("ledger.letter", lambda person: Letter.objects.to(person), also=["kind"])
    own_data.register("ledger.job", lambda person: person.jobs.all(), also=["kind"])
    own_data.register("ledger.look", _looks, also=["subject_type"])
    own_data.register(
        "ledger.event", lambda person: Event.objects.by(person).newest_first(), also=["verb", "subject_type"]
    )
    own_data.leave_out(
        "ledger.mailboxmessage",
        _("The mailbox of the demo. That a letter was sent stands under letters; it may speak of customers."),
    )
    own_data.leave_out(
        "ledger.jobnote", _("It is about lines of a file you brought, and gone a fortnight later.")
    )


def _looks(person):
    """Those of this person, and those at them."""
    at_them = {
        "ambassadors.person": [person.pk],
        "ambassadors.ambassador": [each.pk for each in _mine(person)],
    }
    return (Look.objects.by(person) | Look.objects.at_these(at_them)).newest_first()


def _theirs(name):
    """What hangs on somebody's ambassador by that name; nothing for somebody who is none."""
    return lambda person: getattr(person.ambassador_or_none, name).all() if person.ambassador_or_none else []


def _person(person):
    return Person.objects.numbered(person.pk)


def _mine(person):
    return Ambassador.objects.of(person)
