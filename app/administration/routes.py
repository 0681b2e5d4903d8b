"""Beheer: people and their access, organisations, reference data, and whether the record is whole."""

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import Actor, Role
from app.access.declare import allow
from app.access.request import clock, session
from app.access.session import open_session
from app.accounts import services
from app.accounts.clash import overtaken
from app.accounts.models import Organisation, Person
from app.accounts.queries import person_by_id, standing_grants
from app.accounts.rules import ORGANISATION_KINDS, ROLES, roles_for
from app.accounts.signin import invitation_for
from app.administration import queries
from app.administration.forms import InviteForm, MoveForm, NewOrganisationForm, OrganisationForm, RoleForm, TargetForm
from app.administration.reference import LISTS, TARGETS, by_slug
from app.administration.rules import worker_tick
from app.db.errors import Refused
from app.geography.queries import roms
from app.impact.services import set_target
from app.jobs.queries import job
from app.jobs.rules import STATUS_LABELS, TROUBLE_LABELS
from app.jobs.running import Runner
from app.jobs.services import stop, try_again
from app.web.addresses import row_number
from app.web.answers import act, go, show
from config import VAR

blueprint = Blueprint("administration", __name__, template_folder="templates")

INTEGRITY = Actor.system("integrity")
RECENT = 6


@blueprint.get("/beheer")
@allow(Role.ADMINISTRATOR)
def overview() -> ResponseReturnValue:
    """Who has access, what was given lately, and whether the record is whole."""
    with open_session(current_app.extensions["engine"], INTEGRITY, clock()) as looking:
        ticks = queries.integrity(looking, VAR / "backup")
    return render_template(
        "administration/overview.html",
        ticks=[*ticks, worker_tick(_runner().last_seen(), clock().now())],
        people=queries.people(session()),
        organisations=queries.organisations(session()),
        grants=queries.grants(session(), RECENT),
    )


@blueprint.get("/rollen")
@allow(Role.COORDINATOR, Role.ADMINISTRATOR)
def roles() -> ResponseReturnValue:
    """Who was given which role by whom: the coordinator sees every grant (domain §6)."""
    return render_template("administration/roles.html", grants=queries.grants(session()))


# --- People ------------------------------------------------------------------------------------------------


@blueprint.get("/beheer/mensen")
@allow(Role.ADMINISTRATOR)
def people() -> ResponseReturnValue:
    """Everybody with an account."""
    return render_template("administration/people.html", people=queries.people(session()))


