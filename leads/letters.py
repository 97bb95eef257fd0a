"""The letters of this room, written when they are sent from what is true then."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ambassadors.models import Leaving
from leads import consent_links, links
from leads.models import ConsentRequest, FollowUp
from ledger.letters import Page


def follow_ups_due(letter):
    """What is due for the ambassador now; no letter when nothing is."""
    ambassador = letter.recipient.ambassador_or_none
    if ambassador is None or not ambassador.is_active:
        return None
    due = list(FollowUp.objects.for_today(letter.recipient))
    if not due:
        return None
    for follow_up in due:
        follow_up.link = reverse("leads:tap", args=[links.token_for(follow_up)])
    subject = ngettext(
        "One person would like to hear from you", "%(number)s people would like to hear from you", len(due)
    )
    return Page(subject % {"number": len(due)}, "follow_ups_due", {"follow_ups": due})


def handed_over(letter):
    """To whoever looks after the leads, calls and cases of somebody who left."""
    ambassador = letter.recipient.ambassador_or_none
    found = Leaving.objects.with_people().numbered(letter.data["leaving"]).first()
    if found is None or ambassador is None or not ambassador.is_active:
        return None
    subject = _("You look after what was with %(name)s now") % {"name": found.ambassador}
    return Page(subject, "handed_over", {"leaving": found})


def consent_confirmation(letter):
    """To a customer who said yes on their own phone: the link to the second yes; none when it is said or over."""
    waiting = ConsentRequest.objects.said_once().numbered(letter.data["request"])
    asked = waiting.with_everything().first()
    if asked is None or not asked.email:
        return None
    link = reverse("leads:second_yes", args=[consent_links.token_for(asked)])
    said = [wording for wording in asked.wordings.all() if wording.channel in asked.said]
    context = {"asked": asked, "wordings": said, "link": link}
    subject = gettext_lazy("Was it you? Please confirm your yes")
    return Page(
        subject,
        "consent_confirmation",
        context,
        to=asked.email,
        language=asked.language,
        private=[asked.email],
    )
