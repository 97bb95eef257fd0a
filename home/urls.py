from django.urls import path

from home.views import health, me, shell, today

app_name = "home"

urlpatterns = [
    path("", today.today, name="today"),
    path("me/", me.me, name="me"),
    path("me/portrait/", me.portrait, name="portrait"),
    path("language/", shell.language, name="language"),
    path("brand.css", shell.brand_css, name="brand_css"),
    path("health/", health.health, name="health"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
