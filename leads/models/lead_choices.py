"""What may be said of a lead by choosing: what somebody is interested in, what stood in the way, who they are to us."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    NEW = "new", _("new")
    CONTACTED = "contacted", _("contacted")
    OFFERED = "offered", _("offer is out")
    WON = "won", _("won")
    LOST = "lost", _("lost")


class Interest(models.TextChoices):
    UNKNOWN = "unknown", _("Not yet known")
    MOBILE = "mobile", _("Mobile")
    FIBRE = "fibre", _("Fibre")
    LANDLINE = "landline", _("Landline and internet")
    TV = "tv", _("Television")
    OTHER = "other", _("Something else")


class Obstacle(models.TextChoices):
    """What stood in the way of a yes, or still does."""

    PRICE = "price", _("The price")
    CONTRACT = "contract", _("Their contract still runs")
    COVERAGE = "coverage", _("Nothing to be had where they live")
    LANDLORD = "landlord", _("The landlord")
    TROUBLE = "trouble", _("Trouble with us before")
    EFFORT = "effort", _("Too much bother to switch")
    OTHER = "other", _("Something else")


class Relation(models.TextChoices):
    """Who the customer is to the ambassador; nothing here judges it."""

    STRANGER = "stranger", _("Somebody I didn't know")
    FRIEND = "friend", _("A friend or neighbour")
    FAMILY = "family", _("My family")
    MYSELF = "myself", _("Myself")


CLOSE = (Relation.FRIEND, Relation.FAMILY, Relation.MYSELF)
