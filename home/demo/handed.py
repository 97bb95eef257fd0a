"""What Ada handed to the service desk, and what she and Bo say was the work of both."""

from django.db import transaction

from home.demo.content import document, said
from home.demo.people import ADA, BO, everybody
from leads.desk import saying
from leads.models import Case, DeskReply, Lead, Referral, SharedCredit


def load():
    if Referral.objects.exists():
        return
    told, everyone = document("handed.yaml"), everybody()
    with transaction.atomic():
        _hand_on(told, everyone[ADA])
        _share(everyone[ADA], everyone[BO])


def _hand_on(told, ada):
    first, *_others, last = Lead.objects.owned_by(ada.person).open().newest_first()
    facts = {name: said(told["case"], name) for name in ("title", "tried")}
    case = Case.open_for(first.customer, owner=ada, by=ada.person, **facts)
    for name, subject in (("case", case), ("lead", last)):
        referral = Referral.send(subject, by=ada.person, remark=said(told[name], "remark"))
        for reply in told[name]["replies"]:
            _hear(referral, reply)


def _hear(referral, reply):
    word, number = reply["said"], reply.get("number", "")
    key, text = f"demo:{referral.pk}:{word}", said(reply, "text")
    referral.hear(
        saying.reply(key, DeskReply.Channel.MAIL, said=word, remark=text, external_reference=number)
    )


def _share(ada, bo):
    won = Lead.objects.owned_by(ada.person).won().newest_first().first()
    SharedCredit.ask(won, bo, by=ada.person).agree(by=bo.person)
    theirs = Lead.objects.owned_by(bo.person).newest_first().first()
    SharedCredit.ask(theirs, ada, by=bo.person)
