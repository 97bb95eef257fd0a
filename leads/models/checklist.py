"""What is looked at first when a line is down, and where people asked before; a case remembers both."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Desk(models.TextChoices):
    HOTLINE = "hotline", _("Hotline")
    SHOP = "shop", _("Shop")
    APP = "app", _("App")
    WEBSITE = "website", _("Website")


class Step(models.TextChoices):
    LIGHTS = "lights", _("Looked at the lights")
    CABLES = "cables", _("Checked the cables")
    RESTART = "restart", _("Restarted the router")
    DEVICE = "device", _("Tried another device")
    FAULT = "fault", _("Looked for a known fault")
