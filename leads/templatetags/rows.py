"""`{% load rows %}`: the rows of the longest lists, and the badges that stand in them and elsewhere."""

from django import template

from leads.rows import due, follow_ups, leads

register = template.Library()

register.simple_tag(leads.rows, name="lead_rows")
register.simple_tag(leads.next_badge, name="lead_next")
register.simple_tag(leads.state_badge, name="lead_state")
register.simple_tag(due.cards, name="due_cards")
register.simple_tag(follow_ups.rows, name="follow_up_rows")
register.simple_tag(follow_ups.state_badge, name="follow_up_state")
