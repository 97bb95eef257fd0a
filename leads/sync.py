"""What a phone kept while it had no network: each entry goes through the capture form, alone and once."""

import json
import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from leads import capture
from leads.forms.encounter import EncounterForm
from ledger.refusal import Refusal

MOST_ENTRIES = 50
LARGEST_BATCH = 512 * 1024  # bytes
LARGEST_ENTRY = 20_000  # characters; a form of ours is far smaller
MOST_FIELDS = 300
CLOCKS_AGREE = timedelta(seconds=60)
log = logging.getLogger(__name__)


class Unfit(Refusal):
    """A batch that can't be taken as a whole; the phone keeps everything."""

    def __init__(self, sentence, status):
        super().__init__(sentence)
        self.status = status


def read(body):
    """The batch that was sent, as a dict with a list of entries."""
    if len(body) > LARGEST_BATCH:
        raise Unfit(_("This is too much at once. Send fewer entries at a time."), 413)
    try:
        batch = json.loads(body)
    except (ValueError, RecursionError):
        batch = None
    if not isinstance(batch, dict) or not isinstance(batch.get("entries"), list):
        raise Unfit(_("These entries can't be read. Export them as a file and send them again."), 400)
    if len(batch["entries"]) > MOST_ENTRIES:
        raise Unfit(_("This is too much at once. Send fewer entries at a time."), 413)
    return batch


def take(batch, ambassador, *, by):
    """Keep the entries one by one; a broken one comes back with its reason and stops none of the others."""
    if batch.get("owner") not in (None, str(ambassador.pk)):
        raise Unfit(
            _("These entries belong to somebody else. They wait until that person signs in here."), 409
        )
    slow = _behind(batch.get("now"))
    return [_answer(entry, ambassador, by, slow) for entry in batch["entries"]]


def _answer(entry, ambassador, by, slow):
    client_id = entry.get("client_id") if isinstance(entry, dict) else None
    try:
        with transaction.atomic():
            said = _log(entry, ambassador, by, slow)
    except Refusal as refusal:
        said = refused([{"field": "", "label": "", "reason": str(refusal)}])
    except Exception:
        log.exception("An entry from a phone could not be kept")  # without a word of what it says
        sentence = _("Something broke on our side. The entry stays here and is sent again later.")
        said = {"state": "later", "reasons": [{"field": "", "label": "", "reason": sentence}]}
    return {"client_id": client_id, **said}


def _log(entry, ambassador, by, slow):
    fields = _fields(entry, slow)
    form = EncounterForm(fields, ambassador=ambassador, asks=False)
    if not form.is_valid():
        return refused(_reasons(form))
    encounter, people = capture.take(form, ambassador, by=by)
    return {
        "state": "kept",
        "address": encounter.get_absolute_url(),
        "notes": [*capture.notes(people), *_changed_since(encounter, form)],
    }


def _fields(entry, slow):
    """What the form would have posted; raises Refusal for what no form of ours could have."""
    pairs = entry.get("fields") if isinstance(entry, dict) else None
    if not isinstance(pairs, list) or len(pairs) > MOST_FIELDS or not all(map(_is_a_pair, pairs)):
        raise Refusal(_("This entry can't be read. Type it anew, or export it as a file and ask for help."))
    if sum(len(name) + len(value) for name, value in pairs) > LARGEST_ENTRY:
        raise Refusal(_("This entry is too long. Shorten the sentence."))
    fields = QueryDict(mutable=True)
    for name, value in pairs:
        fields.appendlist(name, value)
    fields["client_id"] = entry.get("client_id") or ""
    if not fields["client_id"]:
        raise Refusal(_("This entry has no number of its own, so it could be kept twice. Type it anew."))
    if not fields.get("happened_at"):
        fields["happened_at"] = _happened(entry.get("happened_at"), slow)
    return fields


def _is_a_pair(pair):
    """Two strings that can be written down: JSON can spell half a character."""
    if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(part, str) for part in pair):
        return False
    try:
        "".join(pair).encode()
    except UnicodeEncodeError:
        return False
    return True


def _happened(said, slow):
    """The moment as the form spells it: what the phone's clock showed, put right by how far that clock is off."""
    moment = _moment(said)
    return timezone.localtime(moment + slow).strftime("%Y-%m-%dT%H:%M") if moment else ""


def _behind(now):
    """How far the phone's clock is behind ours; small differences are the way through the network."""
    moment = _moment(now)
    behind = timezone.now() - moment if moment else timedelta()
    return behind if abs(behind) > CLOCKS_AGREE else timedelta()


def _moment(said):
    try:
        moment = datetime.fromisoformat(said)
        return moment if moment.tzinfo and 1900 < moment.year < 3000 else None
    except (TypeError, ValueError):
        return None


def _reasons(form):
    """[{field, label, reason}] of everything the form and its people object to."""
    return [
        {
            "field": one.add_prefix(name),
            "label": str(one.fields[name].label or "") if name in one.fields else "",
            "reason": str(reason),
        }
        for one in (form, *form.people)
        for name, reasons in one.errors.items()
        for reason in reasons
    ]


def _changed_since(encounter, form):
    """An answer got lost, the entry was changed and sent again: the first one counts, and that is said."""
    if encounter.sentence.split() == form.cleaned_data.get("sentence", "").split():
        return []
    return [_("This had arrived before you changed it: it was kept as it was first sent.")]


def refused(reasons):
    return {"state": "refused", "reasons": reasons}
