from reports.models.frozen import FrozenFact, FrozenSum
from reports.models.rollup import Rollup, RollupQuerySet

__all__ = ["FrozenFact", "FrozenSum", "Rollup", "RollupQuerySet"]
