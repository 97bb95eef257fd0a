"""The two kinds of files of the personnel office, for the registry of kinds."""

from django.utils.translation import gettext_lazy as _

from ambassadors.imports import columns, counting, kinds, preview, words, working


def register():
    kinds.register(
        "units",
        columns=columns.UNITS,
        fits=lambda found: "parent_code" in found,
        through=working.of_units,
        verdicts=preview.of_units,
        words=counting.UNITS_WORDS,
        told=counting.TOLD,
        quiet=counting.QUIET,
        needed=("unit_code",),
        dates=("valid_from", "valid_until"),
    )
    kinds.register(
        "people",
        columns=columns.PEOPLE,
        fits=lambda found: "personnel_no" in found,
        through=working.people,
        verdicts=preview.of_people,
        words=counting.WORDS,
        told=counting.TOLD,
        quiet=counting.QUIET,
        needed=("personnel_no", "email", "unit_code"),
        dates=("entry_date", "exit_date"),
        any_of=(
            ("last_name", "first_name"),
            _("People need a name. Choose the column of the first or the last name."),
        ),
        cells=words.shown_cells,
        usual=_("unchanged"),
    )
