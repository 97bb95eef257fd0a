"""The product's own addresses, read from the URLconf; allauth's and the admin's keep their own doors."""

from collections import namedtuple

from django.urls import URLPattern, get_resolver

from ambassadors.middleware import OUTSIDE

Route = namedtuple("Route", "name keys")


def our_routes():
    return list(_walk(get_resolver().url_patterns, ()))


def routes_of_others():
    """allauth's and the admin's own addresses."""
    ours = set(our_routes())
    every = _walk(get_resolver().url_patterns, (), also_outside=True)
    return [route for route in every if route not in ours]


def _walk(patterns, namespaces, also_outside=False):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if also_outside or not pattern.callback.__module__.startswith(OUTSIDE):
                name = ":".join((*namespaces, pattern.name or pattern.lookup_str))
                yield Route(name, tuple(pattern.pattern.converters))
        elif also_outside or pattern.namespace != "admin":
            below = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern.url_patterns, below, also_outside)
