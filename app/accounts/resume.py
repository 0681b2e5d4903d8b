"""A session that ended in the middle of a form: sign in again, and everything typed is still there.

What was typed travels in the page itself, signed and bound to the person who typed it. It is shown again in its form
and never saved by itself: `app/access/request.py` commits nothing of a request that carries the name RESUME.
"""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

import flask
from flask import Flask, Response, abort, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer
from sqlalchemy.orm.exc import StaleDataError

from app.access.actor import Actor
from app.access.request import RESUME, SAFE_METHODS, actor
from app.accounts.forms import LoginForm
from app.accounts.signin import SEPARATOR
from app.web.errors import answer_stale_form
from app.web.paths import own_path, split
from app.words import N_

COOKIE = "wie"
COOKIE_DAYS = 30
HOLDS = timedelta(days=1)
MOST_TYPED = 250_000  # characters; a longer text would not fit in a form again
SECRETS = ("password", "current", "again")
BECAUSE = "_because"
NOTICES = {
    "ended": N_("Je was uitgelogd. Controleer en sla op."),
    "saved": N_("Iemand anders sloeg dit op hetzelfde moment op. Controleer en sla op."),
}
NOT_TYPED = ("csrf_token", "version", "next", RESUME, BECAUSE)
LOGIN = "accounts.check_login"


@dataclass(frozen=True)
class Typed:
    """What somebody was sending: where to, from which page, the fields, and who it was as far as known."""

    path: str
    page: str
    fields: list[list[str]]
    person_id: int | None

    @property
    def is_form(self) -> bool:
        """Whether a person typed something; the press of a button alone is not done again."""
        return any(name not in NOT_TYPED for name, _value in self.fields)


def ask_to_sign_in() -> ResponseReturnValue:
    """The login page in answer to a form that came too late, with the form in it when it was a page of ours."""
    typed = _typed()
    if _from_elsewhere():
        return login_page(LoginForm(formdata=None), "/"), 401
    return login_page(LoginForm(formdata=None), typed.page, resume=_pack(typed)), 401


def login_page(form: LoginForm, target: str, *, resume: str = "") -> str:
    """The page to sign in on, with what comes after it."""
    return render_template("accounts/login.html", form=form, target=target, resume=resume)


def go_on(word: str | None, person_id: int, target: str) -> ResponseReturnValue:
    """Where a person goes after signing in: to the page that was asked for, or back to the form with all in it."""
    typed = _unpack(word)
    if typed is None:
        return redirect(target, 303)
    if typed.person_id not in (None, person_id):
        flash(_("Op dit scherm was iemand anders aan het typen. Die tekst is niet overgenomen."))
        return redirect("/", 303)
    if not typed.is_form:
        flash(_("Je was uitgelogd. Er is niets gewijzigd: doe het nog een keer."))
        return redirect(typed.page, 303)
    return render_template("accounts/resume.html", typed=typed, because="ended")


def remember_person(answer: Response, person_id: int) -> Response:
    """An answer in, the same answer out, with which the browser keeps for whom it may bring a form back."""
    word = _signer().dumps(person_id)
    age = int(timedelta(days=COOKIE_DAYS).total_seconds())
    answer.set_cookie(COOKIE, word, max_age=age, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer


def register_resume(app: Flask) -> None:
    """Lets `app` bring forms back."""
    app.extensions["resume"] = ask_to_sign_in
    app.register_error_handler(CSRFError, _answer_old_token)
    app.register_error_handler(StaleDataError, _answer_stale_row)
    app.before_request(_announce)
    app.after_request(_bring_back)


def _answer_old_token(error: CSRFError) -> ResponseReturnValue:
    """A form whose token is of an earlier session: the person is asked to look at it and send it again."""
    if request.endpoint == LOGIN:
        if actor() != Actor.visitor():
            return redirect(own_path(request.form.get("next")), 303)
        form = LoginForm()
        form.form_errors.append(_("Deze pagina stond te lang open. Log nog een keer in."))
        return login_page(form, own_path(request.form.get("next")), resume=request.form.get("resume", "")), 400
    typed = _typed()
    if _from_elsewhere() or not typed.is_form:
        return answer_stale_form(error)
    if actor() == Actor.visitor():
        return ask_to_sign_in()
    return render_template("accounts/resume.html", typed=typed, because="ended"), 400


def _answer_stale_row(_error: StaleDataError) -> ResponseReturnValue:
    """Two people saved at the very same moment: the second looks again, at the form with all that was typed."""
    typed = _typed()
    if not typed.is_form:
        abort(409)
    return render_template("accounts/resume.html", typed=typed, because="saved"), 409


def _announce() -> None:
    if _is_resumed():
        flash(_(NOTICES.get(request.form.get(BECAUSE, ""), NOTICES["ended"])))


def _bring_back(answer: Response) -> Response:
    """A view that would have gone on did so for nothing: nothing was saved, so the person goes back to the page."""
    if answer.status_code not in (301, 302, 303) or not _is_resumed():
        return answer
    flask.session.pop("_flashes", None)
    flash(_("Je was uitgelogd. Er is niets gewijzigd: doe het nog een keer."))
    return redirect(own_path(request.form[RESUME]), 303)  # type: ignore[return-value]


def _is_resumed() -> bool:
    return request.method not in SAFE_METHODS and RESUME in request.form


def _typed() -> Typed:
    path = own_path(request.full_path.rstrip("?"))
    fields = [
        [name, value]
        for name, value in request.form.items(multi=True)
        if name and name not in ("csrf_token", RESUME, BECAUSE, *SECRETS)
    ]
    return Typed(path, _page_before(path), fields, _person_who_typed())


def _page_before(path: str) -> str:
    """The page that the form stood on, as far as the browser says."""
    before = split(request.referrer or "")
    if before.netloc != request.host:
        return "/"
    return own_path(before.path + (f"?{before.query}" if before.query else ""))


def _person_who_typed() -> int | None:
    known = str(flask.session.get("_user_id", "")).partition(SEPARATOR)[0]
    if known.isascii() and known.isdigit():
        return int(known)
    try:
        found: Any = _signer().loads(request.cookies.get(COOKIE, ""))
    except BadData:
        return None
    return found if isinstance(found, int) else None


def _from_elsewhere() -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin", "")
    return bool(origin) and split(origin).netloc != request.host


def _pack(typed: Typed) -> str:
    size = sum(len(name) + len(value) for name, value in typed.fields)
    return str(_packer().dumps(asdict(typed))) if size <= MOST_TYPED else ""


def _unpack(word: str | None) -> Typed | None:
    try:
        return Typed(**_packer().loads(word or "", max_age=int(HOLDS.total_seconds())))
    except (BadData, TypeError):
        return None


def _packer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="resume")


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="who-typed")
