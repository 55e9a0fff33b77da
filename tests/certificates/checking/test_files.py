"""Anyone checks a certificate by its file: what it is, and what it is worth today."""

from datetime import date, timedelta
from io import BytesIO
from threading import BoundedSemaphore

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.throttle import FailedAttempt
from certificates.checking import uploads
from certificates.checking.views import UPLOADS
from certificates.register.codes import new_code
from tests.certificates.checking import files
from tests.certificates.factories import make_certificate, make_past_cohort, make_signing_key
from tests.house.clock import START
from tests.house.databases import in_turn

pytestmark = in_turn


def issue(personas, *, pdf: bytes | None = None, **given):
    """The certificate that `files.issued_file()` is, in the register."""
    return make_certificate(
        person=personas.owner.person,
        cohort=make_past_cohort(trainer=personas.trainer.person),
        code=files.CODE,
        credential_id=files.CREDENTIAL_ID,
        data=files.DATA.to_json(),
        pdf=pdf or files.issued_file(),
        **given,
    )


def hand_in(client, content: bytes, address: str = "/verify", **given):
    return client.post(address, data={"file": (BytesIO(content), "Ayse Yilmaz.pdf")}, **given)


def uploads_counted() -> int:
    return db.session.scalar(select(func.count()).select_from(FailedAttempt))


def test_the_file_as_issued_is_unchanged_from_us_and_valid(client, personas):
    issue(personas)

    answer = hand_in(client, files.issued_file())

    assert answer.status_code == 200
    for said in (
        "Diese Bescheinigung ist gültig",
        "Diese Datei ist unverändert und von Programmbüro KommA.",
        "Bedrohungen ernst nehmen",
        "3 Stunden",
    ):
        assert said in answer.text
    assert "Beispiel" not in answer.text, "whose it is stands in the file, not here"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_other_bytes_with_our_signature_are_found_by_their_code(client, personas):
    issue(personas, pdf=b"%PDF-1.7 as it came from the same order, printed once more")

    assert "Diese Datei ist unverändert und von" in hand_in(client, files.issued_file()).text


@pytest.mark.parametrize(
    ("given", "title", "fact"),
    [
        (
            {"revoked_at": START, "revocation_reason": "Verwechslung"},
            "Diese Bescheinigung wurde widerrufen",
            "widerrufen am 23. November 2026",
        ),
        (
            {"superseded_at": START},
            "Diese Bescheinigung wurde durch eine neue ersetzt",
            "ersetzt am 23. November 2026",
        ),
        (
            {"valid_until": date(2026, 11, 22)},
            "Diese Bescheinigung ist abgelaufen",
            "abgelaufen am 22. November 2026",
        ),
    ],
)
def test_an_unchanged_file_is_worth_what_the_register_says(client, personas, given, title, fact):
    issue(personas, **given)

    by_file, by_code = hand_in(client, files.issued_file()), client.get(f"/verify/{files.CODE}")

    assert "zwar unverändert und von Programmbüro KommA, gilt aber nicht mehr" in by_file.text
    for answer in (by_file, by_code):
        assert answer.status_code == 200
        assert title in answer.text
        assert fact in answer.text
        assert "Verwechslung" not in answer.text
        assert "Diese Bescheinigung ist gültig" not in answer.text


def test_a_certificate_is_valid_on_its_last_day(client, personas, clock):
    issue(personas, valid_until=clock.now().date())

    assert "Diese Bescheinigung ist gültig" in client.get(f"/verify/{files.CODE}").text
    clock.advance(days=1)
    assert "Diese Bescheinigung ist abgelaufen" in client.get(f"/verify/{files.CODE}").text


@pytest.mark.parametrize(
    ("make", "title"),
    [
        (files.changed_file, "Diese Datei wurde verändert oder ist beschädigt"),
        (files.extended_file, "Diese Datei wurde verändert oder ist beschädigt"),
        (files.file_of_others, "Diese Datei ist nicht von uns"),
        (files.unsigned_file, "Diese Datei trägt keine Unterschrift"),
        (files.locked_file, "Diese Datei ist mit einem Kennwort geschützt"),
        (lambda: b"\x89PNG\r\n\x1a\n", "Diese Datei ist keine lesbare PDF-Datei"),
        (lambda: files.issued_file()[:2000], "Diese Datei trägt keine Unterschrift"),
        (lambda: b"", "Diese Datei ist keine lesbare PDF-Datei"),
    ],
    ids=["changed", "extended", "foreign", "unsigned", "locked", "no PDF", "cut off", "empty"],
)
def test_what_is_not_our_file_is_told_apart(client, personas, make, title):
    issue(personas)

    answer = hand_in(client, make())

    assert answer.status_code == 200
    assert title in answer.text
    assert "Diese Bescheinigung ist gültig" not in answer.text
    assert 'name="code"' in answer.text, "the way on is the code"
    assert "Ayse" not in answer.text, "names of files tell who was checked"


