from django.urls import path

from reports.views import dashboard, data_sheet, looks

app_name = "reports"

urlpatterns = [
    path("reports/", dashboard.dashboard, name="dashboard"),
    path("reports/data-sheet/", data_sheet.data_sheet, name="data_sheet"),
    path("reports/looks/", looks.looks, name="looks"),
]
