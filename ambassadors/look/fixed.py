"""`{% fixed %}…{% endfixed %}`: a part of a page that says the same to everybody is drawn once in a process, not on every page.

It sees nothing but the values it is given by name, and the language: whatever else stands in it is drawn as if it weren't there,
so nothing of one reader can reach another. For parts of the frame; a list's rows go elsewhere (rows-drawn-in-python.md).
"""

from django import template
from django.template.base import token_kwargs
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from ambassadors.look.files import file_address

MOST = 64  # drawings that one part keeps: languages times values; more are drawn each time


class Fixed(template.Node):
    def __init__(self, nodelist, values):
        self.nodelist, self.values, self.drawn = nodelist, values, {}

    def render(self, context):
        values = {name: value.resolve(context) for name, value in self.values.items()}
        key = (get_language(), get_urlconf(), get_script_prefix(), *values.values())
        if key not in self.drawn:
            return self._draw(context, values, key)
        return self.drawn[key]

    def _draw(self, context, values, key):
        drawn = self.nodelist.render(context.new(values))
        if len(self.drawn) < MOST:
            self.drawn[key] = drawn
        return drawn


def fixed(parser, token):
    """{% fixed name=value … %}"""
    bits = token.split_contents()[1:]
    values = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError("{% fixed %} takes name=value and nothing else.")
    nodelist = parser.parse(["endfixed"])
    parser.delete_first_token()
    return Fixed(nodelist, values)


def scripts(context, *paths):
    """The page's scripts, by their paths under static/, with the page's nonce."""
    nonce = getattr(context.get("request"), "csp_nonce", "")
    lines = (f'<script src="{file_address(path)}" nonce="{nonce}" defer></script>' for path in paths)
    return mark_safe("\n  ".join(lines))
