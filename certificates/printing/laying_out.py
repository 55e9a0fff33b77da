"""Has xhtml2pdf lay out a certificate, with nothing fetched for it. Pure.

xhtml2pdf would fetch whatever the HTML asks for. So everything foreign is escaped, and besides no
fetch is allowed: see OwnResourcesOnly.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessError, ResourceAccessPolicy

from certificates.printing.fonts import FONTS
from certificates.printing.qr_code import qr_image

QR_RESOURCE = "verify-qr.png"
LOGO_RESOURCE = "logo.png"


class RenderingFailed(RuntimeError):
    """The document could not be made as it should be: a fault of the template, not of the data."""


@dataclass(frozen=True)
class OwnResourcesOnly(ResourceAccessPolicy):
    """Refuses every address, every inlined `data:` and every file but those in `extra_roots`.

    What was refused is kept in `refused`, so that a document that asked for something foreign is
    never handed out.
    """

    refused: list[str] = field(default_factory=list, compare=False)

    def check_url(self, url: str) -> None:
        """Refuse: a certificate has nothing to fetch."""
        self._refuse(url)

    def check_path(self, path: object) -> None:
        """Refuse every file that is not one of `extra_roots`."""
        try:
            super().check_path(path)
        except ResourceAccessError:
            self._refuse(str(path))

    def check_local_size(self, size: int, where: object) -> None:
        """Refuse inlined data, which the library checks nowhere else."""
        if str(where).startswith("data:"):
            self._refuse(str(where))
        super().check_local_size(size, where)

    def _refuse(self, what: str) -> None:
        self.refused.append(what[:120])
        raise ResourceAccessError(f"a certificate may not read {what[:120]!r}")


def resource_policy() -> OwnResourcesOnly:
    """Return the policy of one rendering: nothing may be read but the certificate's own fonts."""
    return OwnResourcesOnly.server(
        base_dir=None, allow_remote=False, extra_roots=tuple(font.path for font in FONTS)
    )


def lay_out(markup: str, verify_url: str = "", *, logo: bytes | None = None) -> bytes:
    """Return the PDF that xhtml2pdf makes of the markup, with nothing fetched for it.

    The markup can ask for the fonts by their resource names and, where `verify_url` is given, for
    QR_RESOURCE, its code. Raises RenderingFailed where it asks for anything else, or draws a
    warning.
    """
    own = {font.resource: str(font.path) for font in FONTS}
    if verify_url:
        own[QR_RESOURCE] = qr_image(verify_url)
    if logo:
        own[LOGO_RESOURCE] = logo
    policy = resource_policy()
    target = BytesIO()
    outcome = pisa.CreatePDF(
        markup,
        dest=target,
        encoding="utf-8",
        # The template says everything itself: the library's own style sheet takes longer to read.
        default_css="",
        # What is not ours stays as it was asked for, for the policy to refuse.
        link_callback=lambda asked, _base: own.get(asked),
        resource_policy=policy,
    )
    if policy.refused or outcome.err or outcome.warn:
        faults = [*policy.refused, *(str(entry[2]) for entry in outcome.log)]
        raise RenderingFailed(f"the document could not be laid out: {'; '.join(faults)}")
    return target.getvalue()


def page_count(document: bytes) -> int:
    """How many pages there are in a PDF that `lay_out` returned, without reading all of it."""
    return document.count(b"/Type /Page\n") + document.count(b"/Type /Page ")
