"""The language of the screen: Dutch, or English for who asks; remembered in a cookie of its own."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import cached_property, lru_cache
from typing import Any

from flask import Blueprint, Flask, abort, has_app_context, has_request_context, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel, Domain, force_locale, get_locale, get_translations
from markupsafe import Markup, escape
from werkzeug import Response

from app.access.declare import public
from app.web.notation import number as written
from app.web.paths import own_path

LANGUAGES = {"nl": "Nederlands", "en": "English"}
FIRST = "nl"
COOKIE = "taal"
A_YEAR = 365 * 24 * 3600

switch = Blueprint("language", __name__)
# asked for hundreds of times a page: so not kept in `g`, where finding it takes ten times as long
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def language() -> str:
    """The language of this request: nl or en; Dutch where there is no request."""
    return _spoken.get() or _find_out()


def _find_out() -> str:
    if not has_app_context():
        return FIRST
    locale = get_locale()
    found = locale.language if locale and locale.language in LANGUAGES else FIRST
    _spoken.set(found)
    return found


def _forget(_error: BaseException | None = None) -> None:
    _spoken.set(None)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speaks a language for a while, whoever reads."""
    before = _spoken.set(code)
    try:
        with force_locale(code):
            yield
    finally:
        _spoken.reset(before)


def in_dutch() -> AbstractContextManager[None]:
    """Speaks Dutch for a while: what is put on paper is the same for everybody."""
    return speaking(FIRST)


class Words(Domain):
    """The words of every screen in the reader's language, which is found out once a request."""

    def get_translations(self) -> Any:
        """The catalogue of the language that is spoken now."""
        spoken = language()
        if spoken not in self.cache:
            self.cache[spoken] = super().get_translations()
        return self.cache[spoken]


class Languages(Babel):
    """Flask-Babel with our own words."""

    @cached_property
    def domain_instance(self) -> Words:
        """The words of every screen."""
        return Words()


def other_language() -> tuple[str, str]:
    """The code and the name of the language that the reader can change to."""
    code = next(code for code in LANGUAGES if code != language())
    return code, LANGUAGES[code]


@switch.post("/taal")
@public
def choose() -> ResponseReturnValue:
    """Remembers the chosen language and goes back to the page it was chosen on."""
    code = request.form.get("taal", "")
    if code not in LANGUAGES:
        abort(400)
    return remember_language(redirect(own_path(request.form.get("next", ""))), code)


def remember_language(answer: Response, code: str) -> Response:
    """An answer in, the same answer out, with which the browser keeps the language."""
    answer.set_cookie(COOKIE, code, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer


def register_language(app: Flask) -> None:
    """Lets each request speak the language of its reader."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "web/translations"
    Languages(app, locale_selector=_chosen)
    app.before_request(_forget)
    app.teardown_appcontext(_forget)
    app.jinja_env.globals.update(
        language=language, other_language=other_language, _=text, gettext=text, ngettext=text_of_number
    )


def text(words: str, **values: Any) -> Markup:
    """A text of a template in the reader's language; a page has hundreds, so each is looked up once a language."""
    return _written(language(), words) % values if values else _plain(language(), words)


def text_of_number(one: str, more: str, number: int, **values: Any) -> Markup:
    """A text of a template that depends on a number: 1 lead, 1.200 leads."""
    template = escape(get_translations().ungettext(one, more, number))
    return template % {"num": written(number), **values}


@lru_cache(maxsize=4096)
def _written(_language: str, words: str) -> Markup:
    # escaped: a page that by mistake asks for what somebody typed shows it as text
    return escape(get_translations().ugettext(words))


@lru_cache(maxsize=4096)
def _plain(language_: str, words: str) -> Markup:
    return _written(language_, words).replace("%%", "%")


def _chosen() -> str:
    chosen = request.cookies.get(COOKIE) if has_request_context() else None
    return chosen if chosen in LANGUAGES else FIRST
