"""The public addresses of credentials, read by a library that had no part in making them."""

from datetime import UTC, date, datetime

import pytest
from joserfc import jwk
from joserfc import jwt as independent
from joserfc.errors import BadSignatureError

from app.kernel.db import db
from certificates.badges.by_code import WRONG_CODES
from certificates.register.codes import new_code
from certificates.register.models import NameShown
from certificates.signing.models import SigningKey
from certificates.signing.services import rotate_key
from tests.certificates.factories import make_certificate, make_past_cohort, material
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn


@pytest.fixture
def certificate(personas):
    cohort = make_past_cohort(trainer=personas.trainer.person)
    return make_certificate(person=personas.owner.person, cohort=cohort)


def another(personas, **given):
    cohort = make_past_cohort(trainer=personas.trainer.person)
    return make_certificate(person=personas.owner.person, cohort=cohort, **given)


def token_address(certificate) -> str:
    return f"/credentials/{certificate.code}.jwt"


def read(client, token: str):
    """The token as somebody reads it who knows nothing but the key set."""
    keys = jwk.KeySet.import_key_set(client.get("/.well-known/jwks.json").json)
    return independent.decode(token, keys, algorithms=["RS256"])


def test_a_credential_is_verified_with_the_key_set_alone(client, certificate):
    answer = client.get(token_address(certificate))

    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    token = read(client, answer.text)
    assert set(token.header) == {"alg", "kid", "typ"}
    assert token.claims["jti"] == f"urn:uuid:{certificate.credential_id}"
    assert token.claims["credentialSubject"]["achievement"]["name"] == (
        certificate.document.course_title
    )
    independent.JWTClaimsRegistry(
        now=int(START.timestamp()),
        iss={"essential": True, "value": "http://localhost"},
        sub={"essential": True},
        nbf={"essential": True},
    ).validate(token.claims)


def test_a_changed_token_is_noticed(client, certificate):
    header, payload, signature = client.get(token_address(certificate)).text.split(".")
    other = client.get(token_address(certificate)).text.split(".")[1][:-4] + "AAAA"

    with pytest.raises((BadSignatureError, ValueError)):
        read(client, f"{header}.{other}.{signature}")
    assert payload != other


def test_the_token_names_an_address_where_its_key_is(client, certificate):
    header = read(client, client.get(token_address(certificate)).text).header

    answer = client.get(header["kid"].removeprefix("http://localhost"))

    assert answer.mimetype == "application/jwk+json"
    assert answer.json["kid"] == header["kid"]
    assert jwk.RSAKey.import_key(answer.json).thumbprint() == material().key_id
    assert client.get("/credentials/keys/nobody").status_code == 404


def test_keys_of_the_past_stay_published(client, certificate, clock):
    early = client.get(token_address(certificate)).text
    rotate_key(name="Programmbüro KommA", now=clock.now())
    late = client.get(token_address(certificate)).text

    keys = client.get("/.well-known/jwks.json")
    assert keys.mimetype == "application/jwk-set+json"
    assert [(each["alg"], each["use"], each["kty"]) for each in keys.json["keys"]] == [
        ("RS256", "sig", "RSA")
    ] * 2
    assert not {"d", "p", "q"} & set().union(*keys.json["keys"])
    assert keys.cache_control.public
    assert keys.cache_control.max_age == 300
    assert read(client, early).header["kid"] != read(client, late).header["kid"]
    assert read(client, early).claims["jti"] == read(client, late).claims["jti"]


@pytest.mark.parametrize(
    ("shown", "names"),
    [(NameShown.NOTHING, []), (NameShown.INITIALS, []), (NameShown.FULL, ["Ada Özgür"])],
)
def test_it_names_the_holder_as_they_wish_today(client, personas, shown, names):
    personas.owner.person.family_name = "Özgür"
    certificate = another(personas)
    client.get(token_address(certificate))
    certificate.name_shown = shown

    subject = read(client, client.get(token_address(certificate)).text).claims["credentialSubject"]
    assert [each["identityHash"] for each in subject.get("identifier", [])] == names


def test_it_expires_with_the_certificate(client, personas):
    certificate = another(personas, valid_until=date(2027, 1, 31))

    claims = read(client, client.get(token_address(certificate)).text).claims
    assert claims["validUntil"] == "2027-01-31T22:59:59Z"
    assert claims["exp"] == datetime(2027, 1, 31, 22, 59, 59, tzinfo=UTC).timestamp()


def test_what_is_void_is_listed_by_id_alone(client, personas, certificate):
    assert client.get("/credentials/status.json").json["revokedCredential"] == []
    revoked = another(personas, revoked_at=START, revocation_reason="Verwechslung der Personen")
    superseded = another(personas, superseded_at=START)

    answer = client.get("/credentials/status.json")

    listed = [each["id"] for each in answer.json["revokedCredential"]]
    assert listed == sorted(f"urn:uuid:{each.credential_id}" for each in (revoked, superseded))
    assert answer.json["id"] == "http://localhost/credentials/status.json"
    for untold in (revoked.code, revoked.public_id, "Verwechslung"):
        assert untold not in answer.text


def test_the_list_is_sent_again_only_where_it_changed(client, personas, certificate):
    first = client.get("/credentials/status.json")
    assert first.cache_control.no_cache
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/credentials/status.json", headers=known).status_code == 304

    certificate.superseded_at = START

    assert client.get("/credentials/status.json", headers=known).status_code == 200


def test_the_list_takes_one_statement_however_long_it_is(client, personas):
    with recorded_queries() as few:
        client.get("/credentials/status.json")
    for _ in range(3):
        another(personas, superseded_at=START)
    db.session.commit()
    with recorded_queries() as many:
        client.get("/credentials/status.json")
    assert len(many) == len(few)


@pytest.mark.parametrize(
    "address", ["/.well-known/jwks.json", "/credentials/status.json", "/credentials/{code}.jwt"]
)
def test_checkers_on_pages_of_other_sites_may_read_it(client, certificate, address):
    answer = client.get(address.format(code=certificate.code))

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers


def test_a_wrong_code_is_the_same_404_and_counts_like_any_other(client, certificate):
    for _ in range(WRONG_CODES.most):
        refused = client.get(f"/credentials/{new_code()}.jwt")
        assert refused.status_code == 404
    assert "Diese Seite gibt es nicht" in refused.text
    assert client.get(token_address(certificate)).status_code == 429
    assert client.get(f"/verify/{certificate.code}").status_code == 429


def test_without_a_key_it_says_so(client, personas, certificate):
    db.session.query(SigningKey).update({"in_use": False})

    answer = client.get(token_address(certificate))

    assert answer.status_code == 503
    assert "Den digitalen Nachweis gibt es im Moment nicht" in answer.text
    assert "Die Bescheinigung gilt trotzdem" in answer.text
