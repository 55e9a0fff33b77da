"""Uploading a list, looking through it, importing it: once, all or nobody."""

import io
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
from sqlalchemy import func, select, text

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.i18n import force_locale
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from organisations.accounts.models import RoleGrant
from organisations.accounts.queries import find_account_by_email
from organisations.models import Function, Municipality, Person, Team
from organisations.roster.checking import fold
from organisations.roster.jobs import forget_old
from organisations.roster.models import RosterUpload
from organisations.roster.personal_data import UPLOADS
from organisations.roster.reading import read_roster
from organisations.roster.vocabulary import FUNCTIONS, LANGUAGES, ROLES
from organisations.roster.wording import COLUMNS
from organisations.wording import FUNCTIONS as FUNCTION_LABELS
from organisations.wording import LANGUAGES as LANGUAGE_LABELS
from organisations.wording import ROLE_HINTS
from organisations.wording import ROLES as ROLE_LABELS
from tests.house.databases import in_turn
from tests.house.personas import make_personas
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_municipality
from tests.organisations.roster.files import as_csv, as_xlsx

pytestmark = in_turn

START_PAGE = "/manage/roster"
HEADINGS = ("Vorname", "Nachname", "E-Mail", "Funktion", "Team", "Rolle(n)", "Kommune")
ADA = ("Ada", "Ähren", "ada@example.org", "Führungskraft", "Bauamt", "Teamleitung", "Heimstadt")
BEN = ("Ben", "Groß", "ben@example.org", "Mitarbeit", "Bauamt", "", "Heimstadt")
WRONG = ("Cem", "Demir", "cem-at-example.org", "Mitarbeit", "", "", "Heimstadt")


@pytest.fixture
def office(personas):
    return personas.client(personas.office)


@pytest.fixture
def coordinator(personas):
    return personas.client(personas.coordinator)


def upload(client, *rows, headings=HEADINGS, content=None, name="Liste Müller.csv"):
    content = as_csv([headings, *rows]) if content is None else content
    return client.post(
        START_PAGE, data={"file": (io.BytesIO(content), name)}, content_type="multipart/form-data"
    )


def agree(client, address, expected, **more):
    return client.post(f"{address}/import", data={"expected": expected, **more})


def text_of(page):
    return " ".join(page.text.split())


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


# --- looking --------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [as_csv, as_xlsx], ids=["csv", "xlsx"])
def test_nothing_is_written_before_the_person_agrees(office, write):
    before = count(Person)
    answer = upload(office, content=write([HEADINGS, ADA, BEN]))
    assert answer.status_code == 303
    page = text_of(office.get(answer.location))
    assert "2 Personen anlegen und einladen" in page
    for shown in ("Liste Müller.csv", "Ada Ähren", "Heimstadt · Führungskraft · Bauamt"):
        assert shown in page
    assert (count(Person), count(OutboxMessage)) == (before, 0)


def test_rows_with_errors_come_first_with_number_and_what_to_do(office):
    page = text_of(office.get(upload(office, ADA, WRONG).location))
    assert page.index("Zeile 3") < page.index("Zeile 2")
    assert "„cem-at-example.org“ ist keine vollständige E-Mail-Adresse." in page
    assert "1 Zeile hat einen Fehler." in page
    assert "1 Person anlegen und einladen" not in page
    assert "1 Person anlegen, ohne die fehlerhaften Zeilen" in page


def test_unknown_columns_are_named(office):
    answer = upload(office, ("x", *ADA), headings=("Schuhgröße", *HEADINGS))
    assert "Unbeachtet bleiben: Schuhgröße." in text_of(office.get(answer.location))


