"""The units a file may name: each as it stands today, with what the ones of the past went on as."""

from django.utils import timezone

from ambassadors.imports.rows import Rejected
from ambassadors.models import Reorganisation, Succession, Unit, UnitSpan
from ambassadors.models.unit import followed
from ledger.sentences import Sentence as _


class KnownUnits:
    """Read once for a whole file; a code is looked up without a question."""

    def __init__(self):
        today = timezone.localdate()
        self.by_code = Unit.objects.in_bulk(field_name="code")
        self.by_key = {unit.pk: unit for unit in self.by_code.values()}
        self.lasting = UnitSpan.objects.first_and_last_days()
        self.successions = list(Succession.objects.by(today).codes())
        self.attributed = Unit.objects.attributed(today)
        self._moving = {before for before, _after in Succession.objects.all().codes()}

    def called(self, code, entry, gone):
        """The unit of this known code, if somebody could be there from `entry` until `gone`; a reason where nobody could."""
        unit = self.by_code[code]
        begins, ends = self.lasting.get(unit.pk, (None, None))
        self._need_begun(unit, begins, entry)
        if ends and ends <= timezone.localdate() and not (gone and gone < ends) and not self.went_on(unit):
            raise Rejected(_("the unit “%(code)s” ended on %(day)s, and none went on as it")
                           % {"code": code, "day": ends.strftime("%d.%m.%Y")})  # fmt: skip
        return unit

    def went_on(self, unit):
        return self.attributed.get(unit.code, unit.code) != unit.code

    def is_in(self, unit, named):
        """Whether somebody in `unit` is where the file says, if it still calls it by the name of before."""
        return unit.code in followed({named.code}, self.successions)

    def code_today(self, unit):
        return self.attributed.get(unit.code, unit.code)

    def take_along(self, units):
        """Whoever was put into a unit that ends, or has ended, goes on with it."""
        if self._moving & {unit.code for unit in units}:
            Reorganisation.objects.carry()

    def _need_begun(self, unit, begins, entry):
        if begins and begins > timezone.localdate() and not (entry and entry >= begins):
            raise Rejected(_("the unit “%(code)s” is not there before %(day)s")
                           % {"code": unit.code, "day": begins.strftime("%d.%m.%Y")})  # fmt: skip