def test_a_name_in_somebody_elses_signature_is_only_quoted(client, personas):
    make_signing_key()

    page = hand_in(client, files.file_of_others()).text

    assert "Als Name steht in der Unterschrift: Programmbüro KommA" in page
    assert "Diesen Namen kann jede Person selbst eintragen" in page


def test_our_file_that_the_register_does_not_know_any_more_says_why(client, personas):
    make_signing_key()

    page = hand_in(client, files.issued_file()).text

    assert "Diese Bescheinigung steht nicht in unserem Verzeichnis" in page
    assert "Wenn eine Person ihr Konto löscht" in page


class TestBesideACode:
    def test_the_file_of_the_code(self, client, personas):
        issue(personas)

        page = hand_in(client, files.issued_file(), f"/verify/{files.CODE}").text

        assert "Diese Datei ist unverändert und von Programmbüro KommA." in page

    def test_the_file_of_another_certificate(self, client, personas):
        issue(personas)
        other = make_certificate(
            person=personas.colleague.person,
            cohort=make_past_cohort(trainer=personas.trainer.person),
        )

        page = hand_in(client, files.issued_file(), f"/verify/{other.code}").text

        assert "Diese Datei ist eine andere Bescheinigung" in page
        assert f'href="/verify/{files.CODE}"' in page
        assert other.document.code in page

    def test_a_changed_file_beside_what_the_code_confirms(self, client, personas):
        issue(personas)

        page = hand_in(client, files.changed_file(), f"/verify/{files.CODE}").text

        assert "Diese Datei wurde verändert oder ist beschädigt" in page
        assert "Bedrohungen ernst nehmen" in page

    def test_a_wrong_code_is_the_404_of_all_and_counts(self, client, personas):
        answer = hand_in(client, files.issued_file(), f"/verify/{new_code()}")

        assert answer.status_code == 404
        assert "Diese Seite gibt es nicht" in answer.text
        assert uploads_counted() == 1


@pytest.mark.parametrize("address", ["/verify", f"/verify/{files.CODE}"])
def test_without_a_file_the_field_says_so(client, personas, address):
    issue(personas)

    answer = client.post(address, data={"file": (BytesIO(b""), "")})

    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Datei." in answer.text
    assert uploads_counted() == 0


def test_what_is_too_large_is_refused_without_being_read(client):
    class Endless(BytesIO):
        """A body that fails the test where anybody reads it."""

        def read(self, *_size):
            raise AssertionError("was read")

    answer = client.post(
        "/verify",
        input_stream=Endless(),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(100 * 1024 * 1024)},
        csrf=False,
    )

    assert answer.status_code == 413
    assert "Diese Datei ist größer als 10 MB" in answer.text


def test_who_hands_in_many_files_waits_and_others_do_not(client, personas, clock):
    make_signing_key()
    for _ in range(UPLOADS.most):
        assert hand_in(client, b"no PDF").status_code == 200

    refused = hand_in(client, b"no PDF")
    assert refused.status_code == 429
    assert "Zu viele Dateien" in refused.text
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert hand_in(client, b"no PDF", environ_base=elsewhere).status_code == 200
    assert client.get("/verify").status_code == 200

    clock.advance(minutes=16)
    assert hand_in(client, b"no PDF").status_code == 200


def test_only_so_many_files_are_judged_at_once(client, personas, monkeypatch):
    issue(personas)
    taken = BoundedSemaphore(1)
    taken.acquire()
    monkeypatch.setattr(uploads, "_room", taken)
    monkeypatch.setattr(uploads, "SECONDS_OF_PATIENCE", 0.01)

    busy = hand_in(client, b"no PDF")

    assert busy.status_code == 429
    assert "Gerade werden viele Dateien geprüft" in busy.text
    assert hand_in(client, files.issued_file()).status_code == 200, "the same bytes need no look"
    assert uploads_counted() == 1


def test_the_answers_speak_english(client, personas):
    make_signing_key()
    client.get("/language/en")

    assert "This file is not from us" in hand_in(client, files.file_of_others()).text
    assert "Checking without this page" in client.get("/verify/offline").text


def test_the_page_on_checking_offline_lists_keys_with_days_and_fingerprints(client, clock):
    key = make_signing_key()
    key.in_use, key.retired_at = False, START + timedelta(days=3)

    page = client.get("/verify/offline").text.replace("<wbr>", "")

    letters = key.fingerprint.upper()
    assert ":".join(letters[at : at + 2] for at in range(0, 64, 2)) in page
    assert "23. November 2026 bis 26. November 2026" in page
    assert "Wer wir sind, beweist sie nicht" in page
    assert "/.well-known/komma-certificates.pem" in page
