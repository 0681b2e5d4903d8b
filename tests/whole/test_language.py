"""Every text on a screen can be translated, and is: Dutch and English say the same."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

APP = Path(__file__).resolve().parents[2] / "app"
ENGLISH = APP / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None}
VALUE = re.compile(r"%\((\w+)\)")

JINJA = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
DRAWN = re.compile(r"<script.*?</script>|<svg.*?</svg>|<!.*?>", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
SPOKEN = re.compile(r"\b(?:aria-label|title|placeholder|alt|hx-confirm|data-confirm)=\"([^\"]*)\"")
WORD = re.compile(r"(?<![\w/-])[^\W\d_]{2,}(?![\w/-])")  # no class, no path
SAME_IN_EVERY_LANGUAGE = {"Groeiruimte", "MW", "mbo", "hbo", "wo", "EZ", "IPO", "NFIA", "KvK", "nbsp", "mln", "mld"}


def _texts() -> set:
    """Every Dutch text that the code marks: a text, or a pair of singular and plural."""
    catalogue = Catalog()
    for _file, _line, message, _comments, context in extract_from_dir(APP, METHODS, keywords=KEYWORDS):
        catalogue.add(message, context=context)
    return {message.id for message in catalogue if message.id}


def _english() -> dict:
    with ENGLISH.open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale="en") if message.id}


def _values(texts) -> set:
    return set(VALUE.findall(" ".join((texts,) if isinstance(texts, str) else texts)))


def test_every_text_has_its_english():
    english = _english()
    untranslated = [text for text in _texts() if not all(english.get(text, "") or [""])]
    assert untranslated == []


def test_the_catalogue_holds_nothing_that_no_screen_shows():
    assert set(_english()) - _texts() == set()


def test_english_names_the_same_values():
    assert {text for text, translated in _english().items() if _values(text) != _values(translated)} == set()


@pytest.mark.parametrize("page", sorted(APP.glob("**/templates/**/*.html")), ids=lambda page: page.name)
def test_a_page_holds_no_text_that_cannot_be_translated(page):
    written = JINJA.parse(page.read_text()).find_all(nodes.TemplateData)
    bare = DRAWN.sub(" ", " ".join(piece.data for piece in written))
    words = set(WORD.findall(TAG.sub(" ", bare))) | {w for text in SPOKEN.findall(bare) for w in WORD.findall(text)}
    assert words - SAME_IN_EVERY_LANGUAGE == set()


def _said(tree: ast.AST):
    """The plain texts that a module hands to a person: a refusal or a flash."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    named = [(getattr(call.func, "id", getattr(call.func, "attr", "")), call.args[0]) for call in calls]
    return [
        text for name, text in named if name in ("Refused", "flash") and isinstance(text, ast.Constant | ast.JoinedStr)
    ]


@pytest.mark.parametrize("module", sorted(APP.glob("**/*.py")), ids=lambda module: str(module.relative_to(APP)))
def test_a_module_says_nothing_that_cannot_be_translated(module):
    assert [ast.unparse(text) for text in _said(ast.parse(module.read_text()))] == []
