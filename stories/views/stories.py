from django.shortcuts import get_object_or_404, render

from ambassadors.models import Ambassador
from ledger.pages import page_of
from ledger.plans import is_unnarrowed, kept_if
from stories.growth import growth_of
from stories.kinds import kind_tiles
from stories.models import Story

CARDS = 25


@kept_if(is_unnarrowed)
def index(request):
    """What the network is proud of, newest first, of all kinds or of one, of everybody or of one author."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Story.Kind.values else ""
    author = _author(request)
    stories = Story.objects.published().of_kind(kind)
    stories = stories.signed_by(author, seen_by=request.user) if author else stories
    page = page_of(stories.as_cards().newest_first(), request, time="published_at", rows_on_page=CARDS)
    own = request.user.ambassador_or_none
    waiting = (
        Story.objects.of_author(own).unpublished().last_begun_first()[:5]
        if own and page.is_first and not author
        else []
    )
    return render(
        request,
        "stories/index.html",
        {
            "page": page,
            "kind": kind,
            "author": author,
            "tiles": [] if author else kind_tiles(kind),
            "waiting": waiting,
        },
    )


def _author(request):
    """Whose stories are asked for, or None for everybody's."""
    handle = request.GET.get("author", "")
    people = Ambassador.objects.visible_to(request.user).with_people()
    return get_object_or_404(people, handle=handle) if handle else None


def story(request, slug):
    """One story, with whoever tells it and how it came about."""
    stories = Story.objects.visible_to(request.user).with_people().with_unit_names("created_at")
    found = get_object_or_404(stories, slug=slug)
    growth = growth_of(found, person=request.user)
    return render(
        request, "stories/story.html", {"story": found, "growth": growth, "own": found.is_by(request.user)}
    )
