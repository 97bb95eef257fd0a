"""The language somebody chose on a page: the browser remembers it for a year."""

from django.conf import settings
from django.utils.translation import check_for_language


def is_spoken(code):
    return code in dict(settings.LANGUAGES) and check_for_language(code)


def remember(response, code):
    """Let the browser ask for this language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
