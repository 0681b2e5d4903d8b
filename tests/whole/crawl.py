"""Walks through the product as a curious person does: every link of every page, and the forms that stand there."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.pages import Browser, Page

MOST_PAGES = 150
MOST_OF_A_KIND = 3
Field = tuple[str, str]


@dataclass
class PaperForm:
    """A form as it stands on a page: where it goes, and what it would send if nobody touched it."""

    page: str
    action: str
    method: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[Field] = field(default_factory=list)
    empty: list[tuple[str, list[str]]] = field(default_factory=list)

    def filled_in(self) -> dict[str, list[str]]:
        """What a person sends who leaves what is there, fills in what is empty, and presses the first button."""
        sent: dict[str, list[str]] = {}
        for name, value in [*self.fields, *self.buttons[:1]]:
            sent.setdefault(name, []).append(value)
        for name, options in self.empty:
            if not any(sent.get(name, ())):
                sent[name] = [plausible(name, options)]
        return sent

    @property
    def names(self) -> frozenset[str]:
        """The names of everything that it sends."""
        return frozenset([*dict(self.fields), *dict(self.buttons), *dict(self.empty)])


def plausible(name: str, options: list[str]) -> str:
    """Something that fits in an empty field: an option on offer, else a day, an amount or a word after its name."""
    if options:
        return options[0]
    if name.endswith(("_on", "_by", "_from", "_until", "since", "date")):
        return "18-11-2026"
    if any(word in name for word in ("amount", "euro", "total", "taken", "number")):
        return "1000"
    return "Proef"


class Sheet(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.links: list[str] = []
        self.forms: list[PaperForm] = []
        self._form: PaperForm | None = None
        self._select: str | None = None
        self._options: list[str] = []
        self._chosen: str | None = None
        self._area: str | None = None
        self._written = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a link, a form, or a field of the form that stands open."""
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in values:
            self.links.append(urljoin(self.path, values["href"]))
        elif tag == "form":
            action = urljoin(self.path, values.get("action") or self.path)
            self._form = PaperForm(self.path, action, values.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None and "disabled" not in values:
            self._field(self._form, tag, values)

    def _field(self, form: PaperForm, tag: str, values: dict[str, str]) -> None:
        name, value, kind = values.get("name", ""), values.get("value", ""), values.get("type", "text")
        if tag == "option" and self._select:
            self._options.append(value)
            if "selected" in values:
                self._chosen = value
        elif not name:
            return
        elif tag == "select":
            self._select, self._options, self._chosen = name, [], None
        elif tag == "textarea":
            self._area, self._written = name, ""
        elif tag == "button" or kind == "submit":
            form.buttons.append((name, value))
        elif tag == "input" and kind in ("radio", "checkbox"):
            if "checked" in values:
                form.fields.append((name, value or "on"))
            elif kind == "radio":
                form.empty.append((name, [value]))
        elif tag == "input":
            form.fields.append((name, value))
            if not value and "required" in values:
                form.empty.append((name, []))

    def handle_data(self, data: str) -> None:
        """The text of an open text area."""
        if self._area:
            self._written += data

    def handle_endtag(self, tag: str) -> None:
        """Closes what stands open."""
        if self._form is None:
            return
        if tag == "select" and self._select:
            chosen = self._chosen if self._chosen is not None else (self._options or [""])[0]
            self._form.fields.append((self._select, chosen))
            self._form.empty.append((self._select, [option for option in self._options if option]))
            self._select = None
        elif tag == "textarea" and self._area:
            self._form.fields.append((self._area, self._written))
            self._form.empty.append((self._area, []))
            self._area = None
        elif tag == "form":
            self._form = None


def sheet(page: Page, path: str) -> Sheet:
    """The links and forms of an answer that was asked at a path."""
    found = Sheet(path)
    found.feed(page.text)
    return found


def rule_of(app: Flask, path: str) -> str:
    """The rule that an address answers to; the address itself where none does."""
    parts = urlsplit(path)
    for method in ("GET", "POST"):
        try:
            rule, _values = app.url_map.bind("localhost").match(parts.path, method, return_rule=True)
        except HTTPException:
            continue
        return str(rule.rule)
    return parts.path


@dataclass
class Visit:
    """A page that was opened on the way, and the page that the link to it stood on."""

    path: str
    came_from: str
    page: Page
    sheet: Sheet


def walk(
    browser: Browser,
    app: Flask,
    start: str = "/",
    *,
    most: int = MOST_PAGES,
    open_: Callable[[str, str], Page] | None = None,
) -> Iterator[Visit]:
    """Every page within reach of a start, nearest first: at most a few of each kind of address, and `most` in all."""
    waiting, seen, kinds = deque([(start, "")]), {start}, Counter[str]()
    visited = 0
    while waiting and visited < most:
        path, came_from = waiting.popleft()
        page = open_(path, came_from) if open_ else browser.get(path)
        visited += 1
        found = sheet(page, path)
        yield Visit(path, came_from, page, found)
        if page.response.mimetype != "text/html":
            continue
        for link in found.links:
            inside = urlsplit(link)
            target = inside._replace(scheme="", netloc="", fragment="").geturl()
            if inside.netloc or inside.scheme or target in seen:
                continue
            seen.add(target)
            kind = f"{rule_of(app, target)}?{sorted(dict(parse_qsl(inside.query)))}"
            kinds[kind] += 1
            if kinds[kind] <= MOST_OF_A_KIND:
                waiting.append((target, path))
