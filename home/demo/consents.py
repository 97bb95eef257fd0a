"""Consents of every manner, and one call somebody asked for: what Ada's newest customers and those of others allowed."""

from datetime import timedelta
from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image, ImageDraw, ImageFont

from home.demo.content import key
from home.demo.people import ADA, everybody
from leads.models import CallBack, Consent, ConsentRequest, ConsentWording, Lead, Notice, Paper

NUMBER = "+4937512345{:02}"  # nobody's
SHEET, INK = (246, 241, 231), (38, 48, 96)  # a warm white and a blue pen
ON_PAPER = key("consent", "on paper")


@transaction.atomic
def load():
    if Consent.objects.sent_as(ON_PAPER).exists():
        return
    ada = everybody()[ADA]
    others = Lead.objects.living().with_people().newest_first()
    hers = [lead for lead in others.owned_by(ada.person) if _is_silent(lead)]
    looked_after = [lead for lead in others[:200] if lead.owner and lead.owner.is_active and _is_silent(lead)]
    silent = [*hers, *(lead for lead in looked_after if lead.owner_id != ada.pk)]
    with override(settings.LANGUAGE_CODE):
        for number, (act, lead) in enumerate(zip(ACTS, silent, strict=False)):
            by = lead.owner.person
            Notice.hand_over(lead.customer, by=by)
            act(lead, by, NUMBER.format(number))


def _is_silent(lead):
    """Nobody has asked them for anything yet."""
    return not lead.customer.consents.exists()


def on_paper(lead, by, number):
    wording = ConsentWording.current("phone", "advertising", settings.LANGUAGE_CODE)
    Consent.take(lead.customer, by=by, wording=wording, manner="paper", place=_("At the market stall"),
                 paper=Paper.develop(_sheet(wording.text)), client_id=ON_PAPER, given_at=_days_ago(3))  # fmt: skip
    lead.customer.keep_contact(by=by, phone=number)


def on_their_own_phone(lead, by, number):
    asked = _asked(lead, by, number)
    asked.confirm_by_code(asked.code, by=by)


def said_once(lead, by, number):
    _asked(lead, by, number)


def taken_back(lead, by, number):
    consent = Consent.take(lead.customer, by=by, purpose="service", given_at=_days_ago(20))
    lead.customer.keep_contact(by=by, phone=number)
    consent.withdraw(by=None)


def called_back(lead, by, number):
    CallBack.ask(
        lead.customer, owner=by.ambassador, by=by, phone=number, matter=_("A question about the bill")
    )


ACTS = [called_back, on_paper, on_their_own_phone, said_once, taken_back]


def _asked(lead, by, number):
    asked = ConsentRequest.ask(
        lead.customer, by=by, channels=["phone"], purpose="advertising", language=settings.LANGUAGE_CODE
    )
    asked.say_yes(channels=["phone"], phone=number)
    return asked


def _days_ago(days):
    return timezone.now() - timedelta(days=days)


def _sheet(text):
    """A sheet of paper with the words on it and a signature nobody can read."""
    sheet, words = Image.new("RGB", (900, 1200), SHEET), text.split()
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(34)
    lines = [" ".join(words[first : first + 6]) for first in range(0, len(words), 6)]
    pen.multiline_text((90, 140), "\n".join(lines), INK, font, spacing=20)
    pen.line([(120 + 12 * x, 1000 + 60 * ((x * 7) % 5 - 2) // 2) for x in range(40)], INK, 5)
    out = BytesIO()
    sheet.save(out, "JPEG", quality=88)
    return SimpleUploadedFile("sheet.jpg", out.getvalue(), "image/jpeg")
