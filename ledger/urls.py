from django.urls import path

from ledger.views import letters

app_name = "ledger"

urlpatterns = [
    path("outbox/", letters.outbox, name="outbox"),
    path("outbox/<uuid:pk>/", letters.letter, name="letter"),
    path("outbox/<uuid:pk>/sending/", letters.send_again, name="send_again"),
    path("mailbox/", letters.mailbox, name="mailbox"),
    path("mailbox/<uuid:pk>/", letters.message, name="message"),
]
