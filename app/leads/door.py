"""The lead that an address names, for who may go in there."""

from flask import abort

from app.access.request import session
from app.companies.models import Company
from app.leads.models import Lead
from app.leads.queries import holds, lead_by_code


def lead_named(code: str) -> Lead:
    """The lead with a code; 404 where there is none that the actor may know of."""
    return lead_by_code(session(), code) or abort(404)


def known_lead(code: str) -> Lead:
    """The lead with a code, when the actor may know whose it is; else 404."""
    lead = lead_named(code)
    if session().get(Company, lead.company_id) is None:
        abort(404)
    return lead


def own_lead(code: str) -> Lead:
    """The lead with a code, when the actor's organisation holds it; else 404, or 403."""
    lead = lead_named(code)
    if not holds(session(), lead):
        abort(403)
    return lead
