"""What an e-mail or an appointment tells, before a person has looked at it: the talk that it may become."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from importlib import import_module
from typing import Any

from app.web.notation import AMSTERDAM
from app.web.parsing import clean
from app.words import N_

# Who reads them: imported when one comes.
READERS = {"eml": "app.documents.mail", "ics": "app.documents.appointment"}
MOST_WORDS = 3_500  # characters of a body that fit in a talk, with room for who and about what
MOST_MARKED = 200_000  # characters of a page that are looked at for words
MOST_PEOPLE = 12
MOST_ATTACHED = 20
LONGEST_LINE = 200
FIRST_YEAR, LAST_YEAR = 1990, 2100

NO_DATE = N_("Er staat geen datum in die we kunnen lezen. Vul de dag zelf in.")
SHORTENED = N_(
    "De tekst is te lang voor een gesprek en is ingekort. Bewaar ook het bestand zelf, dan raakt niets kwijt."
)
NO_WORDS = N_("Er staat geen tekst in die we kunnen lezen.")
TOO_MANY = N_("Er zitten meer dan 20 bijlagen in. De eerste 20 staan hieronder.")


@dataclass(frozen=True)
class Attachment:
    """A file inside a message: what it is called, and what is in it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Message:
    """An e-mail or an appointment: its kind of talk, day, subject, who by their part in it, words, files, and remarks."""

    kind: str
    held_on: date | None
    subject: str
    people: tuple[tuple[str, str], ...]
    body: str
    attachments: tuple[Attachment, ...] = ()
    remarks: tuple[str, ...] = ()


def read_message(code: str, content: bytes) -> Message:
    """A file of type eml or ics as a message. Refused where nothing can be read of it."""
    read: Message = import_module(READERS[code]).read(content)
    return read


def one_line(text: Any) -> str:
    """A text without control marks, on one line of at most 200 characters."""
    return " ".join(str(clean(str(text))).split())[:LONGEST_LINE]


def shortened(text: str) -> tuple[str, bool]:
    """Words with at most one empty line between them, and whether they had to be cut."""
    tidy = re.sub(r"[ \t\xa0]+\n", "\n", str(clean(text[: 20 * MOST_WORDS])))
    tidy = re.sub(r"\n{3,}", "\n\n", tidy).strip()
    if len(tidy) <= MOST_WORDS and len(text) <= 20 * MOST_WORDS:
        return tidy, False
    return tidy[:MOST_WORDS].rstrip() + " …", True


def day_of(moment: datetime | date | None) -> date | None:
    """The day of a moment in Amsterdam; a moment without a zone is as it was there; None where that makes no sense."""
    if isinstance(moment, datetime):
        try:
            moment = moment.astimezone(AMSTERDAM).date() if moment.tzinfo else moment.date()
        except (OverflowError, ValueError):
            return None
    return moment if moment is not None and FIRST_YEAR <= moment.year <= LAST_YEAR else None


def names(found: Iterable[str]) -> str:
    """Who, by name, each once; of many the first."""
    once = list(dict.fromkeys(name for name in map(one_line, found) if name))
    more = f" (+{len(once) - MOST_PEOPLE})" if len(once) > MOST_PEOPLE else ""
    return ", ".join(once[:MOST_PEOPLE]) + more


# --- HTML as text ---------------------------------------------------------------------------------------------

UNREAD = frozenset({"script", "style", "head", "title", "template", "svg"})
LINES = frozenset({"p", "div", "tr", "table", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "br"})
BEFORE = {"li": "\n- ", "td": " ", "th": " "} | dict.fromkeys(LINES, "\n")
# Not the standard library's parser: on marks that never end it takes minutes for 200 kB, this takes as long as the text.
MARK = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|<[!?/][^<>]*>")
COMMENT = ("<!--", "-->")


def words_of_html(page: str) -> str:
    """A page as plain text: no marks, no scripts, no pictures."""
    page, words, unread, at = _without_comments(page[:MOST_MARKED]), [], 0, 0
    for mark in MARK.finditer(page):
        if not unread:
            words.append(_read(page[at : mark.start()]))
        at = mark.end()
        ends, name = mark[1], (mark[2] or "").lower()
        if name in UNREAD:
            unread = max(0, unread + (-1 if ends else 1))
        elif not unread and (not ends or name in LINES):
            words.append(BEFORE.get(name, ""))
    if not unread:
        words.append(_read(page[at:]))
    return re.sub(r"\n[ \t]+", "\n", "".join(words))


def _read(source: str) -> str:
    """Words of a page's source, with its white space as one."""
    return unescape(re.sub(r"\s+", " ", source))


def _without_comments(page: str) -> str:
    begin, end = COMMENT
    kept, at = [], 0
    while (start := page.find(begin, at)) >= 0:
        kept.append(page[at:start])
        stop = page.find(end, start)
        if stop < 0:
            return "".join(kept)
        at = stop + len(end)
    return "".join([*kept, page[at:]])
