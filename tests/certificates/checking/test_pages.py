"""Anyone checks a certificate by its code; who guesses is slowed down."""

import re

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.throttle import FailedAttempt
from certificates.badges.by_code import WRONG_CODES
from certificates.register.codes import grouped_code, new_code
from certificates.register.models import NameShown
from tests.certificates.factories import make_certificate, make_past_cohort
from tests.house.databases import in_turn

pytestmark = in_turn


@pytest.fixture
def certificate(personas):
    cohort = make_past_cohort(trainer=personas.trainer.person)
    return make_certificate(person=personas.owner.person, cohort=cohort)


def content(answer) -> str:
    """What the page says, without the number of the request."""
    return re.sub(r"Nummer: \w+", "", answer.text.split("<main")[1])


def failures() -> int:
    return db.session.scalar(select(func.count()).select_from(FailedAttempt))


def test_the_check_says_what_was_attested_and_not_to_whom(client, certificate):
    answer = client.get(f"/verify/{certificate.code}")

    assert answer.status_code == 200
    for said in (
        "Diese Bescheinigung ist gültig",
        certificate.document.course_title,
        "3 Stunden",
        "Am 9. und 10. November 2026",
        "Programmbüro KommA",
        "23. November 2026",
        "wird hier nicht gezeigt",
        certificate.document.code,
    ):
        assert said in answer.text
    assert certificate.person.given_name not in answer.text
    assert certificate.person.family_name not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("shown", "name"), [(NameShown.INITIALS, "A. Ö."), (NameShown.FULL, "Ada Özgür-Kern")]
)
def test_the_name_is_shown_as_the_holder_chose(client, personas, shown, name):
    personas.owner.person.family_name = "Özgür-Kern" if shown == NameShown.FULL else "Özgür"
    cohort = make_past_cohort(trainer=personas.trainer.person)
    certificate = make_certificate(person=personas.owner.person, cohort=cohort, name_shown=shown)

    assert name in client.get(f"/verify/{certificate.code}").text


def test_the_check_speaks_english(client, certificate):
    client.get("/language/en")
    assert "This certificate is valid" in client.get(f"/verify/{certificate.code}").text


@pytest.mark.parametrize(
    "typed",
    [str.lower, grouped_code, lambda code: grouped_code(code).replace("-", " ").lower() + " "],
)
def test_case_spaces_and_dashes_make_no_difference(client, certificate, typed):
    assert client.get(f"/verify/{typed(certificate.code)}").status_code == 200
    answer = client.get("/verify", query_string={"code": typed(certificate.code)})
    assert (answer.status_code, answer.location) == (303, f"/verify/{certificate.code}")


def test_a_wrong_code_is_a_404_like_any_other(client, certificate):
    unknown = client.get(f"/verify/{new_code()}")
    no_code = client.get("/verify/anything")
    no_page = client.get("/no-such-page")

    assert {unknown.status_code, no_code.status_code} == {404}
    assert "Diese Seite gibt es nicht" in unknown.text
    assert content(unknown) == content(no_code) == content(no_page)
    assert failures() == 2


@pytest.mark.parametrize("typed", ["", "   ", "1234", "https://komma.example.org/verify/"])
def test_what_cannot_be_a_code_is_explained_at_the_field(client, typed):
    answer = client.get("/verify", query_string={"code": typed})

    assert answer.status_code == 422
    assert "Bitte prüfen Sie Ihre Angaben" in answer.text
    assert f'value="{typed.strip()}"' in answer.text
    assert failures() == 0


def test_the_form_asks_for_the_code(client):
    answer = client.get("/verify")

    assert answer.status_code == 200
    assert 'name="code"' in answer.text


def test_who_guesses_is_slowed_down_and_forgiven_later(client, certificate, clock):
    for _ in range(WRONG_CODES.most):
        assert client.get(f"/verify/{new_code()}").status_code == 404

    refused = client.get(f"/verify/{certificate.code}")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 15 * 60
    assert "Zu viele falsche Prüfcodes" in refused.text
    other = client.get(f"/verify/{certificate.code}", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert other.status_code == 200

    clock.advance(minutes=16)
    assert client.get(f"/verify/{certificate.code}").status_code == 200
    client.get(f"/verify/{new_code()}")
    assert failures() == 1, "what is forgiven is forgotten"


def test_right_codes_are_never_counted(client, certificate):
    for _ in range(WRONG_CODES.most + 1):
        assert client.get(f"/verify/{certificate.code}").status_code == 200
    assert failures() == 0
