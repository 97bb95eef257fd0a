from django.urls import path

from ledger.views import jobs, letters

app_name = "ledger"

urlpatterns = [
    path("outbox/", letters.outbox, name="outbox"),
    path("outbox/<uuid:pk>/", letters.letter, name="letter"),
    path("outbox/<uuid:pk>/sending/", letters.send_again, name="send_again"),
    path("outbox/<uuid:pk>/cancelling/", letters.cancel, name="cancel_letter"),
    path("jobs/<uuid:pk>/", jobs.job, name="job"),
    path("jobs/<uuid:pk>/progress/", jobs.progress, name="job_progress"),
    path("jobs/<uuid:pk>/cancelling/", jobs.cancel, name="job_cancel"),
    path("mailbox/", letters.mailbox, name="mailbox"),
    path("mailbox/<uuid:pk>/", letters.message, name="message"),
]
