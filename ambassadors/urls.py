from django.urls import path

from ambassadors.views import ambassadors, first_admin, pictures, reorganisations, sign_in, units

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
    path("pictures/<uuid:pk>/<str:size>.webp", pictures.picture, name="picture"),
    path("look-around/<slug:role>/", sign_in.look_around, name="look_around"),
    path("first-admin/<str:token>/", first_admin.first_admin, name="first_admin"),
]
