"""Mails as text templates: `Subject: …`, an empty line, the body; links that work outside."""

import re
from urllib.parse import urlsplit

from flask import current_app, render_template

from app.kernel.i18n import Reader, as_read_by

SUBJECT_LINE = "Subject:"


def render_mail(template: str, *, reader: Reader, **context: object) -> tuple[str, str]:
    """Subject and body of `<package>/<name>`, which lies at `<package>/mail/<name>.txt`.

    In the language and by the clock of `reader`. The template is given `link` (an address by
    endpoint) and `context`.
    """
    package, name = template.split("/")
    with as_read_by(reader):
        text = render_template(f"{package}/mail/{name}.txt", link=absolute_address, **context)
    return split_mail(text)


def split_mail(text: str) -> tuple[str, str]:
    """Subject and body of a rendered mail.

    Blocks that print nothing leave no gaps behind. Raises ValueError without a subject.
    """
    head, _, body = text.strip().partition("\n\n")
    if not head.startswith(SUBJECT_LINE) or not body.strip():
        raise ValueError("a mail begins with a subject line and an empty line")
    return head.removeprefix(SUBJECT_LINE).strip(), re.sub(r"\n\s*\n", "\n\n", body.strip()) + "\n"


def absolute_address(endpoint: str, **values: object) -> str:
    """The address of a page for use outside of KommA, by BASE_URL, in requests and jobs alike."""
    base = urlsplit(current_app.extensions["komma"].settings.base_url)
    routes = current_app.url_map.bind(
        base.netloc, script_name=base.path or "/", url_scheme=base.scheme
    )
    return routes.build(endpoint, values, force_external=True)
