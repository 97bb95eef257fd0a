"""The cards of stories, drawn here like the rows of long lists (docs/decisions/rows-drawn-in-python.md)."""

from django.template.defaultfilters import truncatewords
from django.utils.translation import gettext as _

from ambassadors.look.days import Days
from ambassadors.look.escaping import drawn, escaped, joined
from ambassadors.look.faces import face
from ambassadors.look.marks import with_word
from ambassadors.look.photos import photo

CARD = """<article class="tale k-%s%s" lang="%s">
  %s
  <div class="tale__text">%s
    <h2 class="h3"><a class="cover" href="%s">%s</a></h2>
    %s
    <div class="tale__foot"><span class="who">%s <span>%s</span></span><time class="push" datetime="%s">%s</time></div>
  </div>
</article>
"""
LEAD, OPENING = " tale--lead", '<p class="soft">%s</p>'
WORDS = 32  # of its opening


def cards(stories):
    """The `<article>`s of these stories (as_cards)."""
    return joined(map(Drawn().card, stories))


def lead(story):
    """The card of the newest story: large, and it says how it begins (as_cards)."""
    opening = drawn(OPENING, escaped(truncatewords(story.opening, WORDS)))
    return Drawn().card(story, look=LEAD, opening=opening, lazy=False)


class Drawn:
    """One list; what every card says alike is looked up once."""

    def __init__(self):
        self.days, self.somebody = Days(), _("Somebody who was with us")

    def card(self, story, *, look="", opening="", lazy=True):
        return drawn(
            CARD,
            story.kind,
            look,
            escaped(story.language),
            photo(story.picture, size="m", look="tale__pic", fallback=story.drawing, lazy=lazy),
            with_word(story.kind),
            escaped(story.get_absolute_url()),
            escaped(story.title),
            opening,
            face(story.teller, size="s"),
            self._teller(story.teller),
            self.days.iso(story.published_at),
            self.days.short_day(story.published_at),
        )

    def _teller(self, author):
        if author is None:
            return self.somebody
        return escaped(", ".join(filter(None, (author.person.first_name, author.open_city))))
