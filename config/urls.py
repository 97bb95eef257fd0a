from allauth.account.decorators import secure_admin_login
from django.apps import apps
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # the admin has no sign-in of its own
for room in ("account", "mfa", "socialaccount", "usersessions"):  # keys and whereabouts are nobody's to read
    for model in apps.get_app_config(room).get_models():
        if admin.site.is_registered(model):
            admin.site.unregister(model)

urlpatterns = [
    path("", include("ledger.urls")),
    path("", include("ambassadors.urls")),
    path("", include("leads.urls")),
    path("", include("trophies.urls")),
    path("", include("stories.urls")),
    path("", include("reports.urls")),
    path("", include("home.urls")),
    # allauth's page writes a row when it is opened, and an address is changed by the personnel office
    path("accounts/email/", RedirectView.as_view(pattern_name="home:me"), name="account_email"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/second-factor/", include("allauth.mfa.urls")),
    path("accounts/company/", include("ambassadors.company_sign_in.urls")),
    path("admin/", admin.site.urls),
]
