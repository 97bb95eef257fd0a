"""Spans: when customers are called again, and how long what is personal is kept."""

from . import environment as env

FOLLOW_UP_IN_TIME_DAYS = 7
UPLOAD_DAYS = env.number("UPLOAD_DAYS", 14, least=1, most=90)
FAREWELL_DAYS = env.number(
    "FAREWELL_DAYS", 30, least=7, most=180
)  # so long before they are forgotten, alumni and fans get a letter

# How long what is personal is kept, by clock: (number, unit); docs/decisions/retention.md says why so long
RETENTION = {
    "unconfirmed": env.span("KEEP_UNCONFIRMED", "14 days"),  # contact data or a yes that nobody confirmed
    "lead_open": env.span("KEEP_LEAD_OPEN", "6 months"),  # since the last contact
    "lead_lost": env.span("KEEP_LEAD_LOST", "30 days"),  # since it was lost
    "lead_won": env.span("KEEP_LEAD_WON", "24 months"),  # since it was won or the last contact
    "case_open": env.span("KEEP_CASE_OPEN", "6 months"),  # since the last contact
    "case_closed": env.span("KEEP_CASE_CLOSED", "6 months"),  # since it was solved, handed on or dropped
    "encounter": env.span("KEEP_ENCOUNTER_WORDS", "12 months"),  # its words, when no lead or case holds them
    "letter": env.span("KEEP_LETTERS", "12 months"),  # since it was written
    "look": env.span(
        "KEEP_LOOKS", "12 months", least=12
    ),  # since somebody looked; the database allows no less
    "job": env.span("KEEP_JOBS", "12 months"),  # since it ended
    "upload": env.span("KEEP_UPLOADS", "12 months"),  # since it was brought; its file goes after UPLOAD_DAYS
    "invitation": env.span("KEEP_INVITATIONS", "12 months"),  # since it was written
    "personnel": env.span(
        "KEEP_PERSONNEL", "12 months"
    ),  # what the personnel office said, since somebody left
    "gone": env.span("KEEP_GONE", "12 months"),  # since somebody went altogether
    "alumni": env.span("KEEP_ALUMNI", "36 months"),  # since they left or did something here
    "proof": env.span(
        "KEEP_PROOF", "60 months", least=60
    ),  # § 7a UWG: since a consent was given or last used
}
