"""The overview: who sees what of whom, and that page, workbook and document say the same."""

import io

import lxml.html
import openpyxl
import pytest
from pypdf import PdfReader

from app.kernel.db import db
from app.kernel.permissions import Role
from app.kernel.progress import Stage
from app.pages.overview.queries import list_all_municipalities, read_overview
from app.pages.overview.state import gathered
from app.pages.overview.wording import STAGES
from organisations.accounts.services import grant_role
from tests.app.overview.world import begin_everything, make_world
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_municipality

pytestmark = in_turn

PAGE = "/manage/overview"
REPORT = f"{PAGE}/report"


def words(text):
    return " ".join(text.split())


def table(page, section):
    """The rows of the table in a section of a page, each cell without the label of phones."""
    rows = lxml.html.fromstring(page.text).findall(f".//section[@id='{section}']//tbody/tr")
    for label in (one for row in rows for one in row.findall(".//span[@aria-hidden='true']")):
        label.drop_tree() if "komma-table__label" in label.get("class", "") else None
    return [[words(cell.text_content()) for cell in row] for row in rows]


def test_page_workbook_and_document_show_the_same_numbers(office, personas):
    make_world(60, actor=personas.office.person)
    overview = read_overview(list_all_municipalities(), now=START, together=True)
    sums = [
        [tally.reached, tally.under_way, tally.not_begun, tally.risks] for tally in overview.tallies
    ]
    assert {sum(line[:3]) for line in sums} == {62}
    assert sums[1:5] == [[0, 20, 42, 10], [20, 0, 42, 0], [20, 0, 42, 0], [20, 0, 42, 20]]

    page = office.get(PAGE)
    assert [[int(cell) for cell in row[2:]] for row in table(page, "parts")] == sums
    assert [[int(cell) for cell in row[2:]] for row in table(office.get(REPORT), "sums")] == sums
    book = openpyxl.load_workbook(io.BytesIO(office.get(f"{REPORT}/now/de.xlsx").get_data()))
    values = [[list(row) for row in sheet.values][1:] for sheet in book.worksheets]
    assert [row[2:] for row in values[0]] == sums
    document = PdfReader(io.BytesIO(office.get(f"{REPORT}/now/de.pdf").get_data()))
    text = words(" ".join(part.extract_text() for part in document.pages))
    for tally, numbers in zip(overview.tallies, sums, strict=True):
        assert f"{tally.part.milestone} {' '.join(map(str, numbers))}" in text

    stages = {row[0]: row[4:] for row in values[1]}
    on_page = {row[0]: row[2:-1] for row in table(page, "municipalities")}
    for row in overview.rows:
        told = [str(STAGES[row.standing(part).stage]) for part in overview.parts]
        name = row.place.name
        assert stages[name] == told
        state = "Niedersachsen" if row.place.state == "DE-NI" else "Bayern"
        assert on_page[f"{name} {state}"] == told
        first = " ".join(told[:6])
        membership = "Modell" if row.place.membership == "model" else "Plattform"
        assert f"{name} {state} {membership} Stadt {first}" in text
    assert len(table(page, "attention")) == sum(line[3] for line in sums)
    assert len(values[3]) == len(overview.next_dates)
    assert len(table(page, "dates")) == len(gathered(overview.next_dates)) < len(values[3])


def test_statements_do_not_grow_with_municipalities(office, personas):
    def count(address):
        with recorded_queries() as statements:
            assert office.get(address).status_code == 200
        return len(statements)

    addresses, asked = [PAGE, f"{REPORT}/now/de.xlsx", f"{REPORT}/now/de.pdf"], []
    for municipalities in (1, 60):
        make_world(municipalities, actor=personas.office.person)
        db.session.commit()
        asked.append([count(address) for address in addresses])
    assert asked[0] == asked[1]


def test_the_office_narrows_and_orders(office, personas):
    make_world(12, actor=personas.office.person)

    def names(asked):
        rows = table(office.get(f"{PAGE}?{asked}"), "municipalities")
        return [row[0].rpartition(" ")[0] for row in rows]

    model_in_bavaria = "membership=model&state=DE-BY&part=alliance&stage=under_way"
    assert names(model_in_bavaria) == ["Ort 00", "Ort 06"]
    assert names("risks=y&part=alliance") == ["Ort 00", "Ort 06"]
    assert names("part=strategies&stage=reached&order=state") == [
        "Ort 00",
        "Ort 06",
        "Ort 03",
        "Ort 09",
    ]
    assert names("stage=nonsense&part=nothing&order=by-merit") == names("")
    assert "Keine Kommune passt dazu" in office.get(f"{PAGE}?part=toolbox&stage=reached").text


