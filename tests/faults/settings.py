"""The product's own settings, with one more kind of letter and short waits."""

from config.settings import *  # noqa: F403

INSTALLED_APPS = ["tests.faults.post", *INSTALLED_APPS]  # noqa: F405
LETTER_BACKOFF_SECONDS = [1] * 20
