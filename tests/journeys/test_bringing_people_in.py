"""People are brought in by a file: from the file to the rows that weren't taken, with the page opened anew in the middle."""

import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import expect

from ambassadors.models import Ambassador, Upload
from ledger.models import Job
from tests.ambassadors.uploading import COLUMNS
from tests.cast import make_unit
from tests.journeys.test_for_everybody import in_words, sticking_out

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ROWS = 3000


@pytest.fixture
def worker():
    """`worker(seconds)` works for so long in the background, as a worker does."""

    def work(seconds):
        def run():
            Job.objects.work(seconds=seconds)
            connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    return work


def comes_back_after(page, work):
    """Leaves the page, works, and comes back: a page that watches opens itself anew when the work ends, and of two who
    open a page at once the first is cut short."""
    address = page.url
    page.goto("about:blank")
    work()
    page.goto(address)


@pytest.fixture
def file(tmp_path):
    make_unit("T-HR")
    path = tmp_path / "people.csv"
    rows = [
        f"J{n},Jo,Test{n},{'no' if n % 1000 == 0 else f'j{n}@example.org'},T-HR,Kiel,DE-SH,2020-01-01,,de"
        for n in range(1, ROWS + 1)
    ]
    path.write_text("\n".join([",".join(COLUMNS), *rows]))
    return path


def test_from_the_file_to_the_rows_that_were_not_taken(window, cy, file, worker):
    page = window(cy)
    page.goto("/ambassadors/")
    page.get_by_role("link", name="Bring people in").click()
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_role("heading", name="Which column is which?")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value("3")
    page.get_by_role("button", name="show me the preview").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    worker(60).join()
    expect(page.get_by_role("button", name="Take the file")).to_be_visible()
    assert Ambassador.objects.with_email("j1@example.org").count() == 0
    page.get_by_role("button", name="Take the file").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    while not Job.objects.latest("created_at").done:
        worker(0.1).join()
    page.reload()
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert 0 < int(page.get_by_role("progressbar").get_attribute("value")) < 100
    worker(60).join()
    expect(page.get_by_role("heading", name="What came of it")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="3 rows that weren't taken, as a file").click()
    text = download.value.path().read_text("utf-8-sig")
    assert text.splitlines()[0].endswith(",Reason")
    assert len(text.splitlines()) == 4
    assert (Ambassador.objects.invited().count(), page.mishaps) == (ROWS - 3, [])


def test_every_step_is_for_everybody(window, cy, file, worker):
    for look in (
        {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"},
        {"viewport": {"width": 320, "height": 640}, "language": "de"},
    ):
        page = window(cy, reduced_motion="reduce", **look)
        faults = []

        def look_at(where, page=page, faults=faults):
            faults += [f"{where}: {fault}" for fault in sticking_out(page)]
            faults += [
                f"{where}: {in_words(found)}"
                for found in Axe().run(page, options={"preload": False}).response["violations"]
            ]

        page.goto("/imports/")
        look_at("file")
        page.locator("input[type=file]").set_input_files(file)
        page.locator("main form button[type=submit]").first.click()
        look_at("columns")
        page.locator("main form.card button[type=submit]").first.click()
        look_at("preview, looking")
        comes_back_after(page, lambda: worker(60).join())
        look_at("preview")
        page.locator("form[action$='/taking/'] button").click()
        look_at("running")
        page.goto(Job.objects.latest("created_at").get_absolute_url())
        look_at("job")
        comes_back_after(page, lambda: worker(60).join())
        page.goto(Upload.objects.latest("created_at").get_absolute_url())
        look_at("result")
        assert faults == []


def test_it_goes_without_script(window, cy, file, worker):
    page = window(cy, java_script_enabled=False)
    page.goto("/imports/")
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()
    page.get_by_role("button", name="show me the preview").click()
    worker(60).join()
    page.get_by_role("link", name="Look again").click()
    page.get_by_role("button", name="Take the file").click()
    worker(60).join()
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("heading", name="What came of it")).to_be_visible()
    assert Ambassador.objects.invited().count() == ROWS - 3
