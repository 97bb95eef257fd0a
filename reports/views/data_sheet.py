from django.shortcuts import render

from reports import data_sheet as sheet


def data_sheet(request):
    """What is kept about whom, why and how long, and the rules in force."""
    return render(
        request,
        "reports/data_sheet.html",
        {"rooms": sheet.rooms(), "rules": sheet.rules(), "clocks": sheet.clocks()},
    )