@blueprint.route("/beheer/mensen/nieuw", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def invite() -> ResponseReturnValue:
    """Somebody new; the page of the person then shows the link to pass on."""
    form = InviteForm()
    form.organisation_id.choices = queries.organisation_choices(session())
    if form.saves(lambda: _invite(form)):
        return _back(form.made, _("%(name)s is uitgenodigd. Geef de link hieronder door.", name=form.made.name))
    return show("administration/invite.html", form)


def _invite(form: InviteForm) -> Person:
    try:
        return services.invite_person(
            session(),
            name=form.name.data,
            email=form.email.data,
            organisation=session().get_one(Organisation, form.organisation_id.data),
            roles=form.roles.data,
        )
    except Refused as refused:  # one role among several is a matter of the list of roles
        raise Refused(
            refused.message, "roles" if refused.field == "role" else refused.field, **refused.values
        ) from refused


@blueprint.get("/beheer/mensen/<int:person_id>")
@allow(Role.ADMINISTRATOR)
def person(person_id: int) -> ResponseReturnValue:
    """One person: organisation, roles, access."""
    return _person_page(_person(person_id))


@blueprint.post("/beheer/mensen/<int:person_id>/rollen")
@allow(Role.ADMINISTRATOR)
def give_role(person_id: int) -> ResponseReturnValue:
    """One more role."""
    found = _person(person_id)
    organisation = session().get_one(Organisation, found.organisation_id)
    form = RoleForm()
    form.role.choices = _fitting(found, organisation)
    if form.saves(lambda: services.grant_role(session(), found, organisation, form.role.data)):
        return _back(found, _("Rol gegeven: %(role)s.", role=_(ROLES[form.role.data])))
    return _person_page(found, role_form=form), 422


@blueprint.post("/beheer/mensen/<int:person_id>/rollen/<int:grant_id>/einde")
@allow(Role.ADMINISTRATOR)
def take_role(person_id: int, grant_id: int) -> ResponseReturnValue:
    """A role ends now."""
    found = _person(person_id)
    grant = queries.grant(session(), found.id, grant_id) or abort(404)
    done = _("Rol beëindigd: %(role)s.", role=_(ROLES[grant.role]))
    return act(f"/beheer/mensen/{found.id}", done, lambda: services.end_role(session(), grant))


@blueprint.post("/beheer/mensen/<int:person_id>/organisatie")
@allow(Role.ADMINISTRATOR)
def move(person_id: int) -> ResponseReturnValue:
    """The person works for another organisation from now on."""
    found = _person(person_id)
    form = MoveForm()
    form.organisation_id.choices = queries.organisation_choices(session())
    if form.saves(lambda: _move(found, form)):
        return _back(found, _("%(name)s werkt nu voor %(place)s.", name=found.name, place=form.made.short))
    return _person_page(found, move_form=form), 422


def _move(found: Person, form: MoveForm) -> Organisation:
    organisation = session().get_one(Organisation, form.organisation_id.data)
    services.move_person(session(), found, organisation)
    return organisation


@blueprint.post("/beheer/mensen/<int:person_id>/wachtwoord")
@allow(Role.ADMINISTRATOR)
def reset(person_id: int) -> ResponseReturnValue:
    """The password does not hold any more; the page shows the link for a new one."""
    found = _person(person_id)
    done = _("Het wachtwoord geldt niet meer. Geef de link hieronder door.")
    return act(f"/beheer/mensen/{found.id}", done, lambda: services.reset_password(session(), found))


@blueprint.route("/beheer/mensen/<int:person_id>/einde", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def end(person_id: int) -> ResponseReturnValue:
    """Asks whether access should end and says what goes; then ends it, sessions included."""
    found = _person(person_id)
    form = MoveForm()
    if form.is_submitted():
        done = _("De toegang van %(name)s is beëindigd.", name=found.name)
        return act(f"/beheer/mensen/{found.id}", done, lambda: services.end_access(session(), found))
    grants = standing_grants(session(), found.id)
    return render_template("administration/end.html", person=found, grants=grants)


@blueprint.post("/beheer/mensen/<int:person_id>/herstel")
@allow(Role.ADMINISTRATOR)
def restore(person_id: int) -> ResponseReturnValue:
    """Access again, for roles and a password that are given anew."""
    found = _person(person_id)
    done = _("%(name)s heeft weer toegang. Geef nog een rol en de link voor een wachtwoord.", name=found.name)
    return act(f"/beheer/mensen/{found.id}", done, lambda: services.restore_access(session(), found))


def _person(person_id: int) -> Person:
    return person_by_id(session(), person_id) or abort(404)


def _back(found: Person, message: str) -> ResponseReturnValue:
    return go(f"/beheer/mensen/{found.id}", message)


def _fitting(found: Person, organisation: Organisation) -> list[tuple[str, str]]:
    held = {grant.role for grant in standing_grants(session(), found.id)}
    fitting = roles_for(organisation.kind, is_coordinating=organisation.is_coordinating)
    return [(role, ROLES[role]) for role in fitting if role not in held]


def _person_page(found: Person, role_form: RoleForm | None = None, move_form: MoveForm | None = None) -> str:
    organisation = session().get_one(Organisation, found.organisation_id)
    role_form = role_form or RoleForm(formdata=None)
    role_form.role.choices = _fitting(found, organisation)
    move_form = move_form or MoveForm(formdata=None)
    others = [choice for choice in queries.organisation_choices(session()) if choice[0] != organisation.id]
    move_form.organisation_id.choices = others
    waits = found.password_hash is None and found.ended_at is None
    return render_template(
        "administration/person.html",
        person=found,
        organisation=organisation,
        grants=queries.grants_of(session(), found.id),
        role_form=role_form,
        move_form=move_form,
        link=f"/welkom/{invitation_for(found)}" if waits else "",
        is_self=found.id == session().actor.person_id,
    )


# --- Organisations -----------------------------------------------------------------------------------------


@blueprint.get("/beheer/organisaties")
@allow(Role.ADMINISTRATOR)
def organisations() -> ResponseReturnValue:
    """Every organisation with the number of its people."""
    found = queries.organisations(session())
    return render_template("administration/organisations.html", organisations=found, kinds=ORGANISATION_KINDS)


@blueprint.route("/beheer/organisaties/nieuw", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def new_organisation() -> ResponseReturnValue:
    """One more organisation."""
    form = NewOrganisationForm(roms=[(row.code, row.short) for row in roms(session())])
    if form.saves(lambda: services.add_organisation(session(), **form.answers)):
        return go("/beheer/organisaties", _("%(name)s is toegevoegd.", name=form.made.short))
    return show("administration/organisation.html", form, organisation=None)


@blueprint.route("/beheer/organisaties/<int:organisation_id>", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def organisation(organisation_id: int) -> ResponseReturnValue:
    """How an organisation is called; the second of two people sees what the first saved."""
    found = session().get(Organisation, organisation_id) or abort(404)
    form = OrganisationForm(obj=found)
    clash = overtaken(form, found, lambda: OrganisationForm(formdata=None, obj=found))
    if not clash and form.saves(lambda: services.rename_organisation(session(), found, **form.answers)):
        return go("/beheer/organisaties", _("%(name)s is opgeslagen.", name=found.short))
    return show("administration/organisation.html", form, organisation=found, clash=clash)


# --- What runs later ----------------------------------------------------------------------------------------

BACKGROUND = "/beheer/achtergrond"


@blueprint.get(BACKGROUND)
@allow(Role.ADMINISTRATOR)
def background() -> ResponseReturnValue:
    """What was asked to run later, by whom, and how it went: no company, no lead."""
    status = request.args.get("status")
    chosen = status if status in STATUS_LABELS else None
    found = queries.background(session(), chosen, row_number(request.args.get("voor")))
    return render_template(
        "administration/background.html",
        jobs=found[: queries.JOBS_A_PAGE],
        more=len(found) > queries.JOBS_A_PAGE,
        status=chosen,
        counts=queries.background_counts(session()),
        labels=STATUS_LABELS,
        troubles=TROUBLE_LABELS,
        kinds=_runner().kinds,
        tick=worker_tick(_runner().last_seen(), clock().now()),
    )


@blueprint.post(f"{BACKGROUND}/<int:job_id>/stop")
@allow(Role.ADMINISTRATOR)
def stop_job(job_id: int) -> ResponseReturnValue:
    """No further steps; what was done stays."""
    return act(BACKGROUND, _("Gestopt. Wat al gedaan was, blijft staan."), lambda: stop(session(), job_id))


@blueprint.post(f"{BACKGROUND}/<int:job_id>/opnieuw")
@allow(Role.ADMINISTRATOR)
def try_job_again(job_id: int) -> ResponseReturnValue:
    """Work that failed or was stopped goes on where it was."""
    found = job(session(), job_id) or abort(404)
    return act(BACKGROUND, _("Dit wordt opnieuw geprobeerd."), lambda: try_again(session(), found))


def _runner() -> Runner:
    runner: Runner = current_app.extensions["jobs"]
    return runner


# --- Reference data ----------------------------------------------------------------------------------------


@blueprint.get("/beheer/stamgegevens")
@allow(Role.ADMINISTRATOR)
def reference() -> ResponseReturnValue:
    """The lists that the programme works with."""
    counts = queries.count_of(session(), [one.model for one in LISTS])
    return render_template("administration/reference.html", lists=list(zip(LISTS, counts, strict=True)))


@blueprint.route("/beheer/doelen/nieuw", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def new_target() -> ResponseReturnValue:
    """Another target for a figure, from a day on."""
    form = TargetForm()
    if form.saves(lambda: set_target(session(), **form.answers)):
        done = _("%(target)s: de nieuwe waarde geldt vanaf de gekozen dag.", target=_(TARGETS[form.code.data]))
        return go("/beheer/stamgegevens/doelen", done)
    return show("administration/target.html", form)


@blueprint.get("/beheer/stamgegevens/<slug>")
@allow(Role.ADMINISTRATOR)
def reference_list(slug: str) -> ResponseReturnValue:
    """One list, with the day from which a value holds where it has one."""
    one = by_slug(slug) or abort(404)
    rows = queries.rows_of(session(), *(column for _head, column in one.columns))
    return render_template(
        "administration/list.html", one=one, heads=[head for head, _column in one.columns], rows=rows
    )