def test_names_are_ordered_as_in_a_directory(office):
    for name in ("Zwickau", "Übersee", "Ulm"):
        make_municipality(name=name)
    rows = [row[0].partition(" ")[0] for row in table(office.get(PAGE), "municipalities")]
    assert [one for one in rows if one[0] in "UÜZ"] == ["Übersee", "Ulm", "Zwickau"]


def test_a_coordinator_sees_their_own_municipality_alone(coordinator, personas, home):
    elsewhere = personas.foreigner.person.municipality
    begin_everything(elsewhere, actor=personas.office.person)
    answer = coordinator.get(PAGE)
    assert answer.location.endswith(f"{PAGE}/{home.public_id}")
    page = coordinator.get(f"{PAGE}/{home.public_id}")
    assert home.name in page.text
    assert elsewhere.name not in page.text
    assert coordinator.get(f"{PAGE}/{elsewhere.public_id}").status_code == 404
    assert coordinator.get(REPORT).status_code == 403
    assert coordinator.get(f"{REPORT}/now/de.xlsx").status_code == 403


def test_who_coordinates_two_municipalities_sees_both_and_no_third(coordinator, personas, home):
    second, third = make_municipality(name="Zweitort"), make_municipality(name="Drittort")
    grant_role(person=personas.coordinator.person, role=Role.SUBSTITUTE, municipality=second)
    page = coordinator.get(PAGE)
    assert [row[0] for row in table(page, "municipalities")] == [
        f"{home.name} Bayern",
        "Zweitort Bayern",
    ]
    assert "Bedarfsanalysen" not in page.text  # of the whole programme, so for the office
    assert third.name not in page.text
    assert coordinator.get(f"{PAGE}/{third.public_id}").status_code == 404


@pytest.mark.parametrize("persona", ["owner", "foreigner", "trainer"])
def test_nobody_else_sees_any(personas, home, persona):
    client = personas.client(getattr(personas, persona))
    for address in (PAGE, f"{PAGE}/{home.public_id}", f"{REPORT}/now/de.pdf"):
        assert client.get(address).status_code == 403


def test_a_municipality_shows_each_part_and_where_one_acts(office, coordinator, personas, home):
    begin_everything(home, actor=personas.office.person, overdue=True)
    for client, leads_to_procedures in ((coordinator, True), (office, False)):
        page = client.get(f"{PAGE}/{home.public_id}").text
        assert "1 Zusage ist überfällig." in page
        assert "In Kraft für 1 von 1 Situationen" in page
        cards = lxml.html.fromstring(page).find(".//section[@id='parts']")
        ways = {link.get("href") for link in cards.iterfind(".//a")}
        assert f"/alliances/{home.public_id}" in ways
        assert ("/procedures" in ways) is leads_to_procedures


def test_reports_are_in_the_language_that_is_chosen(office, personas):
    make_world(1, actor=personas.office.person)
    book = openpyxl.load_workbook(io.BytesIO(office.get(f"{REPORT}/now/en.xlsx").get_data()))
    assert book.sheetnames == ["Overview", "Municipalities", "Details", "Next dates", "Terms"]
    document = PdfReader(io.BytesIO(office.get(f"{REPORT}/now/en.pdf").get_data()))
    assert document.trailer["/Root"]["/Lang"] == "en"
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for wrong in ("now/fr.pdf", "2019-01/de.pdf", "then/de.xlsx"):
        assert office.get(f"{REPORT}/{wrong}").status_code == 404


def test_what_needs_attention_stays_in_the_house(office, home, personas):
    begin_everything(home, actor=personas.office.person, overdue=True)
    content = office.get(f"{REPORT}/now/de.xlsx").get_data()
    cells = [
        str(cell)
        for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets
        for row in sheet.values
        for cell in row
    ]
    assert not any("ist überfällig" in cell for cell in cells)


def test_a_name_is_never_a_formula(office):
    make_municipality(name="=1+1")
    content = office.get(f"{REPORT}/now/de.xlsx").get_data()
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    cell = next(row[0] for row in sheet.iter_rows() if row[0].value == "=1+1")
    assert cell.data_type == "s"


def test_stages_have_words(app):
    assert set(STAGES) == set(Stage)
