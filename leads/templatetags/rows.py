"""`{% load rows %}`: the rows of the longest lists."""

from django import template

from leads.rows import follow_ups, leads

register = template.Library()

register.simple_tag(leads.rows, name="lead_rows")
register.simple_tag(follow_ups.rows, name="follow_up_rows")
