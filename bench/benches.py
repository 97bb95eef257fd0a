"""What is measured, and how much it may cost. A new page is one line here; what its path needs comes from bench/seeding.py."""

from collections import namedtuple
from urllib.parse import quote

LIST, PK = "floor:list", "floor:pk"

# path: with facts of the seeding in braces; against: a view of the floor, or the name of another bench;
# most: the ratio it may have, None where nothing is promised; crowd: eight at once are measured, too
Bench = namedtuple("Bench", "name path against most crowd", defaults=[LIST, None, False])

FIRST_PAGE = "directory, first page"
DIRECTORY = "/ambassadors/"
MOST_QUERIES = 12
LEAST_THROUGHPUT = 0.35  # of the floor's list, with eight clients

BENCHES = [
    Bench(FIRST_PAGE, DIRECTORY, LIST, 2.5, crowd=True),
    Bench("directory, a page in the middle", DIRECTORY + "?after={middle}", FIRST_PAGE, 1.15),
    Bench("directory, the last page", DIRECTORY + "?after={last}", FIRST_PAGE, 1.15),
    Bench("directory, a rare name", DIRECTORY + "?q=quittenbaum", LIST, 3),
    Bench("directory, a common town", DIRECTORY + f"?q={quote('münchen')}", LIST, 3, crowd=True),
    Bench("directory, two words", DIRECTORY + "?q=jackel+zwick", LIST, 3),
    Bench("directory, one letter", DIRECTORY + "?q=m", LIST, 3),
    Bench("directory, one land and unit", DIRECTORY + "?region=DE-SN&unit=T-07", LIST, 3),
    Bench("a person's page", DIRECTORY + "{handle}/", LIST, 3),
    Bench("people by land", "/lands/"),
]
IMPORT_MOST = 4  # × a bare COPY of the same rows through the same checks
IMPORT_ROWS, IMPORT_FILES = 100_000, 4
