from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "bench.faults.post"
    label = "bench_faults_post"

    def ready(self):
        from ledger import letters

        letters.register("bench_fault", lambda letter: letters.Page("Whatever happens", "bench_fault", {}))
