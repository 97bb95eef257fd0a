from django.apps import apps
from django.core.management.base import BaseCommand

from ledger.resealing import columns_of, reseal


class Command(BaseCommand):
    help = "Seals anew, with the first of the keys, what older keys sealed; afterwards they may go. May be ended and begun again."

    def handle(self, **_options):
        for model in filter(columns_of, apps.get_models()):
            self.stdout.write(f"{model._meta.label}: {reseal(model)}")
