"""Course descriptions are Markdown: made HTML, and of that only what is harmless.

A picture or a file is named by its public id: `![](bild:…)` and `[Handout](datei:…)`. Everything
else that would be loaded from somewhere is left out.
"""

from collections.abc import Mapping
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from courses.catalogue.attachments import Shown

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "blockquote"}
PICTURE, FILE = "bild:", "datei:"

_markdown = MarkdownIt("commonmark", {"html": False})


def render_markdown(text: str, attachments: Mapping[str, Shown] | None = None) -> Markup:
    """`text` as HTML with paragraphs, lists, emphasis, lower headings and links, and with those of
    `attachments` (by public id) that it names; nothing else.
    """
    known = attachments or {}
    tokens = _markdown.parse(text)
    for token in tokens:
        _put_in(token.children or [], known)
    html = nh3.clean(
        _markdown.renderer.render(tokens, _markdown.options, {}),
        tags=TAGS | {"img"},
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        url_schemes={"https", "mailto", "tel"},
        link_rel="noreferrer noopener",
        attribute_filter=lambda tag, name, value: _kept(tag, name, value, known),
    )
    return Markup(html)  # noqa: S704 — cleaned above


def names_in(text: str) -> set[str]:
    """The public ids of the attachments that `text` names, whether they exist or not."""
    found = set()
    for token in _markdown.parse(text):
        for child in token.children or []:
            address = str(child.attrGet("src") or child.attrGet("href") or "")
            for prefix in (PICTURE, FILE):
                if address.startswith(prefix):
                    found.add(address.removeprefix(prefix))
    return found


def _put_in(tokens: list[Token], known: Mapping[str, Shown]) -> None:
    """Turn names of attachments into addresses; a picture says what is known to be on it."""
    for token in tokens:
        if token.type == "image":
            source = str(token.attrGet("src") or "")
            shown = known.get(source.removeprefix(PICTURE))
            if shown is not None and shown.is_picture and source.startswith(PICTURE):
                token.attrSet("src", shown.url)
                token.children = [_words(shown.label)]
            else:
                token.type, token.content = "text", ""
        elif token.type == "link_open":
            target = str(token.attrGet("href") or "")
            shown = known.get(target.removeprefix(FILE)) if target.startswith(FILE) else None
            if shown is not None and not shown.is_picture:
                token.attrSet("href", shown.url)


def _words(text: str) -> Token:
    words = Token("text", "", 0)
    words.content = text
    return words


def _kept(tag: str, name: str, value: str, known: Mapping[str, Shown]) -> Any:
    """Pictures come from here and nowhere else."""
    if (tag, name) == ("img", "src"):
        return value if value in {shown.url for shown in known.values()} else None
    return value
