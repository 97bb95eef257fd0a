"""Where our own files lie: under a name with their hash, looked up once in a process."""

from functools import cache

from django.templatetags.static import static


@cache
def file_address(path):
    """The address of a file, by its path under static/."""
    return static(path)
