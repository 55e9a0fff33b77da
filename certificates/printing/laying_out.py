"""Has xhtml2pdf lay out a certificate, with nothing fetched for it. Pure.

xhtml2pdf would fetch whatever the HTML asks for. So everything foreign is escaped, and besides no
fetch is allowed: see OwnResourcesOnly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from threading import Lock

from xhtml2pdf.config.resources import (
    ResourceAccessError,
    ResourceAccessPolicy,
    render_budget,
    use_policy,
)
from xhtml2pdf.document import pisaStory
from xhtml2pdf.files import cleanFiles
from xhtml2pdf.util import reset_caches
from xhtml2pdf.xhtml2pdf_reportlab import PmlFrame, PmlPageTemplate

from app.kernel.tagged_pdf import Unreadable
from certificates.printing.fonts import FONTS
from certificates.printing.qr_code import qr_image
from certificates.printing.tagging import TaggedDocument, TaggingContext

QR_RESOURCE = "verify-qr.png"
LOGO_RESOURCE = "logo.png"

_ONE_AT_A_TIME = Lock()
_PAGE_COUNT = re.compile(rb"/Count (\d+)\s+/Kids")


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
    """Return the tagged PDF that xhtml2pdf makes of the markup, with nothing fetched for it.

    The markup can ask for the fonts by their resource names and, where they are given, for
    QR_RESOURCE, the code of `verify_url`, and for LOGO_RESOURCE. The same markup always makes the
    same PDF. Raises RenderingFailed where it asks for anything else, draws a warning, or something
    on the page would have no place in the structure.
    """
    own: dict[str, str | bytes] = {font.resource: str(font.path) for font in FONTS}
    if verify_url:
        own[QR_RESOURCE] = qr_image(verify_url)
    if logo:
        own[LOGO_RESOURCE] = logo
    policy = resource_policy()
    context = TaggingContext()
    # What is not ours stays as it was asked for, for the policy to refuse.
    context.pathCallback = lambda asked, _base: own.get(asked)
    context.resource_policy = policy
    try:
        # xhtml2pdf and reportlab keep fonts and files of the document at work in globals.
        with _ONE_AT_A_TIME, use_policy(policy), render_budget(policy):
            document = _drawn(markup, context)
    except (Unreadable, ResourceAccessError) as fault:
        raise RenderingFailed(f"the document could not be laid out: {fault}") from fault
    if policy.refused or context.err or context.warn:
        faults = [*policy.refused, *(str(entry[2]) for entry in context.log)]
        raise RenderingFailed(f"the document could not be laid out: {'; '.join(faults)}")
    return document


def page_count(document: bytes) -> int:
    """How many pages a document has that `lay_out` made, without reading all of it."""
    [count] = _PAGE_COUNT.findall(document)
    return int(count)


def _drawn(markup: str, context: TaggingContext) -> bytes:
    """Do what pisa.CreatePDF does for a document without inserts, watermarks and signatures."""
    target = BytesIO()
    try:
        pisaStory(
            markup,
            encoding="utf-8",
            context=context,
            resource_policy=context.resource_policy,
            # The template says everything itself: the library's own sheet takes longer to read.
            default_css="",
        )
        document = TaggedDocument(
            target,
            context.structure,
            pagesize=context.pageSize,
            title=context.meta["title"].strip(),
            author=context.meta["author"].strip(),
            subject=context.meta["subject"].strip(),
            lang=context.lang_tag,
            invariant=True,
        )
        document.addPageTemplates(list(context.templateList.values()) or _plain_page(context))
        document.pisaPositioned = context.positioned
        build = document.multiBuild if context.multiBuild else document.build
        build(context.story)
    finally:
        cleanFiles()
        reset_caches()
    for element in context.expected:
        if not document.canvas.has_drawn(element):
            raise Unreadable(f"a {element.role} of the markup is on no page")
    return target.getvalue()


def _plain_page(context: TaggingContext) -> list[PmlPageTemplate]:
    width, height = context.pageSize
    frame = PmlFrame(0, 0, width, height, id="body")
    return [PmlPageTemplate(id="body", frames=[frame], pagesize=context.pageSize)]
