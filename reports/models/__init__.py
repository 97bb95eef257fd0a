from reports.models.rollup import Rollup, RollupQuerySet

__all__ = ["Rollup", "RollupQuerySet"]
