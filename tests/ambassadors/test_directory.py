"""The people of the network: found by any word, narrowed in the address, page by page; closed ones never."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ambassadors.models import Affiliation, Ambassador
from ledger.pages import ROWS
from tests.cast import make_ambassador, make_unit

INDEX = "/ambassadors/"


def found(client, **query):
    return [str(row) for row in client.get(INDEX, query).context["page"].rows]


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


def saying(ambassador, **said):
    """The ambassador with this in their profile."""
    for part, words in said.items():
        setattr(ambassador, part, words)
    ambassador.fold()
    ambassador.save()
    return ambassador


@pytest.fixture
def umlauts(db):
    make_ambassador("Jörg", "Jäckel", city="Görlitz", email="jj@example.org")
    make_ambassador("Łucja", "Wójcik", city="München", email="lw@example.org")
    make_ambassador("Manuel", "Große-Øster", city="Aachen", email="mg@example.org")


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Jäckel", ["Jörg Jäckel"]),
        ("Jaeckel", ["Jörg Jäckel"]),
        ("Jackel", ["Jörg Jäckel"]),
        ("Ja\u0308ckel", ["Jörg Jäckel"]),  # as some keyboards write it: the dots apart
        ("JÖRG", ["Jörg Jäckel"]),
        ("jö", ["Jörg Jäckel"]),
        ("jäck jör", ["Jörg Jäckel"]),
        ("görlitz jörg", ["Jörg Jäckel"]),
        ("jörg münchen", []),
        ("ckel", []),  # the middle of a word
        ("wojcik", ["Łucja Wójcik"]),
        ("Łucja", ["Łucja Wójcik"]),
        ("Muenchen", ["Łucja Wójcik"]),
        ("München", ["Łucja Wójcik"]),
        ("Munchen", ["Łucja Wójcik"]),
        ("grosse", ["Manuel Große-Øster"]),
        ("Große-Øster", ["Manuel Große-Øster"]),
        ("oster", ["Manuel Große-Øster"]),
        ("manu achen", ["Manuel Große-Øster"]),
        ("%", []),
        ("' OR 1=1 --", []),
        ("a:* | b & !c", []),
        ("\\ ' : ( ) <-> *", []),
        ("jörg " * 40, ["Jörg Jäckel"]),
        ("   ", ["Ada Brandt", "Jörg Jäckel", "Łucja Wójcik", "Manuel Große-Øster"]),
    ],
)
def test_people_are_found_without_umlaut_trouble(ada, as_, umlauts, typed, names):
    assert found(as_(ada), q=typed) == names


def test_people_stand_by_their_names(ada, as_, umlauts):
    make_ambassador("Özlem", "Acar", email="oa@example.org")
    assert found(as_(ada)) == [
        "Ada Brandt",
        "Jörg Jäckel",
        "Łucja Wójcik",
        "Manuel Große-Øster",
        "Özlem Acar",
    ]


def test_people_are_found_by_land(ada, bo, as_):
    assert found(as_(ada), region="DE-BE") == ["Bo Lindqvist"]
    assert found(as_(ada), region="DE-BE", q="ada") == []
    assert found(as_(ada)) == ["Ada Brandt", "Bo Lindqvist"]


def test_people_are_found_by_their_unit_of_today_and_all_below_it(ada, bo, as_):
    above, today = make_unit("T-DE"), timezone.localdate()
    make_unit("T-DE-S", parent=above)
    below = make_ambassador("Below", unit="T-DE-S")
    moved = make_ambassador("Moved", unit="T-DE").affiliations.get()
    moved.valid_until = today
    moved.save()
    Affiliation.objects.create(ambassador=moved.ambassador, unit=make_unit("T-X"), valid_from=today)
    client = as_(ada)
    assert found(client, unit="T-DE") == [str(below)]
    assert found(client, unit="T-X") == ["Moved Test"]
    assert found(client, unit="nowhere") == []


def test_the_ways_to_narrow_the_list_are_one_link_away(ada, as_):
    client = as_(ada)
    closed = client.get(INDEX, {"q": "a", "after": "x"})
    assert closed.context["directory"].open_url == "?q=a&narrow=1"
    assert "<select" not in closed.content.decode()
    for query in ({"narrow": "1"}, {"region": "DE-SN"}, {"unit": "nowhere"}):
        assert 'id="unit"' in client.get(INDEX, query).content.decode()
    assert queries_of(client, INDEX) == queries_of(client, f"{INDEX}?narrow=1") - 1  # the units


def test_people_are_found_by_language_and_topic_where_they_let_everybody_know(ada, as_):
    said = {"languages": ["pl", "de"], "topics": ["Routers & masts"]}
    saying(make_ambassador("Open"), **said)
    saying(make_ambassador("Shy"), **said, languages_to="coordinators", topics_to="nobody")
    client = as_(ada)
    for query in ({"language": "pl"}, {"topic": "Routers & masts"}, {"q": "mast rout"}):
        assert found(client, **query) == ["Open Test"]
        assert "Shy" not in client.get(INDEX, query).content.decode()
    assert found(client, language="tr") == found(client, topic="routers") == []
    assert found(client, q="open", language="pl", topic="Routers & masts") == ["Open Test"]


def test_a_topic_leads_to_whoever_else_can_help(ada, bo, as_):
    expert = saying(make_ambassador("Expert"), topics=["Routers & masts"])
    client = as_(bo)
    page = client.get(expert.get_absolute_url()).content.decode()
    assert "/ambassadors/?topic=Routers%20%26%20masts" in page
    chosen = client.get(INDEX, {"topic": "Routers & masts"}).context["directory"].chosen
    assert [(str(each.label), each.url) for each in chosen] == [("Routers & masts", "?")]


def test_what_narrows_the_list_can_be_taken_away_one_by_one(ada, as_):
    page = as_(ada).get(INDEX, {"q": "ada", "region": "DE-SN", "unit": "T-DE-S-HOT", "after": "x"})
    assert [(str(chosen.label), chosen.url) for chosen in page.context["directory"].chosen] == [
        ("Saxony", "?q=ada&unit=T-DE-S-HOT"),
        ("T-DE-S-HOT", "?q=ada&region=DE-SN"),
    ]


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "region=%00",
        "region=nowhere",
        "unit=%00",
        "q=" + "x" * 5000,
        "after=%00",
        "after=1",
        "q=%F0%9F%91%8B",
    ],
)
def test_an_odd_search_is_no_fault_of_ours(ada, as_, query):
    assert as_(ada).get(f"{INDEX}?{query}").status_code in (200, 400)


def test_nobody_invited_gone_or_closed_stands_in_the_directory(ada, cy, as_):
    for state in ("invited", "alumnus"):
        make_ambassador("Geheimrat", state.title(), state=state, city="Verborgen")
    closed = make_ambassador("Geheimrat", "Closed", city="Verborgen").person
    closed.is_active = False
    closed.save()
    for who in (ada, cy):
        client = as_(who)
        assert found(client) == ["Ada Brandt", "Cy Peters"]
        for search in ({"q": "geheimrat"}, {"q": "verborgen"}, {"q": "closed", "region": "DE-SN"}):
            page = client.get(INDEX, search)
            assert page.context["page"].rows == []
            assert "Geheimrat" not in page.content.decode()
        assert "Geheimrat" not in client.get("/lands/").content.decode()


def test_nobody_is_found_by_their_address_or_number(ada, bo, as_):
    client = as_(ada)
    assert [found(client, q=typed) for typed in ("bo@example.org", "example", str(bo.pk))] == [[], [], []]


@pytest.fixture
def many(ada):
    """Enough for three pages; three bear each name, and the last of them share a whole name."""
    people = [
        Ambassador(person=person, handle=f"p-{place}", state="active", joined_at=timezone.now())
        for place, person in enumerate(_persons(2 * ROWS + 6))
    ]
    for ambassador in people:
        ambassador.fold()
        ambassador.folded = ambassador.folded.rpartition(" ")[0]  # without the number that tells them apart
    Ambassador.objects.bulk_create(people)


def _persons(number):
    from ambassadors.models import Person

    return Person.objects.bulk_create(
        Person(email=f"{place}@example.org", first_name=f"Zoë{place // 3:03}", last_name="Muster")
        for place in range(number)
    )


def _pages(client, url=INDEX):
    while url:
        page = client.get(url).context["page"]
        yield page
        url = page.next_url


def test_the_pages_show_everybody_once_and_in_order(ada, many, as_):
    pages = list(_pages(as_(ada)))
    assert [len(page.rows) for page in pages] == [ROWS, ROWS, 7]
    everybody = Ambassador.objects.active().by_name()
    assert [row.pk for page in pages for row in page.rows] == [row.pk for row in everybody]


def test_a_newcomer_moves_nobody_to_another_page(ada, many, as_):
    client = as_(ada)
    first = client.get(INDEX).context["page"]
    before = [row.pk for row in client.get(first.next_url).context["page"].rows]
    make_ambassador("Aaron", "Aal")
    assert [row.pk for row in client.get(first.next_url).context["page"].rows] == before


def test_no_name_stands_in_the_address_of_a_page(ada, many, as_):
    url = as_(ada).get(INDEX, {"q": "zoe", "region": ""}).context["page"].next_url
    assert "muster" not in url.lower()
    assert "q=zoe" in url


def test_the_directory_costs_the_same_for_one_and_for_three(ada, as_):
    client = as_(ada)
    one = {url: queries_of(client, url) for url in (INDEX, f"{INDEX}?q=a&region=DE-SN", "/lands/")}
    make_ambassador("Al"), make_ambassador("Am", region="DE-BE")
    assert {url: queries_of(client, url) for url in one} == one
    assert max(one.values()) <= 12


def test_a_search_among_very_many_goes_through_the_index(ada):
    with connection.cursor() as cursor:
        cursor.execute("""
            INSERT INTO ambassadors_person (email, password, first_name, last_name, language, time_zone, is_active)
            SELECT 'n' || n || '@example.org', '!', 'First', 'Last', '', 'Europe/Berlin', true
            FROM generate_series(1, 20000) AS n;
            INSERT INTO ambassadors_ambassador
                (id, created_at, person_id, handle, city, region, about, state, joined_at, folded)
            SELECT gen_random_uuid(), now(), id, 'h' || id, '', 'DE-BE', '', 'active', now(),
                   'name' || id % 5000 || ' common town' || id % 100
            FROM ambassadors_person WHERE first_name = 'First';
            ANALYZE ambassadors_person; ANALYZE ambassadors_ambassador;
        """)
    people = Ambassador.objects.visible_to(ada).listed().with_people().by_name()
    assert "ambassador_found_by" in people.named("name77 town")[:51].explain()
    assert "ambassador_by_name" in people.named("common")[:51].explain()
    last = Ambassador.objects.by_name().last()
    deep = people.filter(folded__gte=last.folded)[:51].explain()
    assert "Index Cond" in deep.partition("ambassador_by_name")[2].partition("->")[0]


# Land by land ---------------------------------------------------------------------------------------------
def test_the_map_leads_to_the_people_of_each_land(ada, bo, as_):
    make_ambassador("Third", region="DE-BE")
    make_ambassador("Abroad", region="AT-9")
    make_ambassador("Nowhere", region="")
    client = as_(ada)
    page = client.get("/lands/")
    assert [(land.code, land.people) for land in page.context["lands"]] == [
        ("AT-9", 1), ("DE-BE", 2), ("DE-SN", 1), ("", 1)
    ]  # fmt: skip
    url = next(land.url for land in page.context["lands"] if land.code == "DE-BE")
    assert [str(row) for row in client.get(url).context["page"].rows] == ["Bo Lindqvist", "Third Test"]
    assert f'href="{url}"' in page.content.decode()


def test_a_manager_is_told_no_numbers_of_a_land(ada, bo, max, as_):
    page = as_(max).get("/lands/")
    assert [(land.code, land.people) for land in page.context["lands"]] == [("DE-BE", None), ("DE-SN", None)]
    assert {land.dot.radius for land in page.context["lands"]} == {24}
    assert "1 person" not in page.content.decode() and "one person" not in page.content.decode()


def test_an_empty_network_says_so(max, as_):
    assert "Nobody yet" in as_(max).get("/lands/").content.decode()
    assert "Nobody yet" in as_(max).get(INDEX).content.decode()
    assert "Nobody found" in as_(max).get(INDEX, {"q": "x"}).content.decode()
