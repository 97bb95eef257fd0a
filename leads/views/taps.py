from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from leads import links
from leads.forms.follow_up import AnswerForm


@login_not_required
@never_cache
def tap(request, token):
    """Answer from a letter: opening shows four buttons and changes nothing, only a tap does."""
    follow_up = links.followed(token)
    if follow_up is None:
        raise Http404
    form = AnswerForm(request.POST or None, follow_up=follow_up)
    if request.method == "POST" and form.is_valid() and follow_up.is_open:
        follow_up.complete(by=follow_up.owner.person, **form.said)
        return redirect("leads:tap", token=token)
    return render(request, "follow_ups/tap.html", {"follow_up": follow_up, "form": form})
