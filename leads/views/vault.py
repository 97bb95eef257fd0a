from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from leads.forms.vault import OpeningForm, SearchForm
from leads.models import VaultedProof
from leads.proof import Proof
from ledger.pages import page_of


@never_cache
def index(request):
    """The proofs of whoever is erased, by pseudonyms, newest first; or those about one number or address."""
    proofs = VaultedProof.objects.visible_to(request.user).without_content().newest_first()
    form = SearchForm(request.POST if request.method == "POST" else None)
    searched = request.method == "POST" and form.is_valid()
    if searched:
        proofs = proofs.found_by(form.cleaned_data["text"])
    page = page_of(proofs, request, time="created_at")
    return render(request, "vault/index.html", {"form": form, "page": page, "searched": searched})


@never_cache
def proof(request, pk):
    """One proof: closed until a reason is given, and open for this one answer."""
    found = get_object_or_404(VaultedProof.objects.visible_to(request.user), pk=pk)
    form = OpeningForm(request.POST if request.method == "POST" else None)
    shown = None
    if request.method == "POST" and form.is_valid():
        shown = Proof(found.show(by=request.user, reason=form.cleaned_data["reason"]))
    return render(request, "vault/proof.html", {"proof": found, "form": form, "shown": shown})
