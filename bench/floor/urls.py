from django.urls import path

from bench.floor import views

urlpatterns = [
    path("pk/<uuid:key>/", views.pk, name="pk"),
    path("list/", views.listed, name="list"),
    path("insert/", views.insert),
    path("rollup/", views.rollup),
]
