from django.urls import path

from leads.views import (
    cases,
    consents,
    customer_links,
    customers,
    encounters,
    follow_ups,
    leads,
    own_page,
    taps,
)

app_name = "leads"

urlpatterns = [
    path("encounters/new/", encounters.new, name="encounter_new"),
    path("encounters/<uuid:pk>/", encounters.encounter, name="encounter"),
    path("encounters/<uuid:pk>/people/new/", encounters.new_person, name="person_new"),
    path("leads/", leads.index, name="index"),
    path("leads/<uuid:pk>/", leads.lead, name="lead"),
    path("leads/<uuid:pk>/edit/", leads.edit, name="lead_edit"),
    path("leads/<uuid:pk>/state/", leads.state, name="state"),
    path("leads/<uuid:pk>/hand-over/", leads.hand_over, name="hand_over"),
    path("leads/<uuid:pk>/follow-ups/new/", follow_ups.new, name="follow_up_new"),
    path("customers/<uuid:pk>/", customers.customer, name="customer"),
    path("customers/<uuid:pk>/edit/", customers.edit, name="customer_edit"),
    path("customers/<uuid:pk>/contact/", customers.contact, name="contact"),
    path("customers/<uuid:pk>/links/", customer_links.new, name="customer_link_new"),
    path("customer-links/<uuid:pk>/revocation/", customer_links.revocation, name="customer_link_revocation"),
    path("c/<str:token>/", own_page.page, name="own_page"),
    path("c/<str:token>/file/", own_page.file, name="own_page_file"),
    path("c/<str:token>/language/", own_page.language, name="own_page_language"),
    path("customers/<uuid:pk>/consents/new/", consents.new, name="consent_new"),
    path("consents/<uuid:pk>/withdrawal/", consents.withdrawal, name="withdrawal"),
    path("follow-ups/", follow_ups.index, name="follow_ups"),
    path("follow-ups/<uuid:pk>/answer/", follow_ups.answer, name="answer"),
    path("follow-ups/<uuid:pk>/correction/", follow_ups.correct, name="correct"),
    path("follow-ups/<uuid:pk>/snooze/", follow_ups.snooze, name="snooze"),
    path("a/<str:token>/", taps.tap, name="tap"),
    path("cases/", cases.index, name="cases"),
    path("cases/<uuid:pk>/", cases.case, name="case"),
    path("cases/<uuid:pk>/edit/", cases.edit, name="case_edit"),
    path("cases/<uuid:pk>/solution/", cases.solution, name="solution"),
    path("cases/<uuid:pk>/referral/", cases.referral, name="referral"),
    path("cases/<uuid:pk>/reopening/", cases.reopening, name="reopening"),
]
