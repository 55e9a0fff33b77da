"""Asks a server for time stamps (RFC 3161): a third says by when a signature existed. Pure.

That is: no request and no database of ours. Whoever signs with a time stamp waits for the server.
"""

from __future__ import annotations

from functools import lru_cache
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from asn1crypto.cms import ContentInfo
from asn1crypto.tsp import TimeStampReq, TimeStampResp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import set_tsp_headers

from certificates.signing.signed_data import stamped_digest

SECONDS_TO_ANSWER = 5
ATTEMPTS = 2
MOST_BYTES = 64 * 1024


class NoTimeStamp(RuntimeError):
    """The server gave no time stamp, or none that holds."""


class TimeStampService(TimeStamper):
    """The server at `url`, http or https. What it answers is checked before it is signed with."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> ContentInfo:
        """A time stamp of the digest, in a second attempt where need be. Raises NoTimeStamp."""
        for _ in range(ATTEMPTS):
            try:
                token = await super().async_timestamp(message_digest, md_algorithm)
                if stamped_digest(token["content"]) == (md_algorithm, message_digest):
                    return token
                fault: object = "its time stamp does not hold"
            except Exception as error:  # it may answer anything, and the library stumble over it
                fault = error
        raise NoTimeStamp(f"no time stamp from {self._url} in {ATTEMPTS} attempts: {fault}")

    async def async_request_tsa_response(self, req: TimeStampReq) -> TimeStampResp:
        """What the server answers. Nothing else runs meanwhile: one signature is made at a time."""
        request = Request(self._url, req.dump(), set_tsp_headers({}))  # noqa: S310
        try:
            with urlopen(request, timeout=SECONDS_TO_ANSWER) as answer:  # noqa: S310
                content = answer.read(MOST_BYTES + 1)
        except HTTPError as refusal:
            refusal.close()
            raise
        if len(content) > MOST_BYTES:
            raise HTTPException("the answer is too long")
        return TimeStampResp.load(content)


@lru_cache(maxsize=4)
def service_at(url: str) -> TimeStampService | None:
    """The server at `url`, the same one each time; None for none."""
    return TimeStampService(url) if url else None
