from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leads.declared import declarations, lines
from leads.models import Lead
from ledger.pages import page_of


def declared(request):
    """Who said that a customer is a friend, family or themselves, by pseudonyms."""
    relation = request.GET.get("relation", "")
    page = page_of(declarations(relation), request, time="at")
    shown = {"page": page, "lines": lines(page.rows), "options": _options(relation), "relation": relation}
    return render(request, "leads/declared.html", shown)


def _options(relation):
    url = reverse("leads:declared")
    choices = [("", _("All")), *Lead.Relation.choices]
    return [
        {
            "url": f"{url}?relation={code}" if code else url,
            "label": label,
            "current": code == relation,
            "count": None,
        }
        for code, label in choices
    ]
