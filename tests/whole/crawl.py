"""Walks through the product as a curious person does: every link of every page, and the forms that stand there."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.markup import Element, read
from tests.pages import Browser, Site

MOST_PAGES = 150
MOST_OF_A_KIND = 2
LATER = ("due_on", "needed_by", "available_from", "until", "ask_again_on", "ends_on", "keep_until", "agreed_by")


@dataclass
class PaperForm:
    """A form as it stands on a page: where it goes, what may be filled in, and what it would send untouched."""

    page: str
    action: str
    method: str
    sent: dict[str, list[str]] = field(default_factory=dict)
    asked: dict[str, list[str]] = field(default_factory=dict)
    secret: set[str] = field(default_factory=set)
    free_text: set[str] = field(default_factory=set)

    def filled_in(self) -> dict[str, list[str]]:
        """What a person sends who leaves what is there and fills in what is empty."""
        empty = {name: [plausible(name, options)] for name, options in self.asked.items() if name not in self.sent}
        return self.sent | empty

    @property
    def names(self) -> frozenset[str]:
        """The names of everything that it may send."""
        return frozenset([*self.sent, *self.asked])


def plausible(name: str, options: list[str]) -> str:
    """Something that fits in an empty field: an option on offer, else a day, a place, an amount or a word."""
    if options:
        return options[0]
    if name.endswith(LATER):
        return "1-3-2029"
    if name.endswith(("_on", "_by", "_from", "since", "date")):
        return "18-11-2026"
    if "municipality" in name or "place" in name:
        return "Eindhoven"
    if any(word in name for word in ("amount", "euro", "total", "taken", "in_talks")):
        return "1000"
    return "" if "kvk" in name or "mail" in name or "website" in name else "Proef"


def forms_of(page: Element, path: str) -> list[PaperForm]:
    """The forms of a page that was asked at a path."""
    found = []
    for form in page.all("form"):
        action = urljoin(path, form.get("action") or path)
        paper = PaperForm(path, action, form.get("method", "get").lower())
        found.append(paper)
        for part in form.all("input", "select", "textarea", "button"):
            if part.get("name") and "disabled" not in part.attributes:
                _note(paper, part)
    return found


def _note(form: PaperForm, part: Element) -> None:
    name, value, kind = part.get("name"), part.get("value"), part.get("type")
    pressed = part.tag == "button" or kind == "submit"
    if part.tag == "textarea":
        value = "".join(word for word in part.children if isinstance(word, str)).strip()
        form.free_text.add(name)
    if part.tag == "select":
        options = part.all("option")
        value = next((each.get("value") for each in options if "selected" in each.attributes), "")
        form.asked.setdefault(name, []).extend(each.get("value") for each in options if each.get("value"))
    elif kind == "radio":
        form.asked.setdefault(name, []).append(value)
    elif kind not in ("hidden", "checkbox", "file") and not pressed:  # no page shows a chosen file again
        form.asked.setdefault(name, [])
    if kind == "password":
        form.secret.add(name)
    chosen = kind not in ("radio", "checkbox") or "checked" in part.attributes
    if chosen and (value or kind == "hidden") and not (pressed and name in form.sent):
        form.sent.setdefault(name, []).append(value)


@dataclass
class Sheet:
    """The links and forms of a page."""

    links: list[str]
    forms: list[PaperForm]


def sheet(answer: TestResponse, path: str) -> Sheet:
    """The links and forms of an answer that was asked at a path; none where it is no page."""
    if answer.mimetype != "text/html":
        return Sheet([], [])
    page = read(answer.get_data(as_text=True))
    links = [urljoin(path, each.get("href")) for each in page.all("a") if "href" in each.attributes]
    return Sheet(links, forms_of(page, path))


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
    sheet: Sheet


def walk(
    open_: Callable[[str, str], TestResponse],
    app: Flask,
    start: str = "/",
    *,
    most: int = MOST_PAGES,
    of_a_kind: int = MOST_OF_A_KIND,
) -> Iterator[Visit]:
    """Every page within reach of a start, nearest first: at most `of_a_kind` of each kind of address, `most` in all.

    `open_` gets an address and the page that the link to it stood on.
    """
    waiting, seen, kinds = deque([(start, "")]), {start}, Counter[str]()
    visited = 0
    while waiting and visited < most:
        path, came_from = waiting.popleft()
        found = sheet(open_(path, came_from), path)
        visited += 1
        yield Visit(path, came_from, found)
        for link in found.links:
            inside = urlsplit(link)
            target = inside._replace(scheme="", netloc="", fragment="").geturl()
            if inside.netloc or inside.scheme or target in seen:
                continue
            seen.add(target)
            kind = f"{rule_of(app, target)}?{sorted(dict(parse_qsl(inside.query)))}"
            kinds[kind] += 1
            if kinds[kind] <= of_a_kind:
                waiting.append((target, path))


Explored = Callable[[Site, str], list[Visit]]  # as the fixture `explored` has it


def explore(browser: Browser, app: Flask) -> list[Visit]:
    """Every page that a person comes across, at most a few of each kind."""
    return list(walk(lambda path, _came_from: browser.client.get(path, follow_redirects=True), app))


def forms_on(visits: list[Visit], app: Flask) -> list[PaperForm]:
    """The forms of pages, one of each kind: where it goes and what it asks."""
    found: dict[tuple[str, frozenset[str]], PaperForm] = {}
    for visit in visits:
        for form in visit.sheet.forms:
            rule = rule_of(app, form.action)
            if form.method == "post" and rule != "/logout":
                found.setdefault((rule, form.names), form)
    return list(found.values())
