"""Connecting calendars, seeing how they stand and what we know by them, and taking them out."""

import io
from datetime import timedelta

import pytest

from app.kernel.db import db
from app.kernel.permissions import Role
from scheduling.busy_calendars.models import BusyCalendar
from scheduling.busy_calendars.problems import Problem
from scheduling.busy_calendars.services import subscribe_to_calendar, upload_calendar
from scheduling.busy_calendars.wording import PROBLEMS, REFUSALS
from scheduling.fetching.addresses import RefusedBecause
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account
from tests.scheduling.busy_calendars.factories import (
    HOUR,
    SECRETS,
    TUESDAY_AT_TEN,
    address_of,
    file_of,
    times_of,
)
from tests.scheduling.coaching.factories import make_coach

pytestmark = in_turn

PAGE = "/calendar/busy"
OUTLOOK = "https://outlook.office365.com/owa/secret-path/reachcalendar.ics?secret-key"
DAY = timedelta(days=1)
KEY = "k" * 43


@pytest.fixture
def coach(app):
    return make_coach(given_name="Cem")


@pytest.fixture
def cem(personas, coach):
    return personas.client(coach)


def calendars() -> list[BusyCalendar]:
    return db.session.query(BusyCalendar).order_by(BusyCalendar.id).all()


def connected(account, **changes: object) -> BusyCalendar:
    """A calendar by its address, read at START, as far as `changes` do not say otherwise."""
    calendar = subscribe_to_calendar(
        person=account.person, label="Outlook", address=address_of(OUTLOOK), now=START
    )
    values = {
        "good_at": START,
        "known_until": START + 365 * DAY + 14 * HOUR,
        "read_in": "Europe/Berlin",
        "next_at": START + timedelta(minutes=15),
    }
    for name, value in (values | changes).items():
        setattr(calendar, name, value)
    db.session.commit()
    return calendar


def failing(account, problem: Problem, *, since_days: int = 2, **changes: object) -> BusyCalendar:
    """One whose server has been silent, or worse, for some days."""
    since = START - since_days * DAY
    return connected(account, problem=problem, failing_since=since, good_at=since, **changes)


def uploaded(account, **given: object) -> BusyCalendar:
    content = given.get("content") or file_of(TUESDAY_AT_TEN)
    db.session.commit()
    calendar = upload_calendar(
        person=account.person,
        label="Datei",
        content=content,  # type: ignore[arg-type]
        now=START,
    )
    db.session.commit()
    return calendar


def send_file(client, content: bytes, address: str = f"{PAGE}/new/file", **given: str):
    prefix = "upload-" if address.endswith("new/file") else ""
    data = {"label": "Outlook", "key": KEY, **given}
    sent = {f"{prefix}{name}": value for name, value in data.items()}
    sent[f"{prefix}file"] = (io.BytesIO(content), "kalender.ics")
    return client.post(address, data=sent, content_type="multipart/form-data")


def send_too_much(client, address: str):
    return client.post(
        address,
        input_stream=io.BytesIO(),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(100 * 1024 * 1024)},
        csrf=False,
    )


