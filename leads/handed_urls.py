"""The addresses of what is handed to the service desk and of what is shared with a colleague."""

from django.urls import path

from leads.views import credits, referrals

patterns = [
    path("cases/<uuid:pk>/referral/", referrals.of_case, name="referral"),
    path("leads/<uuid:pk>/referral/", referrals.of_lead, name="lead_referral"),
    path("referrals/hook/", referrals.hook, name="desk_hook"),
    path("referrals/<uuid:pk>/", referrals.referral, name="referred"),
    path("referrals/<uuid:pk>/replies/", referrals.reply, name="desk_reply"),
    path("referrals/<uuid:pk>/closing/", referrals.closing, name="referral_closing"),
    path("leads/<uuid:pk>/credits/new/", credits.of_lead, name="lead_credit_new"),
    path("cases/<uuid:pk>/credits/new/", credits.of_case, name="case_credit_new"),
    path("credits/", credits.index, name="credits"),
    path("credits/<uuid:pk>/", credits.credit, name="credit"),
    path("credits/<uuid:pk>/agreement/", credits.agreement, name="credit_agreement"),
    path("credits/<uuid:pk>/refusal/", credits.refusal, name="credit_refusal"),
    path("credits/<uuid:pk>/withdrawal/", credits.withdrawal, name="credit_withdrawal"),
    path("credits/<uuid:pk>/end/", credits.end, name="credit_end"),
]
