"""What every template finds ready: marks, assets, and the side bar of the person who looks."""

import re
from collections.abc import Iterable, MutableMapping
from typing import Any

from flask import Flask, current_app, request
from flask.templating import Environment
from jinja2.ext import Extension

from app.access.actor import Role
from app.access.request import actor
from app.web.assets import register_assets
from app.web.marks import DEMAND_MARKS, VERDICT_MARKS
from app.web.menu import Entry, current_entry, entries_for
from app.web.shortcuts import shortcut_paths

INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class Templates(Environment):
    """Templates that find the words of this room in one look: a page loads some thirty, each of which goes through them."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template finds ready, as one plain dictionary: nothing is added once the first page is shown."""
        return {**self.globals, **(d or {})}


class Unindented(Extension):
    """Takes the indentation out of templates when they are compiled: a list of fifty rows is a third smaller."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """A template's source in, the same lines without indentation out."""
        return INDENTATION.sub("", source)


def menu(roles: Iterable[Role]) -> tuple[tuple[Entry, ...], Entry | None]:
    """Roles in, the entries of the side bar and the one that this page stands under out."""
    entries = entries_for(roles)
    return entries, current_entry(entries, request.path)


def menu_count(name: str) -> int:
    """The number beside a menu entry; a room gives it by adding a function to `app.extensions["menu_counts"]`."""
    count = current_app.extensions["menu_counts"].get(name)
    return count() if count else 0


def initials(name: str) -> str:
    """Femke de Wit → FW: the first letters of the first and the last word."""
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys((*words[:1], *words[-1:]))).upper()


def reader() -> dict[str, Any]:
    """What templates know of the person who looks."""
    return {"actor": actor()}


def register_look(app: Flask) -> None:
    """Puts the look's words and functions in the template environment of `app`."""
    register_assets(app)
    app.jinja_env.add_extension(Unindented)
    app.extensions["menu_counts"] = {}
    app.context_processor(reader)
    app.jinja_env.globals.update(
        demand_marks=DEMAND_MARKS,
        verdict_marks=VERDICT_MARKS,
        menu=menu,
        shortcut_paths=shortcut_paths,
        menu_count=menu_count,
        initials=initials,
    )
