from django.shortcuts import render

from reports.board import Board


def dashboard(request):
    """Is the network alive, what did it do: sums only, of groups that are large enough."""
    board = Board.asked(request.GET)
    return render(request, "reports/dashboard.html", {"board": board})
