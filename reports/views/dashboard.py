from django.shortcuts import render

from reports.board import Board
from reports.drawn import drawn


def dashboard(request):
    """Is the network alive, what did it do: sums only, of groups that are large enough."""
    board = Board.asked(request.GET)
    figures = "" if board.is_empty else drawn(board)
    return render(request, "reports/dashboard.html", {"board": board, "figures": figures})
