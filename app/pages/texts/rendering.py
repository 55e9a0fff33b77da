"""The operator's Markdown as HTML: placeholders filled in, and only what is harmless."""

import nh3
from flask import current_app
from markdown_it import MarkdownIt
from markupsafe import Markup

from app.kernel.operator_texts import in_chosen_form

PLACEHOLDERS = ("operator_name", "operator_address", "operator_email")
# No first heading: it is the page's. No pictures: none may come from elsewhere.
TAGS = {"p", "br", "strong", "em", "code", "ul", "ol", "li", "a", "h2", "h3", "h4", "blockquote"}

_markdown = MarkdownIt("commonmark", {"html": False})


def render_text(body: str) -> Markup:
    """`body` as HTML with the operator's name and addresses, in the chosen gender form."""
    settings = current_app.extensions["komma"].settings
    text = in_chosen_form(body)
    for name in PLACEHOLDERS:
        text = text.replace("{{" + name + "}}", getattr(settings, name))
    html = nh3.clean(
        _markdown.render(text),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "mailto", "tel"},
    )
    return Markup(html)  # noqa: S704 — cleaned above
