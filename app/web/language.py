"""The language of the screen: Dutch, or English for who asks; remembered in a cookie of its own."""

from flask import Blueprint, Flask, abort, has_request_context, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel, get_locale
from werkzeug import Response

from app.access.declare import public
from app.web.paths import own_path

LANGUAGES = {"nl": "Nederlands", "en": "English"}
FIRST = "nl"
COOKIE = "taal"
A_YEAR = 365 * 24 * 3600

switch = Blueprint("language", __name__)


def language() -> str:
    """The language of this request: nl or en; Dutch where there is no request."""
    locale = get_locale()
    return locale.language if locale and locale.language in LANGUAGES else FIRST


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
    Babel(app, locale_selector=_chosen)
    app.jinja_env.globals.update(language=language, other_language=other_language)


def _chosen() -> str:
    chosen = request.cookies.get(COOKIE) if has_request_context() else None
    return chosen if chosen in LANGUAGES else FIRST
