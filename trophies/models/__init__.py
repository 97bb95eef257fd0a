from trophies.models.custody import Custody
from trophies.models.hand_off import HandOff
from trophies.models.trophy import Trophy

__all__ = ["Custody", "HandOff", "Trophy"]
