"""The little Markdown of a report's texts, read into blocks that page, PDF, Word and Excel each write in their own way.

Paragraphs, subheadings, lists and emphasis; whatever else is typed (HTML, links, pictures, code) stays the text it is.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.tree import SyntaxTreeNode

PARAGRAPH, HEADING, POINTS, NUMBERS = "paragraph", "heading", "points", "numbers"
KINDS = {"paragraph": PARAGRAPH, "heading": HEADING, "bullet_list": POINTS, "ordered_list": NUMBERS}
STRONG, EMPHASISED = "strong", "em"
RULES = ("heading", "list", "emphasis", "escape", "newline")
DEEPEST_LIST = 3
NO_LIST = re.compile(r"\s*(?:\+|(?!0*1[.)])\d)")  # a sum, a year: of a list that does not begin at 1 the number is told
WORD_POINT = re.compile(r"^(\s*)[•·▪][ \t]+", re.MULTILINE)  # how lists come out of a word processor
TIMES = re.compile(r"(?<=\w)\*+(?=\w)")  # 2*3*4 is no emphasis


@dataclass(frozen=True)
class Span:
    """Words that look alike; `marked` where somebody should look at them."""

    text: str
    bold: bool = False
    italic: bool = False
    marked: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph, a subheading (under the heading of its section), or a list of which each item holds blocks."""

    kind: str
    spans: tuple[Span, ...] = ()
    items: tuple[tuple["Block", ...], ...] = ()

    @property
    def text(self) -> str:
        """The words of a paragraph or heading."""
        return "".join(span.text for span in self.spans)


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lists in lists, but not without end: a deeper one is text."""
    if state.level >= 2 * DEEPEST_LIST or (not silent and NO_LIST.match(state.src, state.bMarks[start])):
        return False
    return list_block(state, start, end, silent)


def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero").enable(list(RULES))
    reader.block.ruler.at("list", _list, {"alt": ["paragraph", "reference", "blockquote"]})
    return reader


READER = _reader()


def tidy(text: str) -> str:
    """Typed text with one kind of line end and no spaces that nobody sees."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(lines).strip()


def blocks(source: str) -> tuple[Block, ...]:
    """A text as it was typed in, its blocks out."""
    typed = WORD_POINT.sub(r"\1- ", TIMES.sub(lambda stars: r"\*" * len(stars.group()), source))
    return tuple(_blocks(SyntaxTreeNode(READER.parse(typed)).children)) if typed else ()


def plain(parts: Iterable[str]) -> tuple[Block, ...]:
    """Paragraphs of plain text as blocks."""
    return tuple(Block(PARAGRAPH, (Span(part),)) for part in parts)


def numbered(points: Sequence[str]) -> tuple[Block, ...]:
    """Points of plain text as one numbered list; nothing for none."""
    return (Block(NUMBERS, items=tuple(plain([point]) for point in points)),) if points else ()


def without_headings(found: Iterable[Block]) -> tuple[Block, ...]:
    """The same with each subheading as a paragraph in bold, for a text that stands under no heading."""
    return tuple(
        Block(PARAGRAPH, tuple(replace(span, bold=True) for span in one.spans)) if one.kind == HEADING else one
        for one in found
    )


def lines(found: Iterable[Block]) -> Iterator[Block]:
    """Every paragraph and subheading, those within lists too."""
    for one in found:
        if one.items:
            for item in one.items:
                yield from lines(item)
        else:
            yield one


def as_text(found: Iterable[Block], indent: str = "") -> str:
    """Blocks as plain lines, a list with its points and numbers: for a cell that knows no markup."""
    told = []
    for one in found:
        for number, item in enumerate(one.items, start=1):
            sign = f"{number}." if one.kind == NUMBERS else "•"
            told.append(f"{indent}{sign} {as_text(item, indent + '   ').lstrip()}")
        if not one.items:
            told.append(indent + one.text)
    return "\n".join(told)


def _blocks(nodes: Iterable[SyntaxTreeNode]) -> Iterator[Block]:
    for node in nodes:
        kind = KINDS[node.type]
        if kind in (POINTS, NUMBERS):
            items = tuple(item for child in node.children if (item := tuple(_blocks(child.children))))
            if items:
                yield Block(kind, items=items)
        elif spans := _spans(node.children[0]):
            yield Block(kind, spans)


def _spans(inline: SyntaxTreeNode) -> tuple[Span, ...]:
    """The words of a line with their emphasis; neighbours that look alike are one span."""
    found: list[Span] = []
    for span in _words(inline.children, Span("")):
        if found and replace(found[-1], text="") == replace(span, text=""):
            found[-1] = replace(span, text=found[-1].text + span.text)
        else:
            found.append(span)
    return tuple(found)


def _words(nodes: Iterable[SyntaxTreeNode], look: Span) -> Iterator[Span]:
    for node in nodes:
        if node.type in (STRONG, EMPHASISED):
            bold, italic = look.bold or node.type == STRONG, look.italic or node.type == EMPHASISED
            yield from _words(node.children, replace(look, bold=bold, italic=italic))
        elif words := "\n" if node.type in ("softbreak", "hardbreak") else node.content:
            yield replace(look, text=words)
