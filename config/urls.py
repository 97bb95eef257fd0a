from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # the admin has no sign-in of its own

urlpatterns = [
    path("", include("ledger.urls")),
    path("", include("ambassadors.urls")),
    path("", include("leads.urls")),
    path("", include("trophies.urls")),
    path("", include("stories.urls")),
    path("", include("reports.urls")),
    path("", include("home.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]
