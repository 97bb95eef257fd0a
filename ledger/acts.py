"""The shape of most acts on a page: find through the person, call one verb, say what happened, go back to the thing."""

from django.contrib import messages
from django.shortcuts import redirect


def act(find, verb, said):
    """A view for it: `find(request, pk)`, a method that takes `by=`, and a lazy sentence."""

    def view(request, pk):
        found = find(request, pk)
        verb(found, by=request.user)
        messages.success(request, said)
        return redirect(found)

    return view
