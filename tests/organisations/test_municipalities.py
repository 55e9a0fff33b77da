"""The programme office's municipalities: list, search, add, change."""

import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from organisations.models import Municipality
from organisations.municipalities.keys import make_key
from organisations.municipalities.mail_domains import domain_of
from organisations.municipalities.queries import find_municipality_by_domain, list_mail_domains
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_municipality, make_person

pytestmark = in_turn

LIST = "/manage/municipalities"
DETAILS = {
    "name": "Bad Kötzberg",
    "kind": "stadt",
    "state": "DE-TH",
    "membership": "platform",
}


@pytest.fixture
def client(personas):
    """The programme office's browser."""
    return personas.client(personas.office)


def municipality_of(key):
    return db.session.scalar(select(Municipality).where(Municipality.key == key))


def audited(thing):
    rows = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.object_public_id == thing.public_id)
    )
    return list(rows)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Groß Trebelow", "gross-trebelow"),
        ("Treenbüll", "treenbuell"),
        ("Nidda-Ohm-Kreis", "nidda-ohm-kreis"),
        ("Städteregion Älv (Süd)", "staedteregion-aelv-sued"),
        ("  Orléans  ", "orleans"),
        ("u\u0308ber", "ueber"),
        ("—", ""),
        ("Łódź", "odz"),
    ],
)
def test_the_key_is_made_from_the_name(name, key):
    assert make_key(name) == key


def test_a_key_is_never_too_long():
    assert len(make_key("Verbandsgemeinde " * 9)) <= 60
    assert not make_key("a" * 59 + " b").endswith("-")


def test_the_list_names_kind_state_membership_and_people(client, personas):
    make_person(municipality=make_municipality(name="Ypsdorf", kind="gemeinde", state="DE-SN"))
    page = " ".join(client.get(LIST).text.split())
    row = page[page.index("Ypsdorf") :].split("</tr>")[0]
    for text in ("Gemeinde", "Sachsen", "Modellkommune", ">1<"):
        assert text in row


@pytest.mark.parametrize("search", ["über", "ÜBER", "Über", "lingen"])
def test_the_search_finds_parts_of_names_however_capitalised(client, search):
    make_municipality(name="Überlingen am Moor")
    make_municipality(name="Unterhausen")
    page = client.get(LIST, query_string={"q": search}).text
    assert "Überlingen am Moor" in page
    assert "Unterhausen" not in page


def test_signs_that_the_database_would_read_as_wildcards_are_only_signs(client):
    make_municipality(name="Ganz Normal")
    assert "Ganz Normal" not in client.get(LIST, query_string={"q": "%"}).text


def test_the_membership_filters(client):
    make_municipality(name="Modelldorf", membership="model")
    make_municipality(name="Plattdorf", membership="platform")
    page = client.get(LIST, query_string={"membership": "platform"}).text
    assert "Plattdorf" in page
    assert "Modelldorf" not in page
    assert "Modelldorf" in client.get(LIST, query_string={"membership": "nonsense"}).text


def test_without_a_match_the_list_says_what_to_do(client):
    assert "Keine Kommune gefunden" in client.get(LIST, query_string={"q": "gibtesnicht"}).text


@pytest.mark.parametrize("number", [1, 9])
def test_the_list_asks_a_fixed_number_of_questions(client, number):
    for _ in range(number):
        make_person(municipality=make_municipality())
    client.get(LIST)
    with recorded_queries() as statements:
        client.get(LIST)
    assert len([s for s in statements if s.startswith("SELECT")]) == 3


def test_the_office_adds_a_municipality(client):
    assert client.get(f"{LIST}/new").status_code == 200
    answer = client.post(f"{LIST}/new", data=DETAILS)
    assert (answer.status_code, answer.location) == (303, LIST)
    made = municipality_of("bad-koetzberg")
    assert (made.name, made.state, made.membership) == ("Bad Kötzberg", "DE-TH", "platform")
    assert audited(made) == ["municipality.created"]
    assert "Bad Kötzberg ist angelegt." in client.get(LIST).text


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("name", "", "Bitte geben Sie den Namen ein."),
        ("name", "…", "Namen mit Buchstaben"),
        ("name", "x" * 121, "höchstens 120 Zeichen"),
        ("kind", "", "Bitte wählen Sie die Art der Kommune."),
        ("state", "", "Bitte wählen Sie das Land."),
        ("state", "DE-XX", 'id="state-error"'),
        ("membership", "", "wie die Kommune teilnimmt"),
        ("mail_domains", "koetzberg", "koetzberg ist keine Domain."),
        ("mail_domains", "a@koetzberg.example", "a@koetzberg.example ist keine Domain."),
        (
            "mail_domains",
            "koetzberg.example, GMX.de",
            "Bei GMX.de bekommt jede Person eine Adresse",
        ),
    ],
)
def test_what_cannot_be_is_refused_at_the_field_with_the_rest_kept(client, field, value, complaint):
    answer = client.post(f"{LIST}/new", data=DETAILS | {field: value})
    assert answer.status_code == 422
    assert complaint in answer.text
    if field != "name":
        assert 'value="Bad Kötzberg"' in answer.text
    assert municipality_of("bad-koetzberg") is None