class TestConnecting:
    def test_who_has_none_is_told_what_it_is_good_for_and_where_to_begin(self, cem, coach):
        assert f'href="{PAGE}"' in cem.get("/manage/availability").text
        assert f'href="{PAGE}"' in cem.get("/calendar").text
        page = cem.get(PAGE).text
        assert "Noch kein Kalender verbunden" in page
        assert "keine Titel, keine Orte, keine Namen" in page
        assert f'href="{PAGE}/new"' in page

    def test_an_address_is_taken_as_calendars_give_it_and_never_shown_again(self, cem, coach):
        data = {"label": "Outlook", "address": OUTLOOK.replace("https", "webcal")}
        answer = cem.post(f"{PAGE}/new/address", data=data)
        assert answer.status_code == 303
        [calendar] = calendars()
        assert calendar.person_id == coach.person.id
        for address in (answer.location, PAGE, f"{PAGE}/{calendar.public_id}/change"):
            page = cem.get(address).text
            assert "outlook.office365.com/…" in page
            assert not any(secret in page for secret in SECRETS)
        assert "Wird abgerufen" in cem.get(PAGE).text
        assert cem.post(f"{PAGE}/new/address", data=data).location == answer.location
        assert len(calendars()) == 1, "a double click connects once"

    @pytest.mark.parametrize(
        ("address", "reason"),
        [
            ("", RefusedBecause.EMPTY),
            ("https://", RefusedBecause.UNREADABLE),
            (f"https://example.com/{'x' * 2000}", RefusedBecause.TOO_LONG),
            ("ftp://example.com/a.ics", RefusedBecause.SCHEME),
            ("https://ada:passwort@example.com/a.ics", RefusedBecause.CREDENTIALS),
            ("https://example.com:8443/a.ics", RefusedBecause.PORT),
            ("http://127.1/a.ics", RefusedBecause.NOT_PUBLIC),
        ],
    )
    def test_a_refused_address_says_why_and_stands_there_to_be_corrected(
        self, cem, address, reason
    ):
        answer = cem.post(f"{PAGE}/new/address", data={"label": "Outlook", "address": address})
        message = str(REFUSALS[reason])
        assert (answer.status_code, answer.text.count(message)) == (422, 2)
        assert 'value="Outlook"' in answer.text
        assert (f'value="{address}"' in answer.text) == (reason is not RefusedBecause.CREDENTIALS)
        assert "passwort" not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert calendars() == []

    def test_a_file_is_read_at_once_shown_and_kept_as_times_alone(self, cem, coach):
        answer = send_file(cem, file_of(TUESDAY_AT_TEN))
        page = cem.get(answer.location).text
        assert "Dienstag, 24. November 2026" in page
        assert "11:00–12:00 Uhr" in page
        assert not any(secret in page for secret in SECRETS)
        assert send_file(cem, file_of(TUESDAY_AT_TEN)).location == answer.location
        assert len(calendars()) == 1, "a double click uploads once"

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "Diese Datei ist kein Kalender."),
            (b"<html>Bitte anmelden</html>", "Diese Datei ist kein Kalender."),
        ],
    )
    def test_what_is_no_calendar_is_said_at_the_field(self, cem, content, message):
        answer = send_file(cem, content)
        assert (answer.status_code, answer.text.count(message)) == (422, 2)
        assert calendars() == []

    def test_a_form_without_a_file_or_a_name_says_so(self, cem):
        answer = cem.post(f"{PAGE}/new/file", data={"upload-key": KEY})
        assert answer.status_code == 422
        assert answer.text.count("Bitte wählen Sie eine Datei.") == 2
        assert answer.text.count("Bitte geben Sie dem Kalender einen Namen.") == 2

    def test_a_file_that_is_not_even_received_is_too_large(self, client, personas, cem, coach):
        own = f"{PAGE}/{uploaded(coach).public_id}/change"
        for page, form in ((f"{PAGE}/new", f"{PAGE}/new/file"), (own, f"{own}/file")):
            answer = send_too_much(cem, form)
            assert answer.status_code == 413
            assert answer.text.count("Diese Datei ist größer als 10 MB.") == 2
            for stranger in (client, personas.client(personas.office)):
                assert send_too_much(stranger, form).location == page
        foreigner = personas.client(make_coach())
        assert send_too_much(foreigner, f"{own}/file").location == own

    def test_an_eleventh_is_refused_in_words(self, cem, coach):
        for number in range(10):
            subscribe_to_calendar(
                person=coach.person,
                label=f"Nummer {number}",
                address=address_of(f"{OUTLOOK}{number}"),
                now=START,
            )
        db.session.commit()
        answer = cem.post(f"{PAGE}/new/address", data={"label": "Outlook", "address": OUTLOOK})
        assert answer.status_code == 422
        assert "Sie haben schon zehn belegte Kalender." in answer.text


