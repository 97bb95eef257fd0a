from django.urls import path

from trophies.views import hand_offs, trophies

app_name = "trophies"

urlpatterns = [
    path("trophies/", trophies.index, name="index"),
    path("trophies/<slug:slug>/", trophies.trophy, name="trophy"),
    path("trophies/<slug:slug>/hand-offs/", hand_offs.hand_on, name="hand_on"),
    path("hand-offs/<uuid:pk>/confirmation/", hand_offs.confirm, name="confirm"),
    path("hand-offs/<uuid:pk>/refusal/", hand_offs.decline, name="decline"),
    path("hand-offs/<uuid:pk>/cancellation/", hand_offs.cancel, name="cancel"),
]
