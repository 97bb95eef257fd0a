"""How many queries each page asks: `python -m bench.queries` reads [[who, path], …] from stdin and prints as many numbers."""

import json
import sys

import django


def main():
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from ambassadors.models import Person

    asked = []
    for who, path in json.load(sys.stdin):
        client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0], secure=True, HTTP_X_FORWARDED_PROTO="https")
        client.force_login(Person.objects.get(email=who))
        client.get(path)  # once before: what a process keeps is asked for once
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        asked.append(len(queries))
    print(json.dumps(asked))


if __name__ == "__main__":
    main()
