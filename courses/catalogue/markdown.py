"""Course descriptions are Markdown: made HTML, and of that only what is harmless."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "blockquote"}

_markdown = MarkdownIt("commonmark", {"html": False})


def render_markdown(text: str) -> Markup:
    """`text` as HTML with paragraphs, lists, emphasis, lower headings and links; nothing else."""
    html = nh3.clean(
        _markdown.render(text),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "mailto", "tel"},
        link_rel="noreferrer noopener",
    )
    return Markup(html)  # noqa: S704 — cleaned above
