import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from ambassadors import typed
from leads.desk import handed, saying
from leads.desk import hook as desk_hook
from leads.forms.referral import DeskReplyForm, ReferralForm
from leads.models import Case, DeskReply, Lead, Referral
from leads.models.referral import channel, ground_for
from ledger import webhooks


def of_case(request, pk):
    """Hand a case to the service desk: what goes along is shown before."""
    cases = Case.objects.visible_to(request.user).with_people()
    return _new(request, get_object_or_404(cases, pk=pk))


def of_lead(request, pk):
    """Hand a lead to the service desk."""
    leads = Lead.objects.visible_to(request.user).with_people()
    return _new(request, get_object_or_404(leads, pk=pk))


def referral(request, pk):
    """One referral: what went there, what they said, and how it goes on."""
    found = _found(request, pk)
    return _page(request, found, _reply_form(found, initial=typed.initial(request)))


def reply(request, pk):
    """Write down what the service desk told by telephone."""
    found = _found(request, pk)
    form = _reply_form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    said = form.cleaned_data
    key = f"hand:{said.pop('client_id') or uuid.uuid4()}"
    found.hear(saying.reply(key, DeskReply.Channel.HAND, by=request.user, **said))
    messages.success(request, _("Kept."))
    return redirect(found)


def closing(request, pk):
    found = _found(request, pk)
    found.close(by=request.user)
    messages.success(request, _("Closed. It stays in the story of the matter."))
    return redirect(found.subject)


@csrf_exempt
@login_not_required
def hook(request):
    """The service desk's own program speaks: signed, fresh, and once per id."""
    secrets = settings.SERVICE_DESK.secrets
    body = request.read(desk_hook.LARGEST + 1) if secrets else b""
    if len(body) > desk_hook.LARGEST:
        return JsonResponse({"error": _("The message is larger than 64 KB.")}, status=413)
    if not webhooks.is_genuine(body, request.headers, secrets):
        return JsonResponse({"error": _("The signature doesn't fit, or the message is too old.")}, status=401)
    try:
        known = desk_hook.hear(body, request.headers["webhook-id"])
    except desk_hook.Unreadable as error:
        return JsonResponse({"error": str(error)}, status=400)
    return JsonResponse({"kept": True}) if known else JsonResponse({"error": _("Not found.")}, status=404)


def _new(request, subject):
    ground = ground_for(subject.customer, request.user)
    start = {"client_id": uuid.uuid4(), **typed.initial(request)}
    form = ReferralForm(request.POST or None, ground=ground, initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        sent = Referral.send(
            subject, by=request.user, remark=said["remark"], client_id=said["client_id"],
            with_contact=said.get("with_contact", False), external_reference=said.get("reference", ""),
        )  # fmt: skip
        typed.sent(request)
        messages.success(request, _sent_words(sent))
        return redirect(sent)
    return render(request, "referrals/new.html", _seen_before(subject, form, ground))


def _seen_before(subject, form, ground):
    """All that would go along, for the page that asks for a yes."""
    contact = handed.hinted(handed.contact_by(ground, subject.customer))
    how = {"channel": channel().value, "desk": settings.SERVICE_DESK.name}
    return {"subject": subject, "form": form, "facts": handed.facts_of(subject), "contact": contact, **how}


def _sent_words(sent):
    words = {"desk": settings.SERVICE_DESK.name, "code": sent.code}
    if sent.channel == Referral.Channel.HAND:
        return _("Written down. It stays in your list until it is solved.")
    return _("It is on its way to %(desk)s under the code %(code)s. What they answer you see here.") % words


def _page(request, found, form):
    context = {
        "referral": found,
        "form": form,
        "replies": found.replies.all().in_order().select_related("by"),
        "desk": settings.SERVICE_DESK.name,
        "letter": found.letter(),
    }
    return render(request, "referrals/referral.html", context)


def _reply_form(found, *posted, initial=None):
    start = {"client_id": uuid.uuid4(), "said": "", **(initial or {})}
    return DeskReplyForm(*posted, referral=found, initial=start)


def _found(request, pk):
    return get_object_or_404(Referral.objects.visible_to(request.user).with_subjects(), pk=pk)
