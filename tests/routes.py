"""The product's own addresses, read from the URLconf; allauth's and the admin's keep their own doors."""

from collections import namedtuple

from django.urls import URLPattern, get_resolver

from ambassadors.middleware import OUTSIDE

Route = namedtuple("Route", "name keys")


def our_routes():
    return list(_walk(get_resolver().url_patterns, ()))


def _walk(patterns, namespaces):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if not pattern.callback.__module__.startswith(OUTSIDE):
                name = ":".join((*namespaces, pattern.name or pattern.lookup_str))
                yield Route(name, tuple(pattern.pattern.converters))
        elif pattern.namespace != "admin":
            below = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern.url_patterns, below)
