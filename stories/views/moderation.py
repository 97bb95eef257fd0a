from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ambassadors import typed
from stories.forms.moderation import ModerationForm
from stories.models import Story

SHOWN = 50


def moderation(request):
    """What waits for a coordinator, the longest waiting first, and the one to read now."""
    waiting = _waiting_for(request.user)
    story = next((one for one in waiting if one.slug == request.GET.get("read")), None) or next(
        iter(waiting), None
    )
    return _page(request, story, waiting, ModerationForm(story=story))


def publication(request, slug):
    """Let the network read a story."""
    story, form = _judged(request, slug)
    if request.method == "POST" and form.is_valid():
        story.publish(by=request.user, **form.cleaned_data)
        return _done(request, _("“%(title)s” is published. %(name)s gets a letter."), story)
    return _page(request, story, _waiting_for(request.user), form)


def sending_back(request, slug):
    """Give a story back to its author with a note."""
    story, form = _judged(request, slug, note_needed=True)
    if request.method == "POST" and form.is_valid():
        story.send_back(by=request.user, **form.cleaned_data)
        return _done(request, _("“%(title)s” goes back. %(name)s gets a letter with your note."), story)
    return _page(request, story, _waiting_for(request.user), form)


def _waiting_for(person):
    return list(_told(Story.objects.to_moderate_by(person)).longest_waiting_first()[:SHOWN])


def _told(stories):
    """With who tells it, and what their unit was called on the day they did."""
    return stories.with_people().with_unit_names("created_at")


def _judged(request, slug, *, note_needed=False):
    story = get_object_or_404(_told(Story.objects.visible_to(request.user)), slug=slug)
    return story, ModerationForm(
        request.POST or None, story=story, note_needed=note_needed, initial=typed.initial(request)
    )


def _page(request, story, waiting, form):
    return render(request, "stories/moderation.html", {"story": story, "waiting": waiting, "form": form})


def _done(request, sentence, story):
    typed.sent(request)
    messages.success(request, sentence % {"title": story, "name": story.author.person.first_name})
    return redirect("stories:moderation")
