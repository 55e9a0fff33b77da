"""A feed as HTTP sends it: compressed where wanted, and not at all where it is known already."""

import gzip
from datetime import datetime

from flask import Request, Response

CONTENT_TYPE = "text/calendar; charset=utf-8"


def feed_response(
    request: Request, body: bytes, *, content_hash: str, changed_at: datetime | None
) -> Response:
    """The answer to `request` for a feed that holds `body` since `changed_at`.

    304 where the request names this content (RFC 9110 §13); what is compressed has an ETag of its
    own, since a strong one stands for the very bytes.
    """
    compressed = request.accept_encodings.quality("gzip") > 0
    response = Response(content_type=CONTENT_TYPE)
    response.vary.add("Accept-Encoding")
    response.cache_control.private = True
    if changed_at is not None:  # werkzeug takes None for the current time
        response.last_modified = changed_at
    if compressed:
        # No time of writing and no name: the same content, the same bytes.
        response.data = gzip.compress(body, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
        response.set_etag(f"{content_hash}-gzip")
    else:
        response.data = body
        response.set_etag(content_hash)
    response.make_conditional(request)
    response.headers.pop("Date", None)  # the web server gives it
    return response
