"""The public halves of the keys, for whoever checks certificates with programs of their own."""

from flask import Blueprint, Response

from app.kernel.permissions import public
from certificates.signing.queries import list_published_keys

blueprint = Blueprint("certificate_keys", __name__)


@blueprint.get("/.well-known/komma-certificates.pem")
@public
def certificates() -> Response:
    """The certificates of all keys that ever signed, the newest first."""
    keys = list_published_keys()
    return Response("".join(key.certificate for key in keys), mimetype="application/x-pem-file")
