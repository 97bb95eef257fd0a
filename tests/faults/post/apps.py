from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "tests.faults.post"
    label = "faults_post"

    def ready(self):
        from ledger import letters

        letters.register("fault", lambda letter: letters.Page("Whatever happens", "fault", {}))
