"""Signing in and out, one's own settings, and the first password."""

import flask
from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import Role
from app.access.declare import public, signed_in
from app.access.request import actor, session
from app.accounts import queries, services
from app.accounts.forms import ChangePassword, LoginForm, NewPassword, SettingsForm
from app.accounts.models import Organisation, Person
from app.accounts.passwords import hash_password, matches
from app.accounts.resume import COOKIE as RESUME_COOKIE
from app.accounts.resume import go_on, login_page, remember_person
from app.accounts.rules import SIGN_IN_WINDOW
from app.accounts.signin import SignedIn, TooMany, begin_session, first_password, invited, sign_in, system_session
from app.web.language import remember_language
from app.web.paths import own_path

blueprint = Blueprint("accounts", __name__, template_folder="templates")


@blueprint.get("/login")
@public
def login() -> ResponseReturnValue:
    """The page to sign in on; whoever is signed in already goes on."""
    target = own_path(request.args.get("next"))
    if not actor().has(Role.VISITOR):
        return redirect(target)
    return login_page(LoginForm(), target)


@blueprint.post("/login")
@public
def check_login() -> ResponseReturnValue:
    """Opens a session, or says in the same words for every reason that it does not."""
    form, target = LoginForm(), own_path(request.form.get("next"))
    if not form.validate_on_submit():
        return _login_again(form, target), 422
    try:
        person = sign_in(form.email.data, form.password.data, request.remote_addr or "")
    except TooMany:
        form.form_errors.append(_("Te veel pogingen achter elkaar. Wacht een kwartier en probeer het opnieuw."))
        return _login_again(form, target), 429, {"Retry-After": str(int(SIGN_IN_WINDOW.total_seconds()))}
    if person is None:
        form.form_errors.append(_("Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het nog eens."))
        return _login_again(form, target), 422
    begin_session(person)
    answer = flask.make_response(go_on(request.form.get("resume"), person.person_id, target))
    return remember_person(remember_language(answer, person.language), person.person_id)


def _login_again(form: LoginForm, target: str) -> str:
    return login_page(form, target, resume=request.form.get("resume", ""))


@blueprint.post("/logout")
@signed_in
def logout() -> ResponseReturnValue:
    """Ends the sessions of this person, on every device."""
    services.sign_out_everywhere(session(), actor().person_id or 0)
    flask.session.clear()
    flash(_("Je bent uitgelogd."))
    answer = flask.make_response(redirect("/login", 303))
    answer.delete_cookie(RESUME_COOKIE)
    return answer


@blueprint.get("/wachtwoord-vergeten")
@public
def forgotten() -> ResponseReturnValue:
    """Says who can help: links to set a password are made by the administrator."""
    return render_template("accounts/forgotten.html")


# --- One's own settings ------------------------------------------------------------------------------------


@blueprint.get("/instellingen")
@signed_in
def settings() -> ResponseReturnValue:
    """Name, language and password of the person who looks."""
    return _settings_page()


@blueprint.post("/instellingen")
@signed_in
def change_settings() -> ResponseReturnValue:
    """Stores the name and the language."""
    form = SettingsForm()
    if not form.validate_on_submit():
        return _settings_page(form=form), 422
    services.change_settings(session(), _me(), name=form.name.data, language=form.language.data)
    flash(_("Je instellingen zijn opgeslagen."))
    return remember_language(redirect("/instellingen", 303), form.language.data)


@blueprint.post("/instellingen/wachtwoord")
@signed_in
def change_password() -> ResponseReturnValue:
    """Stores a new password for who knows the present one; other sessions of the person end."""
    with system_session() as reading:  # hashes are made before the request's write transaction begins
        known = queries.person_by_id(reading, actor().person_id or 0) or abort(404)
    form = ChangePassword(owner=known)
    if form.validate_on_submit() and not matches(form.current.data, known.password_hash):
        form.current.errors = [_("Dit is niet je huidige wachtwoord.")]
    if form.errors or not form.is_submitted():
        return _settings_page(password_form=form), 422
    hashed = hash_password(form.password.data)
    person = services.set_password(session(), _me(), form.password.data, hashed)
    begin_session(SignedIn(person.id, person.session_token, queries.Identified(actor(), person.language)))
    flash(_("Je wachtwoord is gewijzigd. Op andere apparaten ben je uitgelogd."))
    return redirect("/instellingen", 303)


def _settings_page(form: SettingsForm | None = None, password_form: ChangePassword | None = None) -> str:
    me = _me()
    return render_template(
        "accounts/settings.html",
        me=me,
        organisation=session().get(Organisation, me.organisation_id),
        grants=queries.standing_grants(session(), me.id),
        form=form or SettingsForm(formdata=None, obj=me),
        password_form=password_form or ChangePassword(formdata=None, owner=me),
    )


def _me() -> Person:
    return queries.person_by_id(session(), actor().person_id or 0) or abort(404)


# --- The first password, and a new one after a reset -------------------------------------------------------


@blueprint.route("/welkom/<word>", methods=["GET", "POST"])
@public
def welcome(word: str) -> ResponseReturnValue:
    """The page behind the link of an invitation; the link is used up by choosing a password."""
    known = invited(word)
    if known is None:
        return render_template("accounts/expired.html"), 404
    form = NewPassword(owner=known)
    if not form.validate_on_submit():
        return render_template("accounts/welcome.html", person=known, form=form), 422 if form.errors else 200
    first_password(known, form.password.data)
    flash(_("Je wachtwoord staat. Log er nu mee in."))
    return redirect("/login", 303)
