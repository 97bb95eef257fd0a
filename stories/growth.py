"""How a story grew, step by step; what came before it only for those who may see the lead or case behind it."""

from collections import namedtuple

from django.utils.translation import gettext as _

from ambassadors.look.days import day
from leads.models import Case, Lead

Growth = namedtuple("Growth", "steps lead case")


def growth_of(story, *, person):
    lead = (
        story.lead
        if story.lead_id and Lead.objects.visible_to(person).only_this(story.lead).exists()
        else None
    )
    case = (
        story.case
        if story.case_id and Case.objects.visible_to(person).only_this(story.case).exists()
        else None
    )
    steps = [
        *_before(lead, case),
        (story.created_at, "edit", _("Told")),
        (story.published_at, "wall", _("Published")),
    ]
    return Growth(
        [{"when": day(at), "icon": icon, "title": title} for at, icon, title in steps if at], lead, case
    )


def _before(lead, case):
    if lead:
        met = lead.encounter.happened_at if lead.encounter else lead.created_at
        return [(met, "rucksack", _("Met")), (lead.won_at, "trophy", _("Won"))]
    if case:
        return [(case.opened_at, "help", _("Asked for help")), (case.solved_at, "check", _("Solved"))]
    return []
