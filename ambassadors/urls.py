from django.urls import path

from ambassadors.views import ambassadors, first_admin, pictures, sign_in

app_name = "ambassadors"

urlpatterns = [
    path("ambassadors/", ambassadors.index, name="index"),
    path("ambassadors/joining/", ambassadors.joining, name="joining"),
    path("ambassadors/<slug:handle>/", ambassadors.ambassador, name="ambassador"),
    path("lands/", ambassadors.lands, name="lands"),
    path("units/", ambassadors.units, name="units"),
    path("pictures/<uuid:pk>/<str:size>.webp", pictures.picture, name="picture"),
    path("look-around/<slug:role>/", sign_in.look_around, name="look_around"),
    path("first-admin/<str:token>/", first_admin.first_admin, name="first_admin"),
]
