"""Reads an HTML page into a small tree, so that tests can ask what a person would see."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"script", "style", "template", "head"}


@dataclass(eq=False)
class Element:
    """A tag with its attributes and what stands in it."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    children: "list[Element | str]" = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        """The value of an attribute."""
        return self.attributes.get(name, default)

    @property
    def text(self) -> str:
        """What a person reads here, on one line."""
        return " ".join("".join(self._words()).split())

    def _words(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in UNSEEN:
                yield " "
                yield from child._words()
                yield " "

    def walk(self) -> "Iterator[Element]":
        """This element and all in it, in the order of the page."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [child for child in reversed(element.children) if isinstance(child, Element)]

    def all(self, *tags: str, **attributes: str) -> "list[Element]":
        """Every element in here with one of the tags and these attributes (class_ and the like lose their _)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        tagged = [element for element in self.walk() if not tags or element.tag in tags]
        return [
            element
            for element in tagged
            if not wanted
            or all(
                value in element.get(name).split() if name == "class" else element.get(name) == value
                for name, value in wanted.items()
            )
        ]

    def one(self, *tags: str, **attributes: str) -> "Element":
        """The only such element."""
        found = self.all(*tags, **attributes)
        assert len(found) == 1, f"{len(found)} × {tags} {attributes}"
        return found[0]

    def inside(self, tag: str) -> bool:
        """Whether it stands in an element with this tag."""
        above = self.parent
        while above is not None and above.tag != tag:
            above = above.parent
        return above is not None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("#", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.here.children.append(Element(tag, {name: value or "" for name, value in attrs}, self.here))

    def handle_endtag(self, tag: str) -> None:
        above = self.here
        while above.tag != tag and above.parent is not None:
            above = above.parent
        if above.parent is not None:
            self.here = above.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


@lru_cache(maxsize=2)
def read(html: str) -> Element:
    """The tree of a page; the last two are kept, for whoever looks at the same page again."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


def value_of(page: Element, name: str) -> str:
    """What a field of a page holds: typed text, the chosen option, the ticked boxes."""
    found = [field for field in page.all("input", "select", "textarea") if field.get("name") == name]
    assert found, f"no field {name}"
    first = found[0]
    if first.tag == "textarea":
        return "".join(word for word in first.children if isinstance(word, str)).removeprefix("\n").removeprefix("\r\n")
    if first.tag == "select":
        return next((option.get("value") for option in first.all("option") if "selected" in option.attributes), "")
    if first.get("type") in ("radio", "checkbox"):
        return ", ".join(field.get("value") for field in found if "checked" in field.attributes)
    return first.get("value")
