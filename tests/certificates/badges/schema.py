"""What Open Badges 3.0 requires of a credential, in words of our own.

No package that can be installed brings the published schema along, so this one is written after the
tables of the data model (Open Badges 3.0, appendix B) and asks for what they require of what we
use. It is stricter where it can be: what we do not use is refused.
"""

from typing import Any

URI = {"type": "string", "pattern": r"^(https?://\S+|urn:uuid:[0-9a-f-]{36})$"}
UUID_NAME = {"type": "string", "pattern": r"^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
TEXT = {"type": "string", "minLength": 1}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": sorted(required),
        "additionalProperties": False,
    }


def _types(*names: str) -> dict[str, Any]:
    return {"const": list(names)}


ACHIEVEMENT = _object(
    {
        "id": URI,
        "type": _types("Achievement"),
        "name": TEXT,
        "description": TEXT,
        "criteria": _object({"narrative": TEXT}),
    },
    {"achievementType": {"const": "Course"}, "inLanguage": {"enum": ["de", "en"]}},
)
IDENTITY = _object(
    {
        "type": {"const": "IdentityObject"},
        "hashed": {"type": "boolean"},
        "identityHash": TEXT,
        "identityType": {"const": "name"},
    }
)
SUBJECT = _object(
    {"id": UUID_NAME, "type": _types("AchievementSubject"), "achievement": ACHIEVEMENT},
    {
        "activityStartDate": INSTANT,
        "activityEndDate": INSTANT,
        "identifier": {"type": "array", "items": IDENTITY, "minItems": 1},
    },
)
PROFILE = _object({"id": URI, "type": _types("Profile"), "name": TEXT, "url": URI})
CREDENTIAL = _object(
    {
        "@context": {
            "type": "array",
            "prefixItems": [
                {"const": "https://www.w3.org/ns/credentials/v2"},
                {"const": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"},
            ],
            "items": URI,
            "minItems": 2,
        },
        "id": UUID_NAME,
        "type": _types("VerifiableCredential", "AchievementCredential"),
        "issuer": PROFILE,
        "validFrom": INSTANT,
        "credentialSubject": SUBJECT,
    },
    {
        "name": TEXT,
        "description": TEXT,
        "validUntil": INSTANT,
        "credentialStatus": _object({"id": URI, "type": {"const": "1EdTechRevocationList"}}),
        "credentialSchema": {
            "type": "array",
            "items": _object({"id": URI, "type": {"const": "1EdTechJsonSchemaValidator2019"}}),
        },
    },
)
#: The claims of section 8.2.4, which stand beside the credential.
CLAIMS = {
    "iss": URI,
    "sub": URI,
    "jti": UUID_NAME,
    "nbf": {"type": "integer"},
    "exp": {"type": "integer"},
}
