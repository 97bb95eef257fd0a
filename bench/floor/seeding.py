"""The floor's rows: `python -m bench.floor.seeding N` makes its tables and fills them; prints what the paths need."""

import json
import os
import sys

ROWS = """
INSERT INTO floor_row (id, created_at, name, place, note)
SELECT gen_random_uuid(), now() - n * interval '7 seconds', 'First' || n %% 997 || ' Last' || n, 'Town ' || n %% 211,
       CASE n %% 3 WHEN 0 THEN 'Somebody to ask about routers, moving house and how to say no politely.' ELSE '' END
FROM generate_series(1, %s) AS n
"""


def main(number):
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.floor.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.floor.models import Rollup, Row

    call_command("migrate", run_syncdb=True, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [number])
        cursor.execute("VACUUM ANALYZE floor_row")
    Rollup.objects.create(key="rows", number=number)
    print(json.dumps({"pk": str(Row.objects.values_list("pk", flat=True)[0]), "rows": Row.objects.count()}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
