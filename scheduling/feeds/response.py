"""A feed as HTTP sends it: compressed where wanted, and not at all where it is known already."""

import gzip
from datetime import datetime

from flask import Request, Response

HEADERS = {
    "Content-Type": "text/calendar; charset=utf-8",
    "Cache-Control": "private",
    "Vary": "Accept-Encoding",
}
# On calendars, more effort gains a few percent of size for several times the work.
GZIP_LEVEL = 1


def not_modified(request: Request, *, tag: str, changed_at: datetime | None) -> Response | None:
    """304 where `request` names the content of `tag` (RFC 9110 §13), else None."""
    response = _conditional(_response(request, tag, changed_at), request)
    return response if response.status_code == 304 else None


def feed_response(
    request: Request, body: bytes, *, tag: str, changed_at: datetime | None
) -> Response:
    """The answer to `request` for a feed that holds `body` since `changed_at`.

    What is compressed has a tag of its own, since a strong one stands for the very bytes.
    """
    response = _response(request, tag, changed_at)
    if _compresses(request):
        # No time of writing and no name: the same content, the same bytes.
        response.data = gzip.compress(body, GZIP_LEVEL, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.data = body
    return _conditional(response, request)


def _conditional(response: Response, request: Request) -> Response:
    response.make_conditional(request)
    response.headers.pop("Date", None)  # the web server gives it
    return response


def _response(request: Request, tag: str, changed_at: datetime | None) -> Response:
    response = Response(headers=HEADERS)
    if changed_at is not None:  # werkzeug takes None for the current time
        response.last_modified = changed_at
    response.set_etag(f"{tag}-gzip" if _compresses(request) else tag)
    return response


def _compresses(request: Request) -> bool:
    return request.accept_encodings.quality("gzip") > 0
