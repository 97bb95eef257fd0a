"""What is said about contact data that was typed and not kept."""

from django.utils.translation import gettext_lazy as _

WITHDRAWN = {
    "phone": _("This number was taken back before, so it was not kept. It comes in again when they say yes themselves, on their own phone or on paper."),
    "email": _("This e-mail address was taken back before, so it was not kept. It comes in again when they say yes themselves, on their own phone or on paper."),
}  # fmt: skip
UNINFORMED = _("What reaches them was not kept: they have not been told yet what happens to their data.")
NO_CONSENT = _("The number was not kept: there is no consent to call.")


def sentences(discarded):
    """A sentence for each sort of thing that keep_contact didn't keep."""
    if "uninformed" in discarded:
        return [str(UNINFORMED)]
    said = [str(sentence) for kind, sentence in WITHDRAWN.items() if f"{kind}_withdrawn" in discarded]
    if "phone" in discarded and "phone_withdrawn" not in discarded:
        said.append(str(NO_CONSENT))
    return said
