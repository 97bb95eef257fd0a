"""Knocks of their own for guards that the access matrix doesn't see; each yields a sentence when the door stood open."""

from functools import partial
from time import time

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from ledger import plans
from ledger.models import Look
from stories.models import Story
from tests import cast
from tests.access import headers
from tests.access.world import LOGIN
from tests.leads import hands
from trophies.models import HandOff


def browser(matrix, who=None, **options):
    """A browser of one's own: it goes through the middlewares that are in force now."""
    client = Client(raise_request_exception=False, **options)
    if who:
        client.force_login(matrix.world.people[who])
    return client


def _status(answer, wanted):
    if answer.status_code != wanted:
        yield f"{answer.status_code} instead of {wanted}"


# Middlewares ------------------------------------------------------------------------------------
def _headers(matrix):
    yield from headers.faults_of(browser(matrix).get(LOGIN))


def _says_https(matrix):
    before, settings.SECURE_HSTS_SECONDS = settings.SECURE_HSTS_SECONDS, 60
    answer = browser(matrix).get(LOGIN, secure=True)
    settings.SECURE_HSTS_SECONDS = before
    if "Strict-Transport-Security" not in answer:
        yield "no Strict-Transport-Security"


def _serves_files(matrix):
    yield from _status(browser(matrix).get("/static/css/app.css"), 200)


def _page(matrix, *, who, url="/", status=200):
    yield from _status(browser(matrix, who).get(url), status)


def _speaks_as_asked(matrix):
    for language in ("en", "de"):
        page = browser(matrix).get(LOGIN, headers={"Accept-Language": language}).content.decode()
        if f'<html lang="{language}"' not in page:
            yield f"speaks no {language}"


def _speaks_ones_language(matrix):
    matrix.world.people["ada"].speak("de")
    if b'<html lang="de"' not in browser(matrix, "ada").get("/").content:
        yield "speaks another language than Ada's"


def _asks_for_a_token(matrix):
    yield from _status(
        browser(matrix, "ada", enforce_csrf_checks=True).post(reverse("home:me"), {"city": "X"}), 403
    )


def _keeps_what_was_typed(matrix):
    client = browser(matrix)
    client.post(reverse("leads:encounter_new"), {"sentence": "Hello"})
    if "typed" not in client.session:
        yield "forgets what was typed"


def _shows_refusals(matrix, **headers):
    yield from _status(
        browser(matrix, "ada").post(reverse("home:portrait"), headers=headers), 302 if headers else 409
    )


def _sees_who_is_here(matrix):
    client, before = browser(matrix, "ada"), int(time()) - 400
    session = client.session
    session["seen"] = before
    session.save()
    client.get("/")
    if client.session.get("seen", before) == before:
        yield "doesn't note that a session is in use"


def _reads_no_gigabyte(matrix):
    yield from _status(browser(matrix).post("/language/", CONTENT_LENGTH=str(2**31)), 413)


def _mails_afterwards(matrix):
    if not hasattr(browser(matrix).get(LOGIN).wsgi_request, "mails"):
        yield "mails before it answers"


def _asks_for_a_second_step(matrix):
    before, settings.MFA_REQUIRED = settings.MFA_REQUIRED, True
    answer = browser(matrix, "cy").get("/")
    settings.MFA_REQUIRED = before
    yield from _status(answer, 302)


def _plans_as_asked(matrix):
    for url, wanted in (("/", plans.KEPT), ("/leads/?q=meier", plans.ANEW)):
        browser(matrix, "ada").get(url)
        with connection.cursor() as cursor:
            cursor.execute("SHOW plan_cache_mode")
            if cursor.fetchone()[0] != wanted:
                yield f"{url} is not planned {wanted}"
    plans.plan(plans.ANEW)


