"""A text in Markdown as a list of paragraphs, for files and for plain text. Pure.

It reads what the page shows: headings, paragraphs, lists, quotes, bold and italic words. Everything
else is text.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_markdown = MarkdownIt("commonmark", {"html": False})


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBERED = "numbered"
    QUOTE = "quote"


LISTED = frozenset({BlockKind.BULLET, BlockKind.NUMBERED})
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


@dataclass(frozen=True)
class Run:
    """Words in one face; a line break in them is one on paper."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Block:
    """One paragraph. `number` is the place in a numbered list, or the level of a heading."""

    kind: BlockKind
    runs: Sequence[Run]
    number: int = 0

    @property
    def text(self) -> str:
        """Its words alone."""
        return "".join(run.text for run in self.runs)


def read_blocks(text: str) -> list[Block]:
    """The paragraphs of `text` in their order; empty ones are left out."""
    tree = SyntaxTreeNode(_markdown.parse(text))
    return [block for block in _blocks(tree, BlockKind.PARAGRAPH) if block.text.strip()]


def plain_text(blocks: Iterable[Block]) -> str:
    """The text to paste where there is no layout: lists keep their marks, headings a blank line."""
    lines: list[str] = []
    before = None
    for block in blocks:
        if lines and not (block.kind in LISTED and before is block.kind):
            lines.append("")
        lines.append(f"{_mark(block)}{block.text.strip()}")
        before = block.kind
    return "\n".join(lines)


def _mark(block: Block) -> str:
    if block.kind is BlockKind.BULLET:
        return "– "
    return f"{block.number}. " if block.kind is BlockKind.NUMBERED else ""


def _blocks(node: SyntaxTreeNode, kind: BlockKind, number: int = 0) -> Iterator[Block]:
    """What stands in `node`; its first paragraph is of this kind."""
    for child in node.children:
        match child.type:
            case "heading":
                # What is written as ## is the first heading: # is for the page that shows it.
                level = max(1, int(child.tag[1:]) - 1)
                yield Block(BlockKind.HEADING, list(_words(child)), level)
            case "paragraph":
                yield Block(kind, list(_words(child)), number)
                kind = BlockKind.PARAGRAPH if kind in LISTED else kind
            case "code_block" | "fence":
                yield Block(kind, [Run(child.content.rstrip("\n"))], number)
            case "blockquote":
                yield from _blocks(child, BlockKind.QUOTE)
            case "bullet_list":
                for item in child.children:
                    yield from _blocks(item, BlockKind.BULLET)
            case "ordered_list":
                first = int(child.attrs.get("start", 1))
                for place, item in enumerate(child.children, start=first):
                    yield from _blocks(item, BlockKind.NUMBERED, place)


def _words(node: SyntaxTreeNode, *, bold: bool = False, italic: bool = False) -> Iterator[Run]:
    for child in node.children:
        if child.children:
            yield from _words(
                child, bold=bold or child.type == "strong", italic=italic or child.type == "em"
            )
        else:
            text = _BREAKS.get(child.type, child.content)
            yield Run(text, bold, italic)
        if child.type == "link":
            yield from _address(child)


def _address(link: SyntaxTreeNode) -> Iterator[Run]:
    """On paper nobody can follow a link whose address they do not see."""
    address = str(link.attrs.get("href", "")).removeprefix("mailto:").removeprefix("tel:")
    if address and address != "".join(run.text for run in _words(link)):
        yield Run(f" ({address})")
