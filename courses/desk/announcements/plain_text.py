"""Markdown as people read it in a mail of plain text: no marks, addresses beside words. Pure."""

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

_markdown = MarkdownIt("commonmark", {"html": False})


def plain_text(markdown: str) -> str:
    """Paragraphs parted by empty lines, lists with dashes or numbers, addresses in brackets."""
    lines: list[str] = []
    marks: list[int | None] = []  # for each list that is open, the next number; None for a dash
    mark = ""
    for token in _markdown.parse(markdown):
        match token.type:
            case "bullet_list_open":
                marks.append(None)
            case "ordered_list_open":
                marks.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                marks.pop()
                if not marks:
                    lines.append("")
            case "list_item_open":
                mark = _mark_of(marks)
            case "inline":
                indent = " " * (2 * max(len(marks) - 1, 0))
                lines.append(f"{indent}{mark}{_words_of(token.children or [])}")
                mark = ""
            case "code_block" | "fence":
                lines.append(token.content.rstrip("\n"))
        if not marks and token.type in {"inline", "code_block", "fence"}:
            lines.append("")
    return "\n".join(lines).strip()


def _mark_of(marks: list[int | None]) -> str:
    """The mark of the list's next entry."""
    number = marks[-1]
    if number is None:
        return "- "
    marks[-1] = number + 1
    return f"{number}. "


def _words_of(tokens: Sequence[Token]) -> str:
    return "".join(_parts_of(tokens))


def _parts_of(tokens: Sequence[Token]) -> Iterator[str]:
    addresses: list[tuple[str, str]] = []  # of the links that are open, with what they say so far
    said = ""
    for token in tokens:
        part = ""
        if token.type in {"text", "code_inline"}:
            part = token.content
        elif token.type in {"softbreak", "hardbreak"}:
            part = "\n"
        elif token.type == "image":
            part = _words_of(token.children or [])
        elif token.type == "link_open":
            addresses.append((str(token.attrGet("href") or ""), said))
        elif token.type == "link_close":
            address, before = addresses.pop()
            if said[len(before) :] != address:
                part = f" ({address.removeprefix('mailto:')})"
        said += part
        yield part
