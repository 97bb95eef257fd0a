from django.db import migrations

# Two ranges of one number overlap when the numbers are equal, and [0,1) and [1,2) are adjacent: exclusion without btree_gist.
EXCLUDE = """
ALTER TABLE ambassadors_role ADD CONSTRAINT manager_and_coordinator_exclude_each_other EXCLUDE USING gist (
    int8range(person_id, person_id, '[]') WITH &&,
    daterange(valid_from, valid_until) WITH &&,
    (CASE name WHEN 'manager' THEN int4range(0, 1) ELSE int4range(1, 2) END) WITH -|-
) WHERE (name IN ('manager', 'coordinator'));
ALTER TABLE ambassadors_role ADD CONSTRAINT one_role_of_a_name_at_a_time EXCLUDE USING gist (
    int8range(person_id, person_id, '[]') WITH &&,
    daterange(valid_from, valid_until) WITH &&,
    int8range(hashtextextended(name || scope_kind || scope_value, 0), hashtextextended(name || scope_kind || scope_value, 0), '[]') WITH &&
);
ALTER TABLE ambassadors_affiliation ADD CONSTRAINT one_unit_at_a_time EXCLUDE USING gist (
    int8range(uuid_hash_extended(ambassador_id, 0), uuid_hash_extended(ambassador_id, 0), '[]') WITH &&,
    daterange(valid_from, valid_until) WITH &&
);
ALTER TABLE ambassadors_unitspan ADD CONSTRAINT one_name_at_a_time EXCLUDE USING gist (
    int8range(uuid_hash_extended(unit_id, 0), uuid_hash_extended(unit_id, 0), '[]') WITH &&,
    daterange(valid_from, valid_until) WITH &&
);
"""
ALLOW = """
ALTER TABLE ambassadors_unitspan DROP CONSTRAINT one_name_at_a_time;
ALTER TABLE ambassadors_affiliation DROP CONSTRAINT one_unit_at_a_time;
ALTER TABLE ambassadors_role DROP CONSTRAINT one_role_of_a_name_at_a_time;
ALTER TABLE ambassadors_role DROP CONSTRAINT manager_and_coordinator_exclude_each_other;
"""


class Migration(migrations.Migration):
    dependencies = [("ambassadors", "0001_people_units_and_roles")]

    operations = [migrations.RunSQL(EXCLUDE, ALLOW)]
