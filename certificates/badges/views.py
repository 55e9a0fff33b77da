"""The public addresses of credentials: keys, the credential of a code, and what is void."""

from datetime import datetime

from flask import Blueprint, Response, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import programme_zone
from app.kernel.permissions import public
from certificates.badges import queries
from certificates.badges.by_code import get_certificate_by_code
from certificates.badges.credential import CredentialFacts, JsonObject, credential_of
from certificates.badges.credential import revocation_list as list_of_revocations
from certificates.badges.errors import CredentialUnavailable
from certificates.badges.tokens import key_address, key_set, public_key, sign_credential
from certificates.register.models import Certificate, NameShown
from certificates.signing.errors import NoSigningKey
from certificates.signing.material import SigningMaterial
from certificates.signing.models import SigningKey
from certificates.signing.queries import find_key_by_id, list_published_keys
from certificates.signing.services import get_signing_material

#: Who meets a key that they do not know yet asks again, so this may take a while to get round.
KEYS_KEPT = 5 * 60

blueprint = Blueprint("credentials", __name__)


@blueprint.get("/.well-known/jwks.json")
@public
def keys() -> ResponseReturnValue:
    published = key_set(map(_public_key, list_published_keys()))
    answer = _published(published, "application/jwk-set+json")
    answer.cache_control.max_age = KEYS_KEPT
    return answer


@blueprint.get("/credentials/keys/<key_id>")
@public
def key(key_id: str) -> ResponseReturnValue:
    published = find_key_by_id(key_id)
    if published is None:
        raise NotFound
    answer = _published(_public_key(published), "application/jwk+json")
    answer.cache_control.max_age = KEYS_KEPT
    return answer


@blueprint.get("/credentials/status.json")
@public
def status() -> ResponseReturnValue:
    """A revocation counts at once, so whoever keeps the list asks each time if it is the same."""
    answer = _published(
        list_of_revocations(_base_url(), queries.list_void_credentials()), "application/json"
    )
    answer.cache_control.no_cache = True
    return answer.make_conditional(request)


@blueprint.get("/credentials/<code>.jwt")
@public
def credential(code: str) -> ResponseReturnValue:
    """The credential as a document on the web (Open Badges 3.0, section 5.2: as plain text).

    Made each time, so that it says of the name what the holder wants today.
    """
    now = clock.now()
    certificate = get_certificate_by_code(code, origin=request.remote_addr or "", now=now)
    token = sign_credential(credential_of(_facts_of(certificate)), _material(now))
    answer = Response(token, mimetype="text/plain")
    answer.headers["Referrer-Policy"] = "no-referrer"
    return _readable_by_all(answer)


def _facts_of(certificate: Certificate) -> CredentialFacts:
    document, shows_name = certificate.document, certificate.name_shown == NameShown.FULL
    return CredentialFacts(
        credential_id=certificate.credential_id,
        code=certificate.code,
        base_url=_base_url(),
        issuer=document.issuer,
        course_title=document.course_title,
        language=document.language,
        total_minutes=document.total_minutes,
        dates=document.dates,
        issued_at=certificate.issued_at,
        valid_until=certificate.valid_until,
        holder_name=document.holder_name if shows_name else "",
        zone=programme_zone().key,
    )


def _material(now: datetime) -> SigningMaterial:
    try:
        return get_signing_material(now=now)[1]
    except NoSigningKey as missing:
        raise CredentialUnavailable from missing


def _public_key(key: SigningKey) -> JsonObject:
    return public_key(key_address(_base_url(), key.key_id), key.certificate)


def _published(document: JsonObject, media_type: str) -> Response:
    """A document that is the same for everyone and may be kept as long as its `ETag` holds."""
    answer = jsonify(document)
    answer.mimetype = media_type
    answer.cache_control.public = True
    answer.add_etag()
    g.same_for_everyone = True
    return _readable_by_all(answer)


def _readable_by_all(answer: Response) -> Response:
    """Wallets and checkers run in browsers, too, on pages of other sites."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _base_url() -> str:
    return str(current_app.extensions["komma"].settings.base_url)
