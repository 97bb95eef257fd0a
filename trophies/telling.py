"""What this room tells of somebody: the trophies they kept and where they stood; never for how many days."""

from trophies.models import Custody

STAYS = 12


def told_of(ambassador, person):
    """The stays of trophies with this person, the latest first, or None."""
    stays = Custody.objects.kept_by(ambassador).with_trophies().newest_first()[:STAYS]
    return {"stays": stays} if stays else None
