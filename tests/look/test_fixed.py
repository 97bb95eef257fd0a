"""Parts that say the same to everybody: drawn once, per language and value, and blind for who reads."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from ambassadors.look import fixed


def drawn(template, **context):
    return template.render(Context(context))


def test_nothing_of_the_reader_is_in_it():
    template = Template("{% load look %}{% fixed %}Hello{{ person }}!{% endfixed %} {{ person }}")
    assert [drawn(template, person=name) for name in ("Ada", "Bo")] == ["Hello! Ada", "Hello! Bo"]


def test_what_it_is_given_by_name_is_in_it_and_told_apart():
    template = Template("{% load look %}{% fixed who=person %}Hello {{ who }}{% endfixed %}")
    assert [drawn(template, person=name) for name in ("Ada", "<Bo>", "Ada")] == [
        "Hello Ada",
        "Hello &lt;Bo&gt;",
        "Hello Ada",
    ]


def test_it_is_drawn_once_and_for_each_language():
    template = Template("{% load i18n look %}{% fixed %}{% translate 'Imprint' %}{% endfixed %}")
    node = next(iter(template.nodelist.get_nodes_by_type(fixed.Fixed)))
    for language, word in (("en", "Imprint"), ("de", "Impressum"), ("en", "Imprint")):
        with translation.override(language):
            assert drawn(template) == word
    assert len(node.drawn) == 2


def test_it_keeps_no_more_than_it_may():
    template = Template("{% load look %}{% fixed n=n %}{{ n }}{% endfixed %}")
    assert [drawn(template, n=n) for n in range(100)] == [str(n) for n in range(100)]
    node = next(iter(template.nodelist.get_nodes_by_type(fixed.Fixed)))
    assert len(node.drawn) == fixed.MOST


def test_a_value_without_a_name_is_refused():
    with pytest.raises(TemplateSyntaxError, match="name=value"):
        Template("{% load look %}{% fixed person %}{% endfixed %}")


def test_scripts_carry_the_nonce_of_the_page(rf):
    request = rf.get("/")
    request.csp_nonce = "n0nce"
    said = drawn(Template("{% load look %}{% scripts 'js/theme.js' 'js/once.js' %}"), request=request)
    assert said.count('nonce="n0nce" defer></script>') == 2 and said.index("theme") < said.index("once")