def test_a_name_that_is_taken_is_refused_at_the_field(client):
    client.post(f"{LIST}/new", data=DETAILS)
    answer = client.post(f"{LIST}/new", data=DETAILS | {"name": "BAD KÖTZBERG"})
    assert answer.status_code == 422
    assert "Eine Kommune mit diesem Namen gibt es schon." in answer.text
    assert 'id="name-error"' in answer.text


def test_the_office_changes_a_municipality(client):
    one = make_municipality(name="Altdorf")
    path = f"{LIST}/{one.public_id}"
    assert 'value="Altdorf"' in client.get(path).text
    assert client.post(path, data=DETAILS).status_code == 303
    assert (one.name, one.key) == ("Bad Kötzberg", "bad-koetzberg")
    assert audited(one) == ["municipality.changed"]
    assert client.post(path, data=DETAILS).status_code == 303
    assert audited(one) == ["municipality.changed"], "saving the same changes nothing"


def test_a_name_of_another_is_refused_when_changing(client):
    client.post(f"{LIST}/new", data=DETAILS)
    one = make_municipality(name="Altdorf")
    answer = client.post(f"{LIST}/{one.public_id}", data=DETAILS)
    assert answer.status_code == 422
    assert "Eine Kommune mit diesem Namen gibt es schon." in answer.text
    assert one.name == "Altdorf"


def test_a_municipality_that_there_is_not_is_not_found(client):
    assert client.get(f"{LIST}/nothing-has-this").status_code == 404


@pytest.mark.parametrize("who", ["owner", "colleague", "foreigner", "trainer", "coordinator"])
def test_nobody_but_the_office_manages_municipalities(personas, who):
    one = make_municipality(name="Altdorf")
    client = personas.client(getattr(personas, who))
    for path in (LIST, f"{LIST}/new", f"{LIST}/{one.public_id}"):
        assert client.get(path).status_code == 403
    assert client.post(f"{LIST}/new", data=DETAILS).status_code == 403
    assert client.post(f"{LIST}/{one.public_id}", data=DETAILS).status_code == 403
    assert one.name == "Altdorf"


def test_the_navigation_leads_only_the_office_there(client, personas):
    assert f'href="{LIST}"' in client.get("/courses").text
    assert f'href="{LIST}"' not in personas.client(personas.trainer).get("/courses").text


# --- mail domains ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "domains"),
    [
        ("koetzberg.example", ["koetzberg.example"]),
        (" @Koetzberg.example; stadt-koetzberg.example ,koetzberg.example", [
            "koetzberg.example", "stadt-koetzberg.example",
        ]),
        ("Kötzberg.example", ["xn--ktzberg-90a.example"]),
        ("", []),
    ],
)  # fmt: skip
def test_the_office_says_by_which_domains_people_may_register(client, typed, domains):
    client.post(f"{LIST}/new", data=DETAILS | {"mail_domains": typed})
    made = municipality_of("bad-koetzberg")
    assert list_mail_domains(made) == domains
    for domain in domains:
        assert find_municipality_by_domain(domain) == made


def test_domains_are_changed_as_a_whole(client):
    one = make_municipality(name="Altdorf")
    path = f"{LIST}/{one.public_id}"
    for typed in ("a.example, b.example", "b.example, c.example"):
        assert client.post(path, data=DETAILS | {"mail_domains": typed}).status_code == 303
    assert list_mail_domains(one) == ["b.example", "c.example"]
    assert 'value="b.example, c.example"' in client.get(path).text
    assert audited(one) == ["municipality.changed"] * 2


def test_a_domain_of_another_municipality_is_refused_at_the_field(client):
    client.post(f"{LIST}/new", data=DETAILS | {"mail_domains": "a.example"})
    one = make_municipality(name="Altdorf")
    answer = client.post(
        f"{LIST}/{one.public_id}",
        data=DETAILS | {"name": "Altdorf", "mail_domains": "b.example, A.example"},
    )
    assert answer.status_code == 422
    assert "Eine dieser Domains gehört schon zu einer anderen Kommune." in answer.text
    assert 'id="mail_domains-error"' in answer.text
    assert list_mail_domains(one) == []


def test_an_address_belongs_to_exactly_its_domain():
    assert domain_of("Maren@KÖTZBERG.example") == "xn--ktzberg-90a.example"
    assert domain_of("maren@amt.koetzberg.example") == "amt.koetzberg.example"