def test_cells_are_shown_as_text(office):
    row = ("<b>Ada</b>", *ADA[1:4], '=HYPERLINK("https://example.org")', *ADA[5:])
    page = office.get(upload(office, row).location).text
    assert "<b>Ada" not in page
    assert "Team beginnt wie eine Formel." in page


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "In der Datei stehen keine Personen."),
        (b"Vorname;Team\nAda;Bauamt", "fehlen diese Überschriften: Nachname, E-Mail."),
        (b"Vorname;Vorname;Nachname;E-Mail\na;b;c;d", "stehen mehrmals da: Vorname."),
        (b"\xd0\xcf\x11\xe0", "in einem alten Format"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_the_field(office, content, complaint):
    answer = upload(office, content=content)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert 'id="file-error"' in answer.text


def test_without_a_file_the_field_says_so(office):
    answer = office.post(START_PAGE)
    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Datei." in answer.text


def test_a_list_belongs_to_the_one_who_uploaded_it(personas, office, coordinator):
    address = upload(office, ADA).location
    assert coordinator.get(address).status_code == 404
    assert agree(coordinator, address, 1).status_code == 404
    assert coordinator.post(f"{address}/discard").status_code == 404
    assert personas.client(personas.owner).get(address).status_code == 403
    assert office.get(address).status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_looking_asks_a_fixed_number_of_questions(office, number):
    rows = [("A", "B", f"p{n}@example.org", *ADA[3:]) for n in range(number)]
    address = upload(office, *rows).location
    office.get(address)
    with recorded_queries() as statements:
        office.get(address)
    assert len([one for one in statements if one.startswith("SELECT")]) == 6


# --- importing ------------------------------------------------------------------------------


def test_everyone_is_added_and_invited_with_team_and_roles(office):
    address = upload(office, ADA, BEN).location
    answer = agree(office, address, 2)
    assert (answer.status_code, answer.location) == (303, START_PAGE)
    assert "2 Personen sind angelegt und eingeladen." in office.get(START_PAGE).text
    ada, ben = (find_account_by_email(row[2]) for row in (ADA, BEN))
    assert (ada.person.name, ada.person.function) == ("Ada Ähren", Function.EXECUTIVE)
    assert ada.person.team == ben.person.team
    assert ada.person.municipality.name == "Heimstadt"
    assert (ada.roles, ben.roles) == ({Role.TEAM_LEAD}, {Role.TRAINEE})
    mails = db.session.scalars(select(OutboxMessage)).all()
    assert sorted(mail.recipient for mail in mails) == [ada.email, ben.email]
    assert "/welcome/" in mails[0].body
    kept = db.session.scalars(select(RosterUpload)).one()
    assert (kept.rows, kept.people) == ([], 2), "the rows are forgotten"
    assert "roster.imported" in db.session.scalars(select(AuditEntry.action)).all()


def test_a_second_click_changes_nothing_and_says_the_same(office):
    address = upload(office, ADA).location
    agree(office, address, 1)
    office.get(START_PAGE)
    for click in (lambda: agree(office, address, 1), lambda: office.get(address)):
        again = click()
        assert again.status_code == 303
        assert "1 Person ist angelegt und eingeladen." in office.get(again.location).text
    assert count(OutboxMessage) == 1


def test_with_a_wrong_row_nobody_is_added_unless_it_is_left_out_on_purpose(office):
    address = upload(office, ADA, WRONG).location
    answer = agree(office, address, 1)
    assert answer.status_code == 422
    assert find_account_by_email(ADA[2]) is None
    assert agree(office, address, 1, without_wrong="y").status_code == 303
    assert find_account_by_email(ADA[2]) is not None


def test_what_has_changed_meanwhile_is_shown_before_anybody_is_added(office):
    address = upload(office, ADA, BEN).location
    make_account(email=ADA[2])
    answer = agree(office, address, 2)
    assert answer.status_code == 422
    assert "Inzwischen hat sich etwas geändert. Angelegt wurde niemand." in answer.text
    assert "1 Person hat schon ein Konto und wird ausgelassen." in text_of(answer)
    assert find_account_by_email(BEN[2]) is None
    assert agree(office, address, 1).status_code == 303


def test_a_list_can_be_discarded(office):
    address = upload(office, ADA).location
    assert office.post(f"{address}/discard").status_code == 303
    assert count(RosterUpload) == 0
    assert office.get(address).status_code == 404


def test_a_new_list_replaces_the_one_before(office):
    first = upload(office, WRONG).location
    second = upload(office, ADA).location
    assert office.get(first).status_code == 404
    assert office.get(second).status_code == 200


def test_lists_are_forgotten_after_a_day(office, clock):
    upload(office, ADA)
    assert forget_old(clock.advance(hours=23)) == 0
    assert forget_old(clock.advance(hours=1)) == 1
    assert count(RosterUpload) == 0


# --- coordinators ---------------------------------------------------------------------------


def test_a_coordinator_adds_people_to_their_municipality_without_naming_it(coordinator):
    address = upload(coordinator, ADA[:6], headings=HEADINGS[:6]).location
    assert agree(coordinator, address, 1).status_code == 303
    assert find_account_by_email(ADA[2]).person.municipality.name == "Heimstadt"


def test_a_coordinator_adds_nobody_elsewhere_and_no_coordinators(coordinator):
    elsewhere = (*ADA[:6], "Fernstadt")
    powerful = (*BEN[:5], "Koordination", "Heimstadt")
    address = upload(coordinator, elsewhere, powerful).location
    page = text_of(coordinator.get(address))
    assert "Die Kommune „Fernstadt“ gibt es hier nicht, oder sie ist nicht Ihre." in page
    assert "Die Rolle „Koordination“ vergibt nur das Programmbüro." in page
    assert agree(coordinator, address, 2).status_code == 422
    assert agree(coordinator, address, 2, without_wrong="y").status_code == 422
    assert find_account_by_email(ADA[2]) is None


def test_what_a_coordinator_may_is_asked_again_when_they_agree(personas, coordinator):
    address = upload(coordinator, ADA).location
    grant = db.session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == personas.coordinator.person.id)
    ).one()
    grant.municipality = make_municipality(name="Anderswo")
    assert agree(coordinator, address, 1).status_code == 422
    assert find_account_by_email(ADA[2]) is None