of_middlewares = {
    "ledger.plans.PlansMiddleware": _plans_as_asked,
    "ambassadors.sessions.SeenMiddleware": _sees_who_is_here,
    "ledger.body.BodyLimitMiddleware": _reads_no_gigabyte,
    "ambassadors.account_mail.AfterwardsMiddleware": _mails_afterwards,
    "ambassadors.second_factor.SecondFactorMiddleware": _asks_for_a_second_step,
    "ambassadors.headers.HeadersMiddleware": _headers,
    "csp.middleware.CSPMiddleware": _headers,
    "django.middleware.clickjacking.XFrameOptionsMiddleware": _headers,
    "django.middleware.security.SecurityMiddleware": _says_https,
    "whitenoise.middleware.WhiteNoiseMiddleware": _serves_files,
    "django.contrib.sessions.middleware.SessionMiddleware": partial(_page, who="ada"),
    "django.middleware.locale.LocaleMiddleware": _speaks_as_asked,
    "django.middleware.common.CommonMiddleware": partial(_page, who="ada", url="/stories", status=301),
    "django.middleware.csrf.CsrfViewMiddleware": _asks_for_a_token,
    "django.contrib.auth.middleware.AuthenticationMiddleware": partial(_page, who="ada"),
    "ambassadors.middleware.OwnTimeMiddleware": _speaks_ones_language,
    "ambassadors.middleware.KeepTypedMiddleware": _keeps_what_was_typed,
    "django.contrib.auth.middleware.LoginRequiredMiddleware": partial(_page, who=None, status=302),
    "allauth.account.middleware.AccountMiddleware": partial(_page, who="ada", url="/accounts/", status=302),
    "ambassadors.middleware.AccessMiddleware": partial(_page, who="max", url="/leads/", status=403),
    "django.contrib.messages.middleware.MessageMiddleware": partial(
        _shows_refusals, Referer="http://testserver/me/"
    ),
    "ledger.refusal.RefusalMiddleware": _shows_refusals,
}


def looks_around_outside_the_demo(matrix):
    cast.make_person(
        "Anna", email="ambassador@example.org"
    )  # an address that the demo lets in without a password
    yield from _status(browser(matrix).post(reverse("ambassadors:look_around", args=["ambassador"])), 404)


# Models -----------------------------------------------------------------------------------------
def meets_the_invited(matrix):
    url = reverse("ambassadors:ambassador", args=[matrix.world.people["invited"].ambassador.handle])
    yield from _status(browser(matrix, "bo").get(url), 404)


def confirms_for_another(matrix):
    hand_off = matrix.things["ada"]["hand_off"]
    browser(matrix, "cy").post(reverse("trophies:confirm", args=[hand_off.pk]), {"host_city": "Bonn"})
    if not HandOff.objects.open().only_this(hand_off).exists():
        yield "Cy confirmed what is on its way to somebody else"


def judges_own_story(matrix):
    person = matrix.world.people["cy"]
    story = Story.draft(
        person.ambassador, by=person, kind="motivation", title="Mine", text="Well.", language="en"
    )
    story.submit(by=person)
    browser(matrix, "cy").post(
        reverse("stories:publication", args=[story.slug]), {"read": story.submitted_at.isoformat()}
    )
    if Story.objects.get(pk=story.pk).is_published:
        yield "Cy published their own story"


def number_without_consent(matrix):
    customer = matrix.things["ada"]["customer"]
    customer.consents.get().withdraw(by=matrix.world.people["ada"], how="told an ambassador")
    type(customer)._base_manager.filter(pk=customer.pk).update(phone=hands.NUMBER)
    answer = browser(matrix, "ada").post(reverse("leads:contact", args=[customer.pk]))
    if hands.NUMBER[3:] in answer.content.decode().replace(" ", ""):
        yield "shows a number nobody may call"


def look_without_a_trace(matrix):
    before = Look.objects.count()
    browser(matrix, "cy").post(reverse("leads:contact", args=[matrix.things["ada"]["customer"].pk]))
    if Look.objects.count() != before + 1:
        yield "a look left no trace"


# The admin --------------------------------------------------------------------------------------
def others_in_the_admin(matrix):
    for who in ("noor", "cy", "max", "ada"):
        if browser(matrix, who).get("/admin/").status_code == 200:
            yield f"{who} comes into the admin"


def admin_adds(matrix):
    yield from _status(browser(matrix, "hanne").get("/admin/ambassadors/role/add/"), 403)


def admin_changes(matrix):
    url = f"/admin/ambassadors/person/{matrix.world.people['ada'].pk}/change/"
    yield from _status(browser(matrix, "hanne").post(url, {"email": "x@example.org"}), 403)


def admin_deletes(matrix):
    url = f"/admin/ambassadors/person/{matrix.world.people['ada'].pk}/delete/"
    yield from _status(browser(matrix, "hanne").get(url), 403)


def admin_guesses(matrix):
    yield from _status(browser(matrix, "hanne").get("/admin/leads/customer/?phone__startswith=%2B49"), 400)
