from django.urls import path

from ambassadors.views import (
    ambassadors,
    first_admin,
    pictures,
    reorganisations,
    reveals,
    role_log,
    role_proposals,
    roles,
    sign_in,
    units,
)

app_name = "ambassadors"

urlpatterns = [
    path("ambassadors/", ambassadors.index, name="index"),
    path("ambassadors/joining/", ambassadors.joining, name="joining"),
    path("ambassadors/<slug:handle>/", ambassadors.ambassador, name="ambassador"),
    path("lands/", ambassadors.lands, name="lands"),
    path("units/", units.index, name="units"),
    path("units/reorganisations/", reorganisations.index, name="reorganisations"),
    path("units/reorganisations/new/", reorganisations.new, name="reorganisation_new"),
    path("units/reorganisations/<uuid:pk>/", reorganisations.reorganisation, name="reorganisation"),
    path("units/reorganisations/<uuid:pk>/people/", reorganisations.people, name="reorganisation_people"),
    path("units/reorganisations/<uuid:pk>/decision/", reorganisations.decision, name="decision"),
    path("units/reorganisations/<uuid:pk>/undoing/", reorganisations.undoing, name="undoing"),
    path("units/reorganisations/<uuid:pk>/discarding/", reorganisations.discarding, name="discarding"),
    path("units/<path:code>/", units.unit, name="unit"),
    path("roles/", roles.index, name="roles"),
    path("roles/new/", roles.new, name="role_new"),
    path("roles/log/", role_log.role_log, name="role_log"),
    path("roles/<uuid:pk>/end/", roles.end, name="role_end"),
    path("roles/proposals/<uuid:pk>/", role_proposals.proposal, name="role_proposal"),
    path("roles/proposals/<uuid:pk>/confirmation/", role_proposals.confirmation, name="role_confirmation"),
    path("roles/proposals/<uuid:pk>/refusal/", role_proposals.refusal, name="role_refusal"),
    path("roles/proposals/<uuid:pk>/withdrawal/", role_proposals.withdrawal, name="role_withdrawal"),
    path("reveals/new/", reveals.new, name="reveal_new"),
    path("reveals/<uuid:pk>/", reveals.reveal, name="reveal"),
    path("reveals/<uuid:pk>/agreement/", reveals.agreement, name="reveal_agreement"),
    path("reveals/<uuid:pk>/refusal/", reveals.refusal, name="reveal_refusal"),
    path("reveals/<uuid:pk>/name/", reveals.name, name="reveal_name"),
    path("pictures/<uuid:pk>/<str:size>.webp", pictures.picture, name="picture"),
    path("look-around/<slug:role>/", sign_in.look_around, name="look_around"),
    path("first-admin/<str:token>/", first_admin.first_admin, name="first_admin"),
]
