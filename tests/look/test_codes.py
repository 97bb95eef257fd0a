"""QR codes."""

import re

import pytest
from django.template import Context, Template

ADDRESS = "https://werkstolz.example/c/kYw3-7_x/consents/new/?a=1&b=<2>"


def draw(source, **context):
    return Template("{% load look %}" + source).render(Context(context))


def test_a_code_is_drawn_without_style_or_script_and_says_where_it_leads():
    drawn = draw("{% qr address label=label %}", address=ADDRESS, label="To <your> page")
    assert 'role="img" aria-label="To &lt;your&gt; page"' in drawn
    assert re.search(r"style=|<script|<\?xml|width=", drawn) is None


@pytest.mark.parametrize("text", [ADDRESS, "12345678", "Grüße aus Görlitz", "x" * 1200])
def test_every_text_keeps_four_modules_of_white_around_it(text):
    side = int(re.search(r'viewBox="0 0 (\d+) ', draw("{% qr text %}", text=text))[1])
    first = int(re.search(r'd="M(\d+) (\d+)\.5', draw("{% qr text %}", text=text))[1])
    assert (first, (side - 8 - 17) % 4) == (4, 0)


def test_two_texts_are_two_codes():
    assert draw("{% qr text %}", text="a") != draw("{% qr text %}", text="b")
