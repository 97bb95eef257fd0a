"""The words that are spoken of exports."""

from django.db import models
from django.db.models.functions import Now

from leads.exports import files
from ledger.models import Event, Look

ENDING = (
    "withdrawn",
    "number_erased",
    "email_erased",
    "contact_erased",
    "erased",
    "declared",
    "wished",
    "fulfilled",
)
ENDED = ("leads.consent", "leads.customer", "leads.objection", "leads.erasurewish")


class ExportQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own."""
        return self.filter(owner=person)

    def listed_for(self, person):
        """One's own; an auditor looks at all."""
        return self if person.has_role("auditor") else self.filter(owner=person)

    def of_client(self, client_id, person):
        return self.filter(client_id=client_id, owner=person).first() if client_id else None

    def of_job(self, job):
        return self.select_related("owner").get(pk=job.data["export"])

    def only_this(self, export):
        return self.filter(pk=export.pk)

    def unended(self):
        return self.filter(ended_at=None)

    def newest_first(self):
        return self.select_related("owner", "job").order_by("-created_at", "-id")

    def with_file(self):
        return self.exclude(file="")

    def over(self):
        """Whose file has lain there for its day."""
        from leads.models.export import LIES_FOR

        return self.with_file().filter(ended_at__lt=Now() - LIES_FOR)

    def known_files(self, names):
        return set(self.filter(file__in=names).values_list("file", flat=True))

    def date_back(self, export, moment):
        """For the demo: as if it had been made at that moment."""
        return self.only_this(export).update(created_at=moment)

    def outdated_since(self, moment, owner):
        """Whether somebody this person has exported since then took a consent back or was erased since then."""
        happened = Event.objects.of_verb(*ENDING).since(moment)
        told = happened.of_kinds(*ENDED).values_list("subject_key", "data")
        keys = {key for subject, data in told for key in (subject, str(data.get("customer", "")))}
        looks = Look.objects.at_any("leads.customer", keys - {""}).by(owner).of_purpose("export")
        return looks.since(moment).exists()

    def sweep(self):
        """Throw away files whose day is over, and files that nobody knows; returns how many."""
        old = list(self.over().select_related("job")[:500])
        for export in old:
            export.discard(by=None)
        names = files.old_names()
        orphans = set(names) - self.known_files(names)
        for name in orphans:
            files.discard(name)
        return len(old) + len(orphans)

    def forget_those_with(self, customers):
        """Throw away the files that still lie there and name one of these customers, who go: others stay as they are."""
        keys = list(customers.values_list("pk", flat=True))
        for export in self.with_file().select_related("job"):
            if export.names_any(keys):
                export.discard(by=None)
