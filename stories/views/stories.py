from django.shortcuts import get_object_or_404, render

from ledger.pages import page_of
from stories.growth import growth_of
from stories.kinds import kind_tiles
from stories.models import Story

CARDS = 25


def index(request):
    """What the network is proud of, newest first, of all kinds or of one."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Story.Kind.values else ""
    page = page_of(
        Story.objects.published().of_kind(kind).as_cards().newest_first(),
        request,
        time="published_at",
        rows_on_page=CARDS,
    )
    own = request.user.ambassador_or_none
    waiting = (
        Story.objects.of_author(own).unpublished().last_begun_first()[:5] if own and page.is_first else []
    )
    return render(
        request,
        "stories/index.html",
        {"page": page, "kind": kind, "tiles": kind_tiles(kind), "waiting": waiting},
    )


def story(request, slug):
    """One story, with whoever tells it and how it came about."""
    found = get_object_or_404(Story.objects.visible_to(request.user).with_people(), slug=slug)
    growth = growth_of(found, person=request.user)
    return render(
        request, "stories/story.html", {"story": found, "growth": growth, "own": found.is_by(request.user)}
    )
