"""How many ambassadors there were in each unit at the end of each whole month; everybody counts in one unit alone."""

from django.conf import settings
from django.db import connections

from reports.months import MONTHS, RUNNING

_ASKED = """
SELECT month.place - 1, coalesce(unit.code, ''), count(*)
FROM unnest(%s::timestamptz[], %s::date[]) WITH ORDINALITY AS month(moment, day, place)
JOIN ambassadors_ambassador AS ambassador
  ON ambassador.joined_at < month.moment AND (ambassador.left_at IS NULL OR ambassador.left_at >= month.moment)
JOIN ambassadors_person AS person ON person.id = ambassador.person_id
LEFT JOIN ambassadors_affiliation AS affiliation
  ON affiliation.ambassador_id = ambassador.id AND affiliation.valid_from < month.day
 AND (affiliation.valid_until IS NULL OR affiliation.valid_until >= month.day)
LEFT JOIN ambassadors_unit AS unit ON unit.id = affiliation.unit_id
WHERE ambassador.left_at IS NOT NULL OR (ambassador.state = 'active' AND person.is_active)
GROUP BY 1, 2
"""


def unit_census(months):
    """{code: [people, for every month]}; the running month, which no unit shows, has nobody."""
    found = {}
    for place, code, number in _rows(months):
        found.setdefault(code, [0] * MONTHS)[place] = number
    return found


def _rows(months):
    ends = range(1, RUNNING + 1)
    with connections[settings.REPORTS_DATABASE].cursor() as cursor:
        cursor.execute(
            _ASKED, [[months.begins(place) for place in ends], [months.starts[place] for place in ends]]
        )
        return cursor.fetchall()
