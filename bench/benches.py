"""What is measured, and how much it may cost. A new page is one line here; what its path needs comes from bench/seeding.py."""

from collections import namedtuple
from urllib.parse import quote

from bench.encounters import RARE_NUMBER
from bench.people import AMBASSADOR, COORDINATOR, MANAGER, RARE, REGIONAL

LIST, PK, INSERT = "floor:list", "floor:pk", "floor:insert"
SMALL = "small"  # the same page where there are few rows
FEW = 10_000

# path: with facts of the seeding in braces; against: a view of the floor, the name of another bench, or SMALL;
# most: the ratio it may have, None where nothing is promised; crowd: eight at once are measured, too; who: reads it; posts: the
# form that is sent, as a name of bench/forms.py
Bench = namedtuple(
    "Bench", "name path against most crowd who posts", defaults=[LIST, None, False, AMBASSADOR, None]
)

FIRST_PAGE, OWN, ALL = "directory, first page", "own leads, first page", "all leads, first page"
DIRECTORY, LEADS = "/ambassadors/", "/leads/"
MOST_QUERIES = 12
LEAST_THROUGHPUT = 0.35  # of the floor's list, with eight clients
AGAIN = 1.2  # how much more a page may cost with a hundred times as many rows


def _of_leads(name, question, most=3, who=COORDINATOR, **more):
    return Bench(name, f"{LEADS}?{question}", LIST, most, who=who, **more)


BENCHES = [
    Bench(OWN, LEADS, LIST, 2.5, crowd=True),
    Bench("own leads, the last page", LEADS + "?after={own_last}", OWN, 1.15),
    Bench(ALL, LEADS, LIST, 2.5, crowd=True, who=COORDINATOR),
    Bench("all leads, a page in the middle", LEADS + "?after={leads_middle}", ALL, 1.15, who=COORDINATOR),
    Bench("all leads, the last page", LEADS + "?after={leads_last}", ALL, 1.15, who=COORDINATOR),
    Bench("the leads of a land, first page", LEADS, LIST, 2.5, who=REGIONAL),
    Bench("all leads, hundred times as many", LEADS, SMALL, AGAIN, who=COORDINATOR),
    _of_leads("all leads that are won", "state=won"),
    _of_leads("all leads without consent", "state=without-consent"),
    _of_leads("all leads, a rare name", f"q={RARE.lower()}"),
    _of_leads("all leads, a common town", f"q={quote('münchen')}", crowd=True),
    _of_leads("all leads, two words", f"q={quote('müller köln')}"),
    _of_leads("all leads, a word of the note", "q=rucksack"),
    _of_leads("all leads, a number", f"q={quote(RARE_NUMBER)}"),
    _of_leads("all leads, one letter", "q=m"),
    _of_leads("the leads of a land, a common town", f"q={quote('münchen')}", who=REGIONAL),
    _of_leads("own leads, a common town", f"q={quote('münchen')}", who=AMBASSADOR),
    Bench("a lead with its whole story", LEADS + "{lead}/", LIST, 3, crowd=True),
    Bench("log an encounter", "/encounters/new/", INSERT, 8, posts="encounter"),
    Bench("log an encounter, hundred times as many", "/encounters/new/", SMALL, AGAIN, posts="encounter"),
    Bench("today", "/", LIST, 2.5, crowd=True),
    Bench("today, of a coordinator", "/", LIST, 2.5, who=COORDINATOR),
    Bench("follow-ups", "/follow-ups/", LIST, 2.5, crowd=True),
    Bench("follow-ups due in the network", "/follow-ups/?show=network", LIST, 2.5, who=COORDINATOR),
    Bench("stories", "/stories/", LIST, 2.5, crowd=True),
    Bench("figures", "/reports/", LIST, 3, who=MANAGER, crowd=True),
    Bench("figures of a land and a quarter", "/reports/?land=DE-SN&period=quarter", LIST, 3, who=MANAGER),
    Bench(FIRST_PAGE, DIRECTORY, LIST, 2.5, crowd=True),
    Bench("directory, a page in the middle", DIRECTORY + "?after={middle}", FIRST_PAGE, 1.15),
    Bench("directory, the last page", DIRECTORY + "?after={last}", FIRST_PAGE, 1.15),
    Bench("directory, a rare name", DIRECTORY + f"?q={RARE.lower()}", LIST, 3),
    Bench("directory, a common town", DIRECTORY + f"?q={quote('münchen')}", LIST, 3, crowd=True),
    Bench("directory, two words", DIRECTORY + "?q=jackel+zwick", LIST, 3),
    Bench("directory, one letter", DIRECTORY + "?q=m", LIST, 3),
    Bench("directory, one land and unit", DIRECTORY + "?region=DE-SN&unit=T-07", LIST, 3),
    Bench("a person's page", DIRECTORY + "{handle}/", LIST, 3),
    Bench("people by land", "/lands/"),
]
IMPORTS = {"import": "people", "import of leads": "leads"}  # name in the results: what is taken in
IMPORT_MOST = 4  # × a bare COPY of the same rows through the same checks
IMPORT_ROWS, IMPORT_FILES = 100_000, 4
