from django.db import models

from ledger.models.noun import Noun


class MailboxMessageQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-created_at", "-id")

    def of_letters(self, message_ids):
        return self.filter(message_id__in=message_ids)

    def to(self, address):
        return self.filter(recipient=address)


class MailboxMessage(Noun):
    """A letter that arrived in the demo's own mailbox instead of at a mail server."""

    message_id = models.CharField(max_length=200)
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)

    objects = MailboxMessageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="mailbox_newest")]

    def __str__(self):
        return self.subject
