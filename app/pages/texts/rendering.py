"""The operator's Markdown as HTML: placeholders filled in, and only what is harmless."""

import re

import nh3
from flask import current_app
from markdown_it import MarkdownIt
from markupsafe import Markup

from app.kernel.operator_texts import in_chosen_form
from app.kernel.retention import list_rules

PLACEHOLDERS = ("operator_name", "operator_address", "operator_email")
#: How long a kind of data is kept, by the rule's name: `{{period:sent_mails}}`.
_PERIOD = re.compile(r"\{\{period:(\w+)\}\}")
# No first heading: it is the page's. No pictures: none may come from elsewhere.
TAGS = {"p", "br", "strong", "em", "code", "ul", "ol", "li", "a", "h2", "h3", "h4", "blockquote"}

_markdown = MarkdownIt("commonmark", {"html": False})


def render_text(body: str) -> Markup:
    """`body` as HTML in the chosen gender form, with the operator's name and the periods set."""
    settings = current_app.extensions["komma"].settings
    text = in_chosen_form(body)
    for name in PLACEHOLDERS:
        text = text.replace("{{" + name + "}}", getattr(settings, name))
    text = _PERIOD.sub(_period, text)
    html = nh3.clean(
        _markdown.render(text),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "mailto", "tel"},
    )
    return Markup(html)  # noqa: S704 — cleaned above


def _period(placeholder: re.Match[str]) -> str:
    """What is set; a kind that there is not stays as it was written, for its author to see."""
    known = {rule.kind: rule for rule in list_rules()}
    rule = known.get(placeholder[1])
    return str(rule.shown) if rule else placeholder[0]
