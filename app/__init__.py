"""The app factory: puts the rooms together and refuses to start when one of them leaves a door open."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import app.rooms  # noqa: F401  every table with its policy
from app.access.declare import assert_every_route_declares, public
from app.access.policy import assert_every_table_has_a_policy
from app.access.request import guard_requests
from app.access.rows import connect
from app.accounts.queries import acts_for
from app.accounts.resume import register_resume
from app.accounts.routes import blueprint as accounts
from app.accounts.signin import register_sign_in
from app.administration.routes import blueprint as administration
from app.bin.routes import bp as bin_
from app.board.routes import bp as board
from app.capital.routes import bp as capital
from app.cases.routes import bp as cases
from app.cli import Commands
from app.companies.routes import blueprint as companies
from app.db.clock import Clock
from app.desk.routes import blueprint as desk
from app.documents.routes import bp as documents
from app.documents.store import Store
from app.drafting.routes import bp as drafting
from app.exports.routes import bp as exports
from app.geography.routes import bp as geography
from app.growth.routes import bp as growth
from app.handover.routes import bp as handover
from app.help.routes import bp as help_
from app.hubs.routes import bp as hubs
from app.impact.routes import bp as impact
from app.imports.jobs import APPLY, TAKE_BACK, TIDY
from app.imports.routes import bp as imports
from app.intake.routes import blueprint as intake
from app.jobs.kinds import Kind
from app.jobs.routes import blueprint as jobs
from app.jobs.running import register_jobs
from app.leads.routes import blueprint as leads
from app.matching.routes import bp as matching
from app.merging.routes import blueprint as merging
from app.notices.jobs import DIGEST, ROUND
from app.notices.post import post_of
from app.notices.routes import blueprint as notices
from app.papers.routes import bp as papers
from app.pipeline.routes import bp as pipeline
from app.reports.routes import bp as reports
from app.search.routes import blueprint as search
from app.talks.routes import bp as talks
from app.timeline.routes import bp as timeline
from app.web.addresses import register_addresses
from app.web.errors import register_errors
from app.web.formats import FILTERS
from app.web.headers import register_headers
from app.web.health import health
from app.web.language import register_language
from app.web.language import switch as language_switch
from app.web.look import Templates, register_look
from app.web.uploads import register_uploads
from config import Config

BLUEPRINTS = (
    health,
    jobs,
    accounts,
    language_switch,
    geography,
    growth,
    hubs,
    matching,
    cases,
    capital,
    timeline,
    documents,
    pipeline,
    board,
    exports,
    bin_,
    help_,
    intake,
    handover,
    administration,
    desk,
    companies,
    leads,
    impact,
    reports,
    papers,
    drafting,
    talks,
    search,
    merging,
    imports,
    notices,
)

# What runs later: the kinds of work of each room.
JOBS: tuple[Kind, ...] = (APPLY, TAKE_BACK, TIDY, ROUND, DIGEST)


def create_app(config: Config, clock: Clock | None = None) -> Flask:
    """Settings and a clock in, the WSGI application out."""
    assert_every_table_has_a_policy()
    flask = Flask(__name__, static_folder="web/static", template_folder="web/templates")
    flask.jinja_environment = Templates
    flask.config.from_mapping(config.for_flask())
    flask.extensions["settings"] = config
    flask.extensions["clock"] = clock or Clock()
    flask.extensions["engine"] = connect(
        config.database_url,
        programme=config.programme_url,
        system=config.system_url,
        signing_key=config.signing_key,
    )
    flask.extensions["documents"] = Store(config.documents)
    flask.extensions["post"] = post_of(config)
    register_language(flask)
    register_uploads(flask)
    register_addresses(flask)
    register_sign_in(flask)
    flask.jinja_env.filters.update(FILTERS)
    guard_requests(flask)
    CSRFProtect(flask)
    register_headers(flask)
    register_errors(flask)
    register_resume(flask)
    register_look(flask)
    register_jobs(flask, JOBS, acts_for)
    flask.cli = Commands(flask.name)
    for blueprint in BLUEPRINTS:
        flask.register_blueprint(blueprint)
    public(flask.view_functions["static"])
    assert_every_route_declares(flask)
    if config.behind_tls:
        # the proxy in front says who asks, and how: the throttle counts by the visitor's own address
        flask.wsgi_app = ProxyFix(flask.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
    return flask
