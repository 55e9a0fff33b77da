"""What a credential says, and in which words of Open Badges 3.0."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from jsonschema import Draft202012Validator

from certificates.badges.credential import CredentialFacts, credential_of, revocation_list
from certificates.badges.tokens import sign_credential
from tests.certificates.badges.schema import CLAIMS, CREDENTIAL
from tests.certificates.factories import material

FACTS = CredentialFacts(
    credential_id="5b6ae0cf-7d53-4d0e-8bd8-2ad1a9c9dd20",
    code="7K3M9Q2XABCDEFGHJKMNPQRSTVWX",
    base_url="https://komma.example.org",
    issuer="Programmbüro KommA",
    course_title="Bedrohungen ernst nehmen",
    language="de",
    total_minutes=390,
    dates=(date(2026, 11, 9), date(2026, 11, 10)),
    issued_at=datetime(2026, 11, 23, 9, 15, 30, 123456, tzinfo=UTC),
)
LIMITED = replace(FACTS, valid_until=date(2028, 7, 31))
NAMED = replace(FACTS, holder_name="Ada Özgür")


def split(payload: dict) -> tuple[dict, dict]:
    """The claims and the credential beside them."""
    claims = {name: value for name, value in payload.items() if name in CLAIMS}
    return claims, {name: value for name, value in payload.items() if name not in CLAIMS}


@pytest.mark.parametrize(
    "facts",
    [FACTS, LIMITED, NAMED, replace(FACTS, language="en")],
    ids=lambda facts: facts.language,
)
def test_it_keeps_to_the_data_model(facts):
    claims, credential = split(credential_of(facts))

    Draft202012Validator(CREDENTIAL).validate(credential)
    Draft202012Validator({"type": "object", "properties": CLAIMS}).validate(claims)


def test_the_claims_repeat_the_credential():
    claims, credential = split(credential_of(LIMITED))

    assert claims == {
        "iss": credential["issuer"]["id"],
        "sub": credential["credentialSubject"]["id"],
        "jti": credential["id"],
        "nbf": datetime.fromisoformat(credential["validFrom"]).timestamp(),
        "exp": datetime.fromisoformat(credential["validUntil"]).timestamp(),
    }


def test_it_is_valid_to_the_last_second_of_its_last_day_in_the_programmes_zone():
    assert credential_of(LIMITED)["validUntil"] == "2028-07-31T21:59:59Z"
    assert credential_of(replace(LIMITED, zone="UTC"))["validUntil"] == "2028-07-31T23:59:59Z"
    assert "exp" not in credential_of(FACTS)


def test_it_tells_course_length_and_days_in_the_language_of_the_certificate():
    subject = credential_of(FACTS)["credentialSubject"]

    assert subject["achievement"]["name"] == "Bedrohungen ernst nehmen"
    assert subject["achievement"]["criteria"]["narrative"] == (
        "Teilnahme an der Fortbildung: Bedrohungen ernst nehmen. 6 Stunden 30 Minuten, "
        "am 9. und 10. November 2026."
    )
    assert subject["activityStartDate"] == "2026-11-08T23:00:00Z"
    assert subject["activityEndDate"] == "2026-11-10T22:59:59Z"
    english = credential_of(replace(FACTS, language="en"))["credentialSubject"]["achievement"]
    assert english["criteria"]["narrative"].endswith(
        "6 hours 30 minutes, on 9 and 10 November 2026."
    )


def test_the_holder_is_named_only_where_they_want_it():
    subject = credential_of(NAMED)["credentialSubject"]
    assert subject["identifier"] == [
        {
            "type": "IdentityObject",
            "identityType": "name",
            "identityHash": "Ada Özgür",
            "hashed": False,
        }
    ]
    assert "identifier" not in credential_of(FACTS)["credentialSubject"]


def test_nothing_in_it_leads_to_the_code_or_to_other_credentials_of_the_person():
    other = replace(NAMED, credential_id="0c7d1a4e-11c7-4f7c-9a38-6ad6f7c8a001")

    assert FACTS.code not in str(credential_of(NAMED))
    assert credential_of(other)["sub"] != credential_of(NAMED)["sub"]


def test_the_list_of_revocations_tells_ids_alone():
    assert revocation_list("https://komma.example.org", [FACTS.credential_id]) == {
        "id": "https://komma.example.org/credentials/status.json",
        "issuer": "https://komma.example.org",
        "revokedCredential": [{"id": f"urn:uuid:{FACTS.credential_id}", "revoked": True}],
    }


def test_the_same_facts_and_key_give_the_same_token():
    assert sign_credential(credential_of(NAMED), material()) == sign_credential(
        credential_of(NAMED), material()
    )
