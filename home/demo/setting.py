"""Who answers for the demo network: an invented company, so that no page stands empty."""

from ambassadors.models import Network, Person
from home.demo.content import document


def load():
    if Network.objects.the_one().exists():
        return
    hanne = Person.objects.with_email("admin@example.org").first()
    Network.change(by=hanne, **document("setting.yaml"))
    Network.finish(by=hanne)
