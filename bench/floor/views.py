"""The least that Django does for one indexed row, fifty rows, one new row and one precomputed row."""

import uuid

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt

from bench.floor.models import Rollup, Row

ROWS = 50


def pk(request, key):
    row = Row.objects.get(pk=key)
    return JsonResponse({"name": row.name, "place": row.place})


def listed(request):
    """Fifty rows, keyset, a small template."""
    rows = Row.objects.order_by("-created_at", "-id")
    if "after" in request.GET:
        rows = rows.filter(created_at__lt=parse_datetime(request.GET["after"]))
    return render(request, "list.html", {"rows": rows[:ROWS]})


@csrf_exempt
def insert(request):
    Row.objects.create(name="Somebody new", place="Zwickau", note=uuid.uuid4().hex)
    return HttpResponse(status=204)


def rollup(request):
    return JsonResponse({"number": Rollup.objects.get(pk="rows").number})
