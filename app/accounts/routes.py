"""Signing in and out."""

from flask import Blueprint, flash, redirect, render_template, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import Role
from app.access.declare import public, signed_in
from app.access.request import actor
from app.accounts.forms import LoginForm
from app.accounts.signin import TooMany, sign_in, sign_out

blueprint = Blueprint("accounts", __name__, template_folder="templates")


@blueprint.get("/login")
@public
def login() -> ResponseReturnValue:
    """The page to sign in on; whoever is signed in already goes on."""
    if not actor().has(Role.VISITOR):
        return redirect(own_path(request.args.get("next")))
    return render_template("accounts/login.html", form=LoginForm(next=request.args.get("next")))


@blueprint.post("/login")
@public
def check_login() -> ResponseReturnValue:
    """Opens a session, or says in the same words for every reason that it does not."""
    form = LoginForm()
    status = 200
    if form.validate_on_submit():
        try:
            if sign_in(form.email.data, form.password.data, request.remote_addr or ""):
                cookie.permanent = True
                return redirect(own_path(form.next.data), 303)
            form.form_errors.append(_("Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het nog eens."))
        except TooMany:
            form.form_errors.append(_("Te veel pogingen achter elkaar. Wacht een kwartier en probeer het opnieuw."))
            status = 429
    return render_template("accounts/login.html", form=form), status


@blueprint.post("/logout")
@signed_in
def logout() -> ResponseReturnValue:
    """Ends the session."""
    sign_out()
    cookie.clear()
    flash(_("Je bent uitgelogd."))
    return redirect("/login", 303)


def own_path(path: str | None) -> str:
    """A path on this site; the front page for anything that would lead elsewhere."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable():
        return "/"
    return path
