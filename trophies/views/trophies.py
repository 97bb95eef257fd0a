from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from ledger.pages import page_of
from trophies import route
from trophies.models import HandOff, Trophy


def index(request):
    """The trophies of the network and who keeps them; first what waits for oneself."""
    trophies = Trophy.objects.visible_to(request.user).with_keepers().in_order()
    waiting = HandOff.objects.waiting_for(request.user).with_people()
    return render(request, "trophies/index.html", {"trophies": trophies, "waiting": waiting})


def trophy(request, slug):
    """One trophy: where it is, whether it is on its way, and the whole journey."""
    found = get_object_or_404(Trophy.objects.visible_to(request.user).with_keepers(), slug=slug)
    stays = found.custodies.all().with_people().with_hosts()
    page = page_of(stays.newest_first(), request, time="since")
    return render(
        request,
        "trophies/trophy.html",
        {
            "trophy": found,
            "page": page,
            "stops": stays.count(),
            "begun": stays.oldest_first().first().since,
            "route": route.drawn(page.rows, on_its_way=found.open_hand_off),
            "host": page.is_first and page.rows[0].host,
            "hand_on_url": address_to_hand_on(request.user, found),
        },
    )


def address_to_hand_on(person, trophy):
    return (
        reverse("trophies:hand_on", args=[trophy.slug])
        if person.is_coordinator and not trophy.open_hand_off
        else ""
    )
