"""Invented people by the thousand: names as they are in the fifteen countries, the same ones at every run."""

import random
from collections import namedtuple

PASSWORD = "ribbon-and-trophy"
AMBASSADOR, COORDINATOR, REGIONAL, MANAGER = (
    f"{role}@example.org" for role in ("ambassador", "coordinator", "regional", "manager")
)
RARE = "Quittenbaum"  # one of them has this name
FIRST = """Anna Özlem Jörg Łucja Manuel Zoë Heidelore Şirin Björn Katrin Ludwina Metin Françoise Jiří Agnieszka Noor Bo
Wilhelm Yasemin Thies Åse Søren Björk Pál Ilona Recep Frauke Attila Cornelius Margot Emilie Fedor Halina Knud Romy Suzanne
Zoltan Rocco Raymond Josefa Ludmilla Heinz-Walter Anna-Katharina Maximilian-Alexander Natalja Cosimo Dennis Jenny""".split()
LAST = """Jäckel Müller Weiß Große Schönfeld Wójcik Öztürk Høier Ångström Krüger Köhler Böhm Mühlbauer Grünwald Schäfer
Lindqvist Brandt Peters Thoma Haddad Voss Salz Auch-Schlauchin Schulze-Löwenstein Dobes Fiebig Ditschlerin Hövel Rädel Löchel
Kruschwitz Reichmann Langern Möchlichen Nerger Pruschke Bloch Geisel Barth Scheibe Scholl Steuer Linke Huhn Hartmann""".split()
TOWNS = {
    "Zwickau": "DE-SN", "München": "DE-BY", "Köln": "DE-NW", "Berlin": "DE-BE", "Görlitz": "DE-SN", "Hamburg": "DE-HH",
    "Saarbrücken": "DE-SL", "Mülheim an der Ruhr": "DE-NW", "Schwäbisch Gmünd": "DE-BW", "Würzburg": "DE-BY",
    "Frankfurt am Main": "DE-HE", "Rostock": "DE-MV", "Bremen": "DE-HB", "Hannover": "DE-NI", "Mainz": "DE-RP",
    "Potsdam": "DE-BB", "Magdeburg": "DE-ST", "Erfurt": "DE-TH", "Kiel": "DE-SH", "Bonn": "DE-NW",
}  # fmt: skip
BOX = (
    "Somebody tapped on my rucksack and asked whether that was really mine. We talked until the train came. "
)

Newcomer = namedtuple("Newcomer", "number first last email handle city region about")


def newcomers(number, *, begin=0):
    """So many people, numbered from `begin` on."""
    dice = random.Random(begin)
    towns = list(TOWNS.items())
    for place in range(begin, begin + number):
        first, last, (city, region) = dice.choice(FIRST), dice.choice(LAST), dice.choice(towns)
        last = RARE if place == 7 else f"{last}-{dice.choice(LAST)}" if place % 4 == 0 else last
        about = "Routers, moving house, and how to say no politely." if place % 3 == 0 else ""
        yield Newcomer(place, first, last, f"n{place}@example.org", f"n-{place}", city, region, about)
