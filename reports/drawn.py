"""The figures as HTML, drawn once for each count: what a hundred readers of the same minute see is the same."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

MOST = 64  # a network with more lands and periods than these draws some of them twice
_drawings = {}


def drawn(board):
    """The page's figures as safe HTML. What was counted on the spot is drawn on the spot."""
    key = _key(board)
    if key is None:
        return _draw(board)
    if key not in _drawings:
        if len(_drawings) >= MOST:
            _drawings.clear()
        _drawings[key] = _draw(board)
    return _drawings[key]


def _draw(board):
    return render_to_string("reports/_board.html", {"board": board})


def _key(board):
    """What the drawing depends on: the count, what was asked, the reader's words and clock, and what stands beside the figures."""
    if board.books.counted.at is None:
        return None
    asked = (board.scope.group, board.scope.period, *board.books.asked)
    reader = (get_language(), timezone.get_current_timezone_name())
    return board.books.counted.at, asked, reader, board.story and board.story.pk, board.stations_key