@pytest.mark.parametrize("who", ["owner", "colleague", "foreigner", "trainer"])
def test_nobody_else_imports(personas, who):
    client = personas.client(getattr(personas, who))
    assert client.get(START_PAGE).status_code == 403
    assert upload(client, ADA).status_code == 403


# --- words ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_word_on_screen_is_understood_in_a_list(app, language):
    with app.test_request_context(), force_locale(language):
        for labels, words in (
            (FUNCTION_LABELS, FUNCTIONS),
            ({role: ROLE_LABELS[role] for role in ROLE_HINTS}, ROLES),
            (LANGUAGE_LABELS, LANGUAGES),
        ):
            assert {words.get(fold(str(label))) for label in labels.values()} == set(labels)
        headings = [str(label) for label in COLUMNS.values()]
    roster = read_roster(as_csv([headings, ["x"] * len(headings)]))
    assert set(roster.rows[0].cells) == set(COLUMNS)


def test_the_template_has_the_columns_that_the_person_needs(office, coordinator):
    answer = office.get(f"{START_PAGE}/template.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.data.decode("utf-8-sig").strip().split(";") == [
        "Vorname", "Nachname", "E-Mail", "Funktion", "Team", "Tätigkeit", "Rolle(n)", "Sprache",
        "Kommune",
    ]  # fmt: skip
    assert b"Kommune" not in coordinator.get(f"{START_PAGE}/template.csv").data


# --- personal data --------------------------------------------------------------------------


def test_the_one_who_uploaded_can_see_and_erase_that_they_did(personas, office):
    upload(office, ADA, BEN)
    person = personas.office.person
    [known] = UPLOADS.export(person.id)
    assert (known["file_name"], known["rows"]) == ("Liste Müller.csv", 2)
    assert UPLOADS.export(personas.owner.person.id) == []
    UPLOADS.erase(person.id)
    assert count(RosterUpload) == 0


# --- at once --------------------------------------------------------------------------------


def at_once(acts):
    """What all acts, begun at the same moment, returned."""
    barrier = Barrier(len(acts))

    def act(one):
        barrier.wait(60)
        return one()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def test_of_many_clicks_at_once_one_imports(committing_app):
    with committing_app.app_context():
        personas = make_personas(committing_app)
        db.session.commit()
        clients = [personas.client(personas.office) for _ in range(4)]
    address = upload(clients[0], ADA, BEN).location
    answers = at_once([lambda client=client: agree(client, address, 2) for client in clients])
    assert [answer.status_code for answer in answers] == [303] * 4
    with committing_app.app_context():
        assert count(OutboxMessage) == 2
        assert count(Team) == 2, "the personas' and the new one"


def test_two_lists_with_the_same_people_add_each_once(committing_app):
    with committing_app.app_context():
        personas = make_personas(committing_app)
        db.session.commit()
        clients = [personas.client(personas.office), personas.client(personas.coordinator)]
    rows = [("A", "B", f"p{number}@example.org", *BEN[3:]) for number in range(8)]
    addresses = [upload(clients[0], *rows).location, upload(clients[1], *rows[::-1]).location]
    answers = at_once(
        [
            lambda client=client, address=address: agree(client, address, 8)
            for client, address in zip(clients, addresses, strict=True)
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    with committing_app.app_context():
        assert count(OutboxMessage) == 8
        assert count(Municipality) == 2


def test_an_address_taken_while_the_list_is_imported_stops_all(committing_app):
    with committing_app.app_context():
        personas = make_personas(committing_app)
        db.session.commit()
        office = personas.client(personas.office)
    address = upload(office, BEN, ADA).location
    with ThreadPoolExecutor(1) as pool, committing_app.app_context():
        make_account(email=ADA[2])  # written, not yet to be seen
        importing = pool.submit(agree, office, address, 2)
        wait_until_somebody_waits()
        db.session.commit()
        answer = importing.result()
    assert answer.status_code == 422
    assert "Angelegt wurde niemand." in answer.text
    with committing_app.app_context():
        assert find_account_by_email(BEN[2]) is None
        assert count(OutboxMessage) == 0
        assert db.session.scalars(select(RosterUpload.imported_at)).one() is None


def wait_until_somebody_waits():
    """PostgreSQL lets the import begin and holds it at the address; SQLite at its first statement,
    and does not say so."""
    if db.engine.dialect.name == "sqlite":
        return
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.scalar(waiting):
            sleep(0.01)
