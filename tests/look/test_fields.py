"""Fields: a label, a control, and texts that belong to it also for those who can't see them."""

from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from ambassadors.look.widgets import DateInput, MomentInput


class Sheet(forms.Form):
    place = forms.CharField(label="Place", help_text="Where you met")
    day = forms.DateField(widget=DateInput)
    when = forms.DateTimeField(widget=MomentInput, required=False)
    agreed = forms.BooleanField(label="Agreed")
    opener = forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("tie", "Tie"), ("", "nothing")], help_text="What was seen"
    )
    came = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, choices=[("helped", "I helped")])


def render(template, **context):
    return render_to_string(f"components/{template}.html", context)


def test_a_field_names_its_hint_and_its_mistake():
    field = render("field", field=Sheet({"place": ""})["place"])
    assert 'aria-describedby="id_place_helptext id_place_error"' in field
    assert 'aria-invalid="true"' in field
    assert 'id="id_place_helptext"' in field and 'id="id_place_error"' in field
    assert '<label for="id_place">' in field


def test_a_hint_of_the_page_replaces_the_fields_own():
    field = render("field", field=Sheet()["place"], hint="The town is enough")
    assert "The town is enough" in field and "Where you met" not in field
    assert 'aria-describedby="id_place_helptext"' in field


def test_a_checkbox_is_wrapped_by_its_words():
    assert '<label class="check"><input type="checkbox"' in render("field", field=Sheet()["agreed"])


def test_chips_are_radios_in_a_fieldset_with_their_icon():
    chips = render("field", field=Sheet()["opener"])
    assert chips.count('type="radio"') == 2
    assert chips.count("<svg") == 1
    assert '<fieldset class="field" id="id_opener" aria-describedby="id_opener_helptext">' in chips


def test_tiles_carry_the_colour_of_their_kind():
    assert 'class="tile k-help"' in render("tiles", field=Sheet()["came"])


def test_native_pickers_read_iso_in_every_language():
    with translation.override("de"):
        form = Sheet({"day": "2026-11-24", "when": "2026-11-24T17:00"})
        assert 'value="2026-11-24"' in render("field", field=form["day"])
        assert 'value="2026-11-24T17:00"' in render("field", field=form["when"])
        form.full_clean()
        assert {"day", "when"} & set(form.errors) == set()


def test_the_summary_leads_to_every_mistake():
    summary = render("error_summary", form=Sheet({}))
    assert 'href="#id_place"' in summary and 'href="#id_opener"' in summary
    assert 'data-errors tabindex="-1"' in summary
    assert render("error_summary", form=Sheet()).strip() == ""


def test_a_whole_form_needs_one_line():
    drawn = Sheet({}).render()
    assert drawn.count('class="field') >= 6
    assert '<p class="field__error"' in drawn


def test_what_is_typed_stays_text():
    assert "<b>" not in render("field", field=Sheet({"place": "<b>"})["place"])
