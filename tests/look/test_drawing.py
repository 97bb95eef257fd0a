"""Icons, marks, chains and faces."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from ambassadors.look import marks
from ambassadors.look.icons import ALIASES, ICONS, known, named

TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))


def draw(source, **context):
    return Template("{% load look %}" + source).render(Context(context))


def test_every_icon_in_a_template_is_drawn():
    wanted = {
        name for path in TEMPLATES for name in re.findall(r'{% icon "([^"]+)"', path.read_text("utf-8"))
    }
    assert {name for name in wanted if not known(name)} == set()


def test_other_words_for_an_icon_lead_to_a_drawing():
    assert {name for name, drawing in ALIASES.items() if drawing not in ICONS} == set()


def test_a_wrong_icon_says_where_the_names_stand():
    with pytest.raises(KeyError, match=r"ambassadors/look/icons\.py"):
        named("unicorn")


def test_an_icon_is_silent_beside_a_word_and_speaks_alone():
    assert 'aria-hidden="true"' in draw('{% icon "phone" %}')
    assert 'role="img" aria-label="call &lt;her&gt;"' in draw(
        '{% icon "phone" label=words %}', words="call <her>"
    )


def test_the_four_kinds_have_four_shapes_and_four_words():
    assert len({marks.mark(kind) for kind in marks.WORDS}) == 4
    assert "Customer help" in draw('{% kind "help" %}')


def test_what_came_of_an_encounter_is_of_a_kind():
    assert [marks.kind_of(value) for value in ("good_word", "helped", "offer", "colleague")] == [*marks.WORDS]
    assert marks.kind_of("elsewhere") is None


def test_a_chain_is_done_up_to_now():
    drawn = draw("{% chain now=3 %}")
    assert drawn.count('class="done"') == 2
    assert drawn.count('class="now"') == 1
    assert drawn.count("<i") == 7
    assert 'aria-label="Lead, step 3 of 7"' in drawn


def test_a_finished_chain_has_no_next_step():
    drawn = draw("{% chain done=7 %}")
    assert drawn.count('class="done"') == 7
    assert "Trophy, step 7 of 7" in drawn


def test_the_words_of_a_chain_follow_the_language():
    with translation.override("de"):
        assert (
            str(draw("{% chain now=3 label=label %}", label="Kontaktchance, Schritt 3 von 7")).count(
                "Schritt"
            )
            == 1
        )


def test_a_face_without_a_portrait_is_its_letters():
    named_so = type("Somebody", (SimpleNamespace,), {"__str__": lambda self: "Şirin Anna Yıldız"})(
        portrait=None
    )
    assert ">ŞY<" in draw("{% face one %}", one=named_so)
    assert 'aria-hidden="true"' in draw("{% face one %}", one=named_so)
    assert 'role="img" aria-label="Şirin Anna Yıldız"' in draw("{% face one alone=True %}", one=named_so)


def test_somebody_who_withdrew_keeps_the_place_and_loses_the_face():
    assert "img/faces/gone.svg" in draw("{% face one %}", one=None)
    assert 'alt="Withdrawn"' in draw("{% face one alone=True %}", one=None)


def test_a_name_can_hold_no_markup():
    nasty = type("Somebody", (SimpleNamespace,), {"__str__": lambda self: "<b>x"})(portrait=None)
    assert "<b>" not in draw(
        "{% who one detail='<i>y' %}{% face one alone=True %}{% faces all %}", one=nasty, all=[nasty]
    )
