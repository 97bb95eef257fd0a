"""The demo network, part by part. Each part is there as a whole or not at all, so loading can be killed and repeated."""

from django.utils.translation import gettext_lazy as _

from home.demo import (
    belonging,
    consents,
    exports,
    gatherings,
    handed,
    imports,
    leads,
    looks,
    network,
    people,
    photos,
    reorganisations,
    roles,
    saved_views,
    setting,
    stories,
    trophies,
    twins,
)

PARTS = [
    (_("People and their portraits"), people.load),
    (_("Who answers for the network"), setting.load),
    (_("Units that change"), reorganisations.load),
    (_("Who may do what, and who asked for a name"), roles.load),
    (_("What Ada and Bo met"), network.load),
    (_("Photos of what they met"), photos.load),
    (_("Leads and what became of them"), leads.load),
    (_("Fairs and receptions"), gatherings.load),
    (_("Views that Ada and Cy keep"), saved_views.load),
    (_("Who is here twice, and whose page is their own"), twins.load),
    (_("Consents of every manner"), consents.load),
    (_("What went to the service desk, and what two share"), handed.load),
    (_("Stories and their pictures"), stories.load),
    (_("The trophy's journey"), trophies.load),
    (_("The files of the personnel system"), imports.load),
    (_("Who comes, who stands in, who has gone"), belonging.load),
    (_("Who looked at contact data"), looks.load),
    (_("A file that was taken out"), exports.load),
]


def load(say):
    """Load what isn't there yet; `say(part, number)` hears what comes next."""
    for number, (part, load_part) in enumerate(PARTS):
        say(part, number)
        load_part()
