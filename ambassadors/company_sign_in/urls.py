"""The names that allauth asks for; one provider, so no key stands in the address."""

from django.urls import path

from ambassadors.company_sign_in import views

urlpatterns = [
    path("", views.sign_in, name="openid_connect_login"),
    path("answer/", views.answer, name="openid_connect_callback"),
    path("link/", views.link, name="socialaccount_connections"),
    path("link/end/", views.unlink, name="company_unlink"),
]
