"""The office's pages of questionnaires: who may, what they show, switching on and off."""

import re

import pytest

from app.kernel.db import db
from assessments.instruments import queries, services
from assessments.instruments.psychometrics import moments_of
from assessments.instruments.shelf import resilience_check
from tests.assessments.instruments.definitions import band, definition, written
from tests.house.client import PageCheckingClient
from tests.house.clock import START
from tests.house.databases import on_sqlite_only
from tests.house.personas import Personas
from tests.house.queries import recorded_queries

LIST = "/manage/instruments"
OWN = f"{LIST}/komma-resilience"
SAMPLE = f"{LIST}/sample"
pytestmark = on_sqlite_only


@pytest.fixture
def client(personas: Personas) -> PageCheckingClient:
    """The programme office's browser."""
    return personas.client(personas.office)


def add(**other: object) -> None:
    services.import_instrument(content=written(definition(**other)), now=START)


def words_of(page: str) -> str:
    """The text of a page, without markup and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]).split())


def test_only_the_office_comes_here(personas: Personas) -> None:
    add()
    for account in (personas.owner, personas.trainer, personas.coordinator):
        client = personas.client(account)
        for page in (LIST, OWN, SAMPLE, f"{SAMPLE}/versions/1"):
            assert client.get(page).status_code == 403
        for button in ("offer", "withdraw"):
            assert client.post(f"{SAMPLE}/{button}").status_code == 403


def test_the_list_is_reached_from_the_catalogue_and_asks_once(client: PageCheckingClient) -> None:
    assert f'href="{LIST}"' in client.get("/manage/courses").text
    client.get(LIST)
    with recorded_queries() as few:
        client.get(LIST)
    for number in range(5):
        add(key=f"sample-{number}")
    db.session.commit()
    client.get(LIST)

    with recorded_queries() as many:
        words = words_of(client.get(LIST).text)

    assert len(many) == len(few)
    assert words.count("nicht angeboten") == 5
    assert "CC BY 4.0" in words


def test_a_questionnaire_is_offered_and_withdrawn(client: PageCheckingClient) -> None:
    add()
    assert "Prüfen Sie Wortlaut und Nutzungsrecht" in client.get(SAMPLE).text

    said = client.post(f"{SAMPLE}/offer", follow_redirects=True).text

    assert "Alle, die Selbsteinschätzungen ausfüllen, können damit jetzt beginnen." in said
    assert queries.find_offered("sample")
    assert (
        "bleibt bei den Menschen" in client.post(f"{SAMPLE}/withdraw", follow_redirects=True).text
    )
    assert queries.find_offered("sample") is None


def test_kommas_own_is_always_offered(client: PageCheckingClient) -> None:
    page = client.get(OWN).text

    assert "wird immer angeboten" in page
    assert "/withdraw" not in page
    assert client.post(f"{OWN}/withdraw").status_code == 404
    assert queries.find_offered("komma-resilience")


def test_the_page_says_what_is_asked_and_what_people_read(client: PageCheckingClient) -> None:
    add(
        scores=[{"key": "total", "items": ["q1", "q2"], "method": "sum", "factor": 2.5}],
        bands={"total": [band("low", 4), band("normal", 4.31), band("high")]},
        reliability={"total": {"mdc": 23.6, "source": "A retest study"}},
        validated=True,
    )

    words = words_of(client.get(SAMPLE).text)

    for said in (
        "Statement q1 (de)",
        "Statement q2 (de) (zählt umgekehrt)",
        "1: 1 de",
        "Summe mal 2,5 aus 2 Fragen, mindestens 2 beantwortet, von 5 bis 25",
        "unter 4: low (de)",
        "ab 4, unter 4,31: normal (de)",
        "ab 4,31: high (de)",
        "kleinste sichere Veränderung: 23,6",
        "A retest study",
        "wissenschaftlich geprüft",
    ):
        assert said in words


def test_without_enough_records_nothing_is_known(client: PageCheckingClient) -> None:
    words = words_of(client.get(OWN).text)

    assert "Dazu weiß KommA noch nichts" in words
    assert "mindestens 30 vollständig ausgefüllte" in words


def test_figures_stand_in_a_chart_and_in_a_table(client: PageCheckingClient) -> None:
    own = resilience_check()
    records = [
        {
            key: 1 + (number * 3 + place * number) % 5 if key != "meaning_1" else 5
            for place, key in enumerate(own.items_by_key)
        }
        for number in range(34)
    ]
    services.keep_moments(instrument=own, moments=moments_of(own, records))

    page = client.get(OWN).text
    words = words_of(page)

    assert "Aus mindestens 30 Fragebögen" in words
    assert page.count('<svg class="komma-chart__picture"') == len(own.scores)
    constant = words.index("Zahlen je Frage: Sinn")
    row = words.index("Ich kann sagen, wofür sich meine Arbeit", constant)
    assert (
        words[row:]
        .split("lohnt. ", 1)[1]
        .startswith(
            "Mittelwert nicht gezeigt Streuung nicht gezeigt Trennschärfe nicht berechenbar"
        )
    )
    assert re.search(
        r"Insgesamt Cronbachs Alpha -?\d,\d\d Mittelwert \d,\d\d Streuung \d,\d\d", words
    )


def test_earlier_versions_can_be_looked_at(client: PageCheckingClient) -> None:
    add()
    add(version=2)

    assert f'href="{SAMPLE}/versions/1"' in client.get(SAMPLE).text
    earlier = client.get(f"{SAMPLE}/versions/1").text

    assert "Das ist eine frühere Fassung" in earlier
    assert "/offer" not in earlier


@pytest.mark.parametrize(
    "page",
    [
        "/none",
        "/none/versions/1",
        "/sample/versions/9",
        f"/sample/versions/{2**70}",
    ],
)
def test_what_does_not_exist_is_not_found(client: PageCheckingClient, page: str) -> None:
    add()

    assert client.get(LIST + page).status_code == 404
