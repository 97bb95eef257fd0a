from django.urls import path

from home.views import app, health, legal, me, own_file, setup, shell, today

app_name = "home"

urlpatterns = [
    path("", today.today, name="today"),
    path("me/", me.me, name="me"),
    path("me/profile/", me.profile, name="profile"),
    path("me/looks/", me.looks, name="looks"),
    path("me/file/", own_file.own_file, name="own_file"),
    path("me/portrait/", me.portrait, name="portrait"),
    path("language/", shell.language, name="language"),
    path("sw.js", app.worker, name="worker"),
    path("phone.crt", app.phone_certificate, name="phone_certificate"),
    path("manifest.webmanifest", app.manifest, name="manifest"),
    path("brand.css", shell.brand_css, name="brand_css"),
    path("setup/", setup.setup, name="setup"),
    path("setup/look/", setup.step, {"key": "look"}, name="setup_look"),
    path("setup/domains/", setup.step, {"key": "domains"}, name="setup_domains"),
    path("setup/controller/", setup.step, {"key": "controller"}, name="setup_controller"),
    path("setup/wordings/", setup.step, {"key": "wordings"}, name="setup_wordings"),
    path("setup/pages/", setup.step, {"key": "pages"}, name="setup_pages"),
    path("setup/lead-facts/", setup.lead_facts, name="setup_lead_facts"),
    path("setup/completion/", setup.completion, name="completion"),
    path("imprint/", legal.imprint, name="imprint"),
    path("accessibility/", legal.accessibility, name="accessibility"),
    path("privacy/", legal.privacy, name="privacy"),
    path("notice/en/", legal.notice, {"language": "en"}, name="notice_en"),
    path("notice/de/", legal.notice, {"language": "de"}, name="notice_de"),
    path("logo.webp", legal.logo, name="logo"),
    path("health/", health.health, name="health"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
