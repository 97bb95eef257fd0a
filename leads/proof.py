"""What an opened proof says, as an auditor reads it."""

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from leads.models import Consent, ConsentWithdrawal, Notice


class Proof:
    def __init__(self, content):
        self.content = content

    @property
    def facts(self):
        """[(what, said)] about the consent itself."""
        row = self.content["consent"]
        manner = dict(Consent.Manner.choices).get(row["manner"], row["manner"])
        return _said([
            (_("Given on"), _moment(row["given_at"])), (_("How"), manner), (_("Where"), row["place"]),
            (_("Taken by"), self.content["taken_by"]), (_("Source"), row["source"]),
            (_("Confirmed on"), _moment(row.get("confirmed_at"))), (_("Taken back on"), self._withdrawn),
            (_("Moved into the vault on"), _moment(self.content["moved_here_at"])),
        ])  # fmt: skip

    @property
    def somebody(self):
        """[(what, said)] of whoever gave it."""
        named = self.content["customer"]
        return _said([
            (_("Name"), " ".join(filter(None, [named.get("first_name"), named.get("last_name")]))),
            (_("Company"), named.get("company")), (_("Nickname"), named.get("nickname")), (_("Phone"), named.get("phone")),
            (_("E-mail"), named.get("email")),
            (_("Address"), ", ".join(filter(None, [named.get("street"), named.get("zip_code"), named.get("city")]))),
        ])  # fmt: skip

    @property
    def words(self):
        return self.content["words"]

    @property
    def uses(self):
        return [_moment(use["at"]) for use in self.content["uses"]]

    @property
    def notices(self):
        """[(when, how, the words)] of what they were told."""
        ways = dict(Notice.Way.choices)
        return [
            (_moment(notice["at"]), ways.get(notice["way"], notice["way"]), notice["words"])
            for notice in self.content["notices"]
        ]

    @property
    def paper(self):
        """The photograph of the sheet as a data address, or ""."""
        image = (self.content["paper"] or {}).get("image")
        return f"data:image/webp;base64,{image}" if image else ""

    @property
    def _withdrawn(self):
        row = self.content["withdrawal"]
        if not row:
            return ""
        return f"{_moment(row['at'])}, {ConsentWithdrawal.WAYS.get(row['how'], row['how'])}"


def _said(facts):
    return [(what, said) for what, said in facts if said]


def _moment(text):
    from ambassadors.look.days import moment

    return moment(parse_datetime(text)) if text else ""
