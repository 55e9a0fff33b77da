"""The Open Badges 3.0 credential of a certificate, as the payload of a VC-JWT. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from certificates.printing.wording import dates_in_words, duration_in_words

JsonObject = dict[str, Any]

#: The first two in this order (Open Badges 3.0, B.1.1). The third has the words of the status and
#: of the schema: without it a strict JSON-LD processor refuses them.
CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)
SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)

REVOCATIONS = "/credentials/status.json"
KEYS = "/credentials/keys/"

_DESCRIPTIONS = {"de": "Teilnahme an der Fortbildung: {title}", "en": "Taking part in: {title}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialFacts:
    """What a credential says. `holder_name` is empty unless the holder consents to it.

    `base_url` is where KommA is reached; `code` as in addresses; instants are aware. Days are those
    of the clocks in `zone`.
    """

    credential_id: str
    code: str
    base_url: str
    issuer: str
    course_title: str
    language: str
    total_minutes: int
    dates: tuple[date, ...]
    issued_at: datetime
    valid_until: date | None = None
    holder_name: str = ""
    zone: str = "Europe/Berlin"


def credential_name(credential_id: str) -> str:
    """The name under which a credential is public. It leads neither to a code nor to a person."""
    return f"urn:uuid:{credential_id}"


def credential_of(facts: CredentialFacts) -> JsonObject:
    """The credential and its claims as the payload of a VC-JWT (Open Badges 3.0, section 8.2.4).

    The claims `iss`, `sub`, `jti`, `nbf` and `exp` repeat what the credential says; the credential
    itself stands beside them and not in a claim of its own, as since VCDM 2.0.
    """
    credential = _credential(facts)
    claims = {
        "iss": credential["issuer"]["id"],
        "sub": credential["credentialSubject"]["id"],
        "jti": credential["id"],
        "nbf": int(facts.issued_at.timestamp()),
    }
    if facts.valid_until is not None:
        claims["exp"] = int(_end_of(facts.valid_until, facts.zone).timestamp())
    return claims | credential


def _credential(facts: CredentialFacts) -> JsonObject:
    description = _DESCRIPTIONS[facts.language].format(title=facts.course_title)
    credential: JsonObject = {
        "@context": list(CONTEXTS),
        "id": credential_name(facts.credential_id),
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": facts.course_title,
        "description": description,
        "issuer": {
            "id": facts.base_url,
            "type": ["Profile"],
            "name": facts.issuer,
            "url": facts.base_url,
        },
        "validFrom": _instant(facts.issued_at),
        "credentialSubject": _subject(facts, description),
        "credentialStatus": {
            "id": facts.base_url + REVOCATIONS,
            "type": "1EdTechRevocationList",
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    if facts.valid_until is not None:
        credential["validUntil"] = _instant(_end_of(facts.valid_until, facts.zone))
    return credential


def _subject(facts: CredentialFacts, description: str) -> JsonObject:
    """The holder, by an id that is another in each of their credentials, since `sub` must be one.

    The name, where they want it, is an IdentityObject in plain text: a hash of a name is no secret,
    whoever has a list of names finds it. Hours are no `creditsEarned`, which are those of studies;
    they are told in words.
    """
    extent = duration_in_words(facts.total_minutes, facts.language)
    days = dates_in_words(facts.dates, facts.language)
    subject: JsonObject = {
        "id": _part_of(facts, "subject"),
        "type": ["AchievementSubject"],
        "activityStartDate": _instant(_start_of(facts.dates[0], facts.zone)),
        "activityEndDate": _instant(_end_of(facts.dates[-1], facts.zone)),
        "achievement": {
            # Hours and days are one person's, so the achievement is theirs alone, too.
            "id": _part_of(facts, "achievement"),
            "type": ["Achievement"],
            "achievementType": "Course",
            "inLanguage": facts.language,
            "name": facts.course_title,
            "description": description,
            "criteria": {"narrative": f"{description}. {extent}, {days}."},
        },
    }
    if facts.holder_name:
        subject["identifier"] = [
            {
                "type": "IdentityObject",
                "identityType": "name",
                "identityHash": facts.holder_name,
                "hashed": False,
            }
        ]
    return subject


def revocation_list(base_url: str, credential_ids: Sequence[str]) -> JsonObject:
    """Which credentials are void, without a reason (1EdTech Revocation List Status Method 1.0)."""
    return {
        "id": base_url + REVOCATIONS,
        "issuer": base_url,
        "revokedCredential": [
            {"id": credential_name(each), "revoked": True} for each in credential_ids
        ],
    }


def _part_of(facts: CredentialFacts, what: str) -> str:
    return credential_name(str(uuid5(UUID(facts.credential_id), what)))


def _start_of(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def _end_of(day: date, zone: str) -> datetime:
    """The last second of a day."""
    midnight = _start_of(day + timedelta(days=1), zone).astimezone(UTC)
    return midnight - timedelta(seconds=1)


def _instant(moment: datetime) -> str:
    """In whole seconds, so that `nbf` and `validFrom` say the same."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
