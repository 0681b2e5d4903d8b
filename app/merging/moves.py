"""What points at a company, and what becomes of that when the company turns out to be another: every table once."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from sqlalchemy import Table, func, literal, select

from app.access.policy import policies
from app.access.session import Exemption, GuardedSession
from app.capital.models import Decision, DecisionPlace, Investment
from app.cases.models import (
    Approach,
    ApproachAction,
    ApproachPartner,
    Bottleneck,
    LeadProgramme,
    Lesson,
    Signal,
)
from app.companies.models import (
    Company,
    CompanyKvk,
    CompanyTechnology,
    Consent,
    ConsentOrganisation,
    Contact,
    ContactRequest,
    Disclosure,
    Handover,
    HandoverOutcome,
    KnownLookup,
    MergedCompany,
    NameReading,
    NameRecall,
    PartyRecall,
    PortfolioQuestion,
    TargetTest,
    Telling,
    ToldApart,
    TradeName,
)
from app.db.base import Base
from app.documents.models import Document
from app.drafting.models import ReportCase
from app.growth.models import Demand, DemandAbsence, DemandAmount, DemandDetail, DemandNote
from app.index.models import SearchText
from app.leads.models import Lead, LeadCourse, LeadStory, PhaseRecord
from app.ledger.models import Entry, Submission, Value
from app.matching.models import Match, MatchMove, Offer, OfferNote
from app.pipeline.models import StepMove
from app.reports.models import PublishedCase
from app.timeline.models import Mention, Talk, Task
from app.words import N_


class Way(StrEnum):
    """What becomes of a row that points at a company that goes."""

    GOES = "goes"  # along to the company that stays
    UNITES = "unites"  # along, unless the company that stays has the same
    STAYS = "stays"  # where it was: it says what was so then, or nobody may change it


# Every column that points at a company. What is not here stops a merge.
LINKS: dict[tuple[type[Base], str], Way] = {
    **{(model, "company_id"): Way.UNITES for model in (CompanyKvk, CompanyTechnology, TradeName)},
    **{
        (model, "company_id"): Way.GOES
        for model in (
            *(Contact, Consent, ConsentOrganisation, Disclosure, TargetTest, PortfolioQuestion),
            *(ContactRequest, Handover, KnownLookup, Telling, PartyRecall),
            *(Lead, LeadCourse, LeadStory, PhaseRecord, StepMove),
            *(Demand, DemandAbsence, DemandAmount, DemandDetail, DemandNote),
            *(Approach, ApproachAction, ApproachPartner, Bottleneck, LeadProgramme, Lesson, Signal),
            *(Match, MatchMove, Offer),
            *(Decision, DecisionPlace, Investment),
            *(Talk, Task, Mention, Document, Submission),
        )
    },
    (Entry, "company_id"): Way.STAYS,  # nothing that counts goes: the service refuses that
    (NameReading, "company_id"): Way.STAYS,
    (NameRecall, "company_id"): Way.STAYS,
    (PublishedCase, "company_id"): Way.STAYS,
    (ReportCase, "company_id"): Way.STAYS,
    (HandoverOutcome, "company_id"): Way.STAYS,  # what another organisation answered, in its own name
    (OfferNote, "company_id"): Way.STAYS,  # the words of another organisation, for it and the holder
    (SearchText, "company_id"): Way.STAYS,  # kept by the flush itself
    (MergedCompany, "company_id"): Way.STAYS,  # the last merge is taken apart first
    (MergedCompany, "gone_id"): Way.STAYS,
    (ToldApart, "company_id"): Way.STAYS,
    (ToldApart, "other_id"): Way.STAYS,
}
# What says which two rows of a table are the same.
SAME_BY = {CompanyKvk: "number", CompanyTechnology: "technology_code", TradeName: "name_key"}

# What a person is told of, in this order; the rest comes along with it.
TOLD: dict[type[Base], str] = {
    Lead: N_("Leads"),
    Demand: N_("Soorten vraag"),
    Approach: N_("Aanpakken"),
    Match: N_("Brandpunten bij een lead"),
    Offer: N_("Aangeboden plekken"),
    Decision: N_("Besluiten"),
    Investment: N_("Bedragen"),
    Submission: N_("Feiten ter toetsing"),
    Talk: N_("Gesprekken en notities"),
    Task: N_("Taken"),
    Document: N_("Documenten"),
    Contact: N_("Contactpersonen"),
    Consent: N_("Toestemmingen"),
    TargetTest: N_("Beoordelingen van de doelgroep"),
    PortfolioQuestion: N_("Keer nagevraagd"),
    CompanyKvk: N_("KvK-nummers"),
    TradeName: N_("Handelsnamen"),
    CompanyTechnology: N_("Technologieën"),
}


def links() -> Iterator[tuple[Table, str]]:
    """Every column of the database that points at a company, as the tables themselves say."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table is Company.__table__ for key in column.foreign_keys):
                yield table, column.name


def going(*ways: Way) -> list[type[Base]]:
    """The tables whose rows go along, those first that others point at."""
    order = [table.name for table in Base.metadata.sorted_tables]
    chosen = {model for (model, _column), way in LINKS.items() if way in ways}
    return sorted(chosen, key=lambda model: order.index(model.__tablename__))


def unknown(session: GuardedSession, company: Company) -> list[str]:
    """The tables that point at a company and that merging does not know, whoever may read their rows."""
    known = {(model.__tablename__, column) for model, column in LINKS}
    models = {model.__tablename__: model for model in policies()}
    found = []
    for table, name in links():
        if (table.name, name) in known:
            continue
        column = getattr(models[table.name], name)
        points = session.look_past(select(column).where(column == company.id).limit(1), Exemption.MERGED)
        if points.first() is not None:
            found.append(table.name)
    return found


def counts(session: GuardedSession, company: Company) -> dict[type[Base], int]:
    """How many rows of each table would go along, of tables that have any: one query."""
    models: list[Any] = going(Way.GOES, Way.UNITES)
    each = [
        select(literal(place).label("place"), func.count().label("rows")).where(model.company_id == company.id)
        for place, model in enumerate(models)
    ]
    found = session.execute(each[0].union_all(*each[1:]))
    return {models[row.place]: row.rows for row in found if row.rows}


def texts_of(model: type[Base]) -> Iterator[Any]:
    """The columns of a table that point at free texts in rows of their own."""
    for column in model.__table__.columns:
        if any(key.column.table is Value.__table__ for key in column.foreign_keys):
            yield getattr(model, column.key)


def parent_of(model: type[Base]) -> tuple[Any, Any] | None:
    """What a row hangs on and goes with (its lead, its demand, …): the column that says so, and that table's model."""
    others = {other.__tablename__: other for other in going(Way.GOES)}
    for column in model.__table__.columns:
        for key in column.foreign_keys:
            if key.column.table.name in others:
                return getattr(model, column.key), others[key.column.table.name]
    return None
