"""The product's own settings with short waits and one more kind of letter; nothing of the product is changed."""

from config.settings import *  # noqa: F403

INSTALLED_APPS = ["bench.faults.post", *INSTALLED_APPS]  # noqa: F405
LETTER_BACKOFF_SECONDS = [1] * 60  # 60, 300, 1800, … in production: a run is minutes long
EMAIL_TIMEOUT = 2  # 20 in production
CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {"visibility_timeout": 10}  # noqa: F405 (300)
SWEEP_SECONDS = 0.5  # 15 in production
CELERY_BEAT_SCHEDULE["sweep"]["schedule"] = SWEEP_SECONDS  # noqa: F405
