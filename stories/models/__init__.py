from stories.models.story import Story

__all__ = ["Story"]
