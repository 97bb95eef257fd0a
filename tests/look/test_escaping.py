"""Rows drawn in Python: what somebody typed never becomes markup."""

from django.utils.safestring import SafeString, mark_safe

from ambassadors.look.escaping import drawn, escaped, joined


def test_what_was_typed_is_shown_as_written():
    assert drawn("<td>%s</td>", escaped("<b> & 100 % \"'")) == "<td>&lt;b&gt; &amp; 100 % &quot;&#x27;</td>"


def test_even_what_calls_itself_safe():
    assert escaped(mark_safe("<b>")) == "&lt;b&gt;"


def test_rows_stand_in_a_page_as_they_are():
    rows = joined(drawn("<li>%s", n) for n in range(3))
    assert (rows, type(rows)) == ("<li>0<li>1<li>2", SafeString)
