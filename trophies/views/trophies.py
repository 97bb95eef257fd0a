from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from ledger.pages import page_of
from trophies import route
from trophies.models import HandOff, Trophy

STAYS = 50


def index(request):
    """The trophies of the network and who keeps them; first what waits for oneself."""
    trophies = Trophy.objects.visible_to(request.user).with_keepers().in_order()
    waiting = HandOff.objects.waiting_for(request.user).with_people()
    return render(request, "trophies/index.html", {"trophies": trophies, "waiting": waiting})


def trophy(request, slug):
    """One trophy: where it is, whether it is on its way, and the whole journey."""
    found = get_object_or_404(Trophy.objects.visible_to(request.user).with_keepers(), slug=slug)
    stays = found.custodies.all().with_people().with_hosts().newest_first()
    page = page_of(stays, request, time="since", rows_on_page=STAYS)
    begun, stops = _beginning(found, page)
    told = {
        "route": route.drawn(page.rows, on_its_way=found.open_hand_off),
        "host": page.is_first and page.rows[0].host,
        "hand_on_url": _address_to_hand_on(request.user, found),
    }
    return render(
        request,
        "trophies/trophy.html",
        {"trophy": found, "page": page, "begun": begun, "stops": stops, **told},
    )


def _beginning(trophy, page):
    """Since when it travels and how many stops it made; asked of the database only when the page doesn't hold them all."""
    if page.is_first and not page.next_url:
        return page.rows[-1].since, len(page.rows)
    return trophy.custodies.oldest_first().first().since, trophy.custodies.count()


def _address_to_hand_on(person, trophy):
    may = person.is_coordinator and not trophy.open_hand_off
    return reverse("trophies:hand_on", args=[trophy.slug]) if may else ""
