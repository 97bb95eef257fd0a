from django.shortcuts import redirect, render
from django.utils import timezone, translation

from leads import links
from leads.doors import opened_by
from leads.forms.follow_up import AnswerForm


def _sent_to(token):
    """What the letter's link leads to; its page speaks like the letter, in the time of whoever got it."""
    follow_up = links.followed(token)
    if follow_up:
        translation.activate(follow_up.owner.person.reads)
        timezone.activate(follow_up.owner.person.zone)
    return follow_up


from_a_letter = opened_by(_sent_to, pages="taps", again="leads:tap")


@from_a_letter
def tap(request, follow_up):
    """Answer from a letter: opening shows four buttons and changes nothing, only a tap does."""
    me = follow_up.owner.person
    form = AnswerForm(request.POST or None, follow_up=follow_up)
    if request.method == "POST" and follow_up.is_open and form.is_valid():
        links.refuse_stale(follow_up, request.POST.get("seal"))
        follow_up.complete(by=me, **form.said)
        return redirect("leads:tap", token=request.link_token)
    return render(request, "taps/tap.html", {
        "follow_up": follow_up, "form": form, "token": request.link_token, "seal": links.seal_for(follow_up), "may_take_back": follow_up.may_take_back(me),
    })  # fmt: skip


@from_a_letter
def undoing(request, follow_up):
    """It was a slip of the thumb: the call is open again, and the same link answers it."""
    links.refuse_stale(follow_up, request.POST.get("seal"))
    follow_up.take_back(by=follow_up.owner.person)
    return redirect("leads:tap", token=request.link_token)
