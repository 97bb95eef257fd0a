"""`{% load cards %}`: the stories of a list."""

from django import template

from stories import cards

register = template.Library()

register.simple_tag(cards.cards, name="story_cards")
register.simple_tag(cards.lead, name="story_lead")
