import uuid

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ambassadors import typed
from leads.models import Case, Lead
from stories.forms.story import StoryForm
from stories.models import Story


def new(request):
    """Tell a story, perhaps of a lead or a case of one's own."""
    form = StoryForm(
        request.POST or None,
        request.FILES or None,
        person=request.user,
        initial={**_begun_with(request), **typed.initial(request)},
    )
    if request.method == "POST" and form.is_valid() and (story := form.keep(by=request.user)):
        return _kept(request, story)
    return render(request, "stories/new.html", {"form": form})


def edit(request, slug):
    """Tell it differently, as long as it lies with its author."""
    story = get_object_or_404(Story.objects.owned_by(request.user).with_people(), slug=slug)
    form = StoryForm(
        request.POST or None,
        request.FILES or None,
        person=request.user,
        story=story,
        initial=typed.initial(request),
    )
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        return _kept(request, story)
    return render(request, "stories/edit.html", {"form": form, "story": story})


def submission(request, slug):
    story = get_object_or_404(Story.objects.owned_by(request.user), slug=slug)
    story.submit(by=request.user)
    messages.success(request, _("Handed in. A coordinator reads it now, and you get a letter."))
    return redirect(story)


def withdrawal(request, slug):
    story = get_object_or_404(Story.objects.owned_by(request.user), slug=slug)
    story.withdraw(by=request.user)
    messages.success(request, _("The story lies with you again. Nobody else can see it."))
    return redirect(story)


def _kept(request, story):
    typed.sent(request)
    if "hand_in" in request.POST and story.is_with_its_author:
        return submission(request, story.slug)
    messages.success(request, _("Kept. Hand it in when you like it."))
    return redirect(story)


def _begun_with(request):
    """What ?lead= or ?case= says the story is about; it has to be one's own."""
    if "lead" in request.GET:
        lead = _own(Lead, request, request.GET["lead"])
        return {"lead": lead.pk, "kind": lead.kind}
    if "case" in request.GET:
        return {"case": _own(Case, request, request.GET["case"]).pk, "kind": Story.Kind.HELP}
    return {}


def _own(noun, request, key):
    try:
        return get_object_or_404(noun.objects.owned_by(request.user), pk=uuid.UUID(key))
    except ValueError:
        raise Http404 from None