class TestStanding:
    def test_every_problem_and_every_refusal_has_words(self):
        assert set(PROBLEMS) == set(Problem)
        assert set(REFUSALS) == set(RefusedBecause)

    def test_one_that_was_read_says_when_how_far_it_reaches_and_when_it_is_read_next(
        self, cem, coach, clock
    ):
        connected(coach, unreadable_events=2)
        clock.advance(minutes=12)
        page = cem.get(PAGE).text
        assert "Aktuell" in page
        assert "Zuletzt gelesen vor 12 Minuten." in page
        assert "nächster Abruf: in 3 Minuten" in page
        assert "reicht bis Dienstag, 23. November 2027" in page
        assert "2 Einträge konnten wir nicht lesen." in page

    def test_one_that_failed_lately_says_why_and_counts(self, cem, coach, clock):
        failing(coach, Problem.GONE, since_days=0)
        page = cem.get(PAGE).text
        assert "Zuletzt nicht abgerufen" in page
        assert str(PROBLEMS[Problem.GONE][0]) in page
        assert "bestätigen Sie" not in page

    def test_one_that_is_stale_says_since_when_why_and_what_follows(self, cem, coach):
        failing(coach, Problem.REFUSED)
        page = cem.get(PAGE).text
        assert "Veraltet" in page
        assert "Samstag, 21. November 2026, 10:00 Uhr" in page
        assert str(PROBLEMS[Problem.REFUSED][0]) in page
        assert "Bis er wieder aktuell ist, bestätigen Sie neue Buchungen selbst." in page

    def test_what_an_attempt_brought_is_not_told_at_once(self, cem, coach, clock):
        failing(coach, Problem.FORBIDDEN_ADDRESS, tried_at=START)
        reason = str(PROBLEMS[Problem.FORBIDDEN_ADDRESS][0])
        assert reason not in cem.get(PAGE).text
        clock.advance(seconds=20)
        assert reason in cem.get(PAGE).text

    def test_one_that_was_just_read_says_when_it_is_read_next(self, cem, coach, clock):
        calendar = connected(coach)
        calendar.tried_at = START
        db.session.commit()
        clock.advance(seconds=5)
        page = cem.get(PAGE).text
        assert "Gerade eben gelesen." in page
        assert "nächster Abruf: jetzt" not in page
        assert "Jetzt abrufen" in page

    def test_one_that_is_under_way_is_worth_looking_again(self, cem, coach, clock):
        calendar = connected(coach)
        clock.advance(minutes=5)
        asked = cem.post(f"{PAGE}/{calendar.public_id}/refresh")
        page = cem.get(asked.location).text
        assert "nächster Abruf: jetzt" in page
        assert "Noch einmal nachsehen" in page

    def test_a_lost_key_is_a_sentence_and_no_failure(self, cem, coach, app):
        calendar = failing(coach, Problem.ADDRESS_LOST)
        app.extensions["komma"].vault.erase(calendar.vault_subject, now=START)
        for address in (
            PAGE,
            f"{PAGE}/{calendar.public_id}",
            f"{PAGE}/{calendar.public_id}/change",
        ):
            page = cem.get(address)
            assert page.status_code == 200
            assert "outlook" not in page.text

    def test_a_coach_is_told_at_home_when_one_is_stale(self, cem, coach, personas):
        calendar = failing(coach, Problem.UNREACHABLE)
        assert "Ihr Kalender „Outlook“ ist veraltet" in cem.get("/").text
        assert "veraltet" not in personas.client(personas.office).get("/").text
        calendar.good_at = START
        db.session.commit()
        assert "veraltet" not in cem.get("/").text

    def test_the_number_of_queries_does_not_grow(self, cem, coach):
        def count() -> int:
            db.session.commit()
            with recorded_queries() as recorded:
                cem.get(PAGE)
            return len(recorded)

        connected(coach)
        before = count()
        for number in range(5):
            subscribe_to_calendar(
                person=coach.person,
                label="Noch einer",
                address=address_of(f"{OUTLOOK}{number}"),
                now=START,
            )
        assert count() == before


