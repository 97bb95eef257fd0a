from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "tests.faults.post"
    label = "faults_post"

    def ready(self):
        from ledger import letters

        letters.register("fault", lambda letter: letters.Page("Whatever happens", "fault", {}))
        letters.register("fault_once", _to_a_private_person, outside=True, once=True)


def _to_a_private_person(letter):
    from ledger import letters

    return letters.Page("Whatever happens", "fault", {}, to=letter.data["to"], language="de")