class TestChanging:
    def test_a_name_an_address_and_a_file_are_changed(self, cem, coach):
        calendar, file = connected(coach), uploaded(coach)
        change = f"{PAGE}/{calendar.public_id}/change"
        cem.post(f"{change}/label", data={"label": "Büro"})
        assert "Büro" in cem.get(PAGE).text
        answer = cem.post(f"{change}/address", data={"address": "https://cloud.example.org/x"})
        page = cem.get(answer.location).text
        assert "cloud.example.org/…" in page
        assert "Wird abgerufen" in page
        later = TUESDAY_AT_TEN + DAY
        answer = send_file(cem, file_of(later), f"{PAGE}/{file.public_id}/change/file")
        assert "Mittwoch, 25. November 2026" in cem.get(answer.location).text
        assert [start for start, _end, _certain in times_of(file)] == [later]

    def test_what_does_not_fit_is_said_at_the_field(self, cem, coach):
        change = f"{PAGE}/{connected(coach).public_id}/change"
        for part, data in (("label", {"label": " "}), ("address", {"address": "http://10.1/"})):
            answer = cem.post(f"{change}/{part}", data=data)
            assert (answer.status_code, answer.text.count('aria-invalid="true"')) == (422, 1)
        answer = send_file(cem, b"x", f"{PAGE}/{uploaded(coach).public_id}/change/file")
        assert answer.text.count("Diese Datei ist kein Kalender.") == 2

    def test_a_file_has_no_address_and_an_address_no_file(self, cem, coach):
        fetched, file = connected(coach), uploaded(coach)
        address = {"address": OUTLOOK}
        of_file = cem.post(f"{PAGE}/{file.public_id}/change/address", data=address)
        assert of_file.status_code == 404
        other = f"{PAGE}/{fetched.public_id}/change/file"
        assert send_file(cem, file_of(), other).status_code == 404
        assert cem.post(f"{PAGE}/{file.public_id}/refresh").status_code == 404

    def test_a_refresh_is_asked_for_at_once_but_not_all_the_time(self, cem, coach, clock):
        calendar = connected(coach)
        answer = cem.post(f"{PAGE}/{calendar.public_id}/refresh")
        assert "Wir rufen den Kalender jetzt ab." in cem.get(answer.location).text
        calendar.tried_at, calendar.next_at = START, START + DAY
        db.session.commit()
        answer = cem.post(f"{PAGE}/{calendar.public_id}/refresh")
        assert "Wir rufen den Kalender um 10:01 Uhr ab." in cem.get(answer.location).text

    def test_one_is_removed_after_a_question(self, cem, coach):
        calendar = connected(coach)
        question = cem.get(f"{PAGE}/{calendar.public_id}/remove")
        assert "Kalender entfernen?" in question.text
        assert "Wir löschen die Adresse" in question.text
        file = uploaded(coach)
        assert "die Adresse" not in cem.get(f"{PAGE}/{file.public_id}/remove").text
        answer = cem.post(f"{PAGE}/{calendar.public_id}/remove")
        page = cem.get(answer.location).text
        assert "Der Kalender „Outlook“ ist entfernt." in page
        assert calendars() == [file]


class TestWhoSeesIt:
    def test_nobody_but_its_owner_can_tell_that_it_is_there(self, personas, cem, coach):
        calendar = connected(coach)
        others = [personas.owner, make_coach(), make_account(Role.DEPUTY), personas.coordinator]
        for account in [*others, personas.office, personas.trainer]:
            client = personas.client(account)
            for part in ("", "/change", "/remove"):
                address = f"{PAGE}/{calendar.public_id}{part}"
                unknown = f"{PAGE}/nothing-has-this{part}"
                assert client.get(address).status_code == client.get(unknown).status_code
                assert client.get(address).status_code in {403, 404}
            for part in ("/refresh", "/remove", "/change/label", "/change/address"):
                data = {"label": "Meiner", "address": "https://cloud.example.org/x"}
                answer = client.post(f"{PAGE}/{calendar.public_id}{part}", data=data)
                assert answer.status_code in {403, 404}
            assert "Outlook" not in client.get(PAGE).text.partition("<main")[2].replace(
                "Verbinden Sie Outlook", ""
            )
        assert [calendar.label for calendar in calendars()] == ["Outlook"]

    def test_who_books_may_connect_one_and_others_are_not_led_there(self, personas):
        client = personas.client(personas.owner)
        assert client.get(f"{PAGE}/new").status_code == 200
        assert "bieten wir Ihnen kein Coaching an" in client.get(PAGE).text
        office = personas.client(personas.office)
        assert office.get(f"{PAGE}/new").status_code == 403
        assert f'href="{PAGE}"' not in office.get("/calendar").text

    def test_who_no_longer_gives_coaching_can_still_take_it_out(self, personas):
        former = make_account(Role.TRAINER)
        calendar = connected(former)
        client = personas.client(former)
        page = client.get(PAGE).text
        assert f"{calendar.public_id}/remove" in page
        assert f"{calendar.public_id}/change" not in page
        client.post(f"{PAGE}/{calendar.public_id}/remove")
        assert calendars() == []
