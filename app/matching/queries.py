"""Leads beside hubs: the advice for one lead, the leads that could fit one hub, and how far each match came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, Row, Select, String, Text, bindparam, exists, func, select, union_all
from sqlalchemy.orm import aliased

from app.access.prepared import Prepared
from app.access.session import GuardedSession
from app.accounts.models import Organisation
from app.companies.models import Company, CompanyTechnology
from app.db.parts import part
from app.geography.models import Municipality, Rom
from app.growth.models import Demand
from app.growth.queries import Line, Profile, demand_profiles
from app.growth.rules import band_bounds, main_measures
from app.hubs.models import Hub, Site
from app.hubs.queries import Card, cards
from app.leads.models import Lead, LeadCourse, LeadStory
from app.matching.models import Match, Offer, OfferNote
from app.matching.rules import LeadProfile, Score, Step, headline, rank, score
from app.matching.verdicts import Asked, Verdict
from app.words import Said

NOT_WISHES = frozenset({"mirt"})  # a signal to government, nothing that a hub has
MATCH, OFFER = "match", "offer"
CANDIDATES = 200
SHOWN_LEADS = 8
LIVE = (Step.PROPOSED, Step.VISITED, Step.OFFER, Step.CHOSEN)


@dataclass(frozen=True)
class Placed:
    """A hub with its score for one lead, and how far the match came (None: only on paper)."""

    card: Card
    score: Score
    asked: tuple[Asked, ...]
    match: Any = None

    @property
    def reasons(self) -> tuple[Said, ...]:
        """Why, in plain words."""
        return headline(self.score, self.asked)

    @property
    def is_blank(self) -> bool:
        """Whether nothing speaks for it yet: all that is asked is unknown, and so is its surroundings' worth."""
        unknown = self.score.count(Verdict.UNKNOWN) == len(self.score.demands)
        return self.match is None and unknown and self.score.surroundings == 0

    @property
    def step(self) -> Step:
        """Where the match stands."""
        return Step(self.match.step) if self.match else Step.SUGGESTED


@dataclass(frozen=True)
class Offered:
    """A place that was offered to a lead, with its hub; `row` holds status, since, reason, organisation, site, text."""

    card: Card
    row: Row[Any]


@dataclass(frozen=True)
class Advice:
    """All hubs for one lead, best first; an advice, the choice is the entrepreneur's."""

    asked: tuple[Asked, ...]
    hubs: tuple[Placed, ...]
    offers: tuple[Offered, ...] = ()

    def best(self, size: int) -> tuple[Placed, ...]:
        """The hubs that matter most: those that were proposed and did not fall, then the best fitting ones."""
        live = [placed for placed in self.hubs if placed.step in LIVE]
        fitting = [p for p in self.hubs if p.step is Step.SUGGESTED and p.score.fits]
        chosen = [*live, *fitting][: max(size, len(live))]
        return tuple(sorted(chosen, key=lambda placed: placed.score.rank))

    def hub(self, code: str) -> Placed | None:
        """One hub of the advice."""
        return next((placed for placed in self.hubs if placed.card.code == code), None)


def lead_profile(profile: Profile, origin_rom: str | None, needed_quarter: date | None) -> LeadProfile:
    """What a lead asks for, as the matching rules take it: bands where the amounts are not for the reader."""
    asked = tuple(_asked(line, needed_quarter) for line in profile.lines)
    return LeadProfile(asked, profile.technologies, origin_rom)


def _asked(line: Line, needed_quarter: date | None) -> Asked:
    if not line.is_open:
        least, most = band_bounds(line.kind, line.band)
        return Asked(line.kind, {}, {}, least, most, needed_quarter, line.is_bottleneck)
    main = {measure.code for measure in main_measures(line.kind)}
    amounts = line.amounts
    return Asked(
        line.kind,
        parts={code: amount for code, amount in amounts.items() if code in main},
        wishes={code: value for code, value in line.values.items() if code not in main and code not in NOT_WISHES},
        needed_by=line.needed_by or needed_quarter,
        is_bottleneck=line.is_bottleneck,
    )


def advise(session: GuardedSession, lead: Any, profile: Profile) -> Advice:
    """All hubs for a lead (its id, origin_rom_code and needed_quarter are read), best first: two queries."""
    wanted = lead_profile(profile, lead.origin_rom_code, lead.needed_quarter)
    found = cards(session)
    by_code, by_id = {card.code: card for card in found}, {card.id: card for card in found}
    beside = session.ask(BESIDE, lead_id=lead.id)
    matches = {row.hub_id: row for row in beside if row.part == MATCH}
    ranked = rank(score(wanted, card.profile) for card in found)
    placed = tuple(Placed(by_code[one.hub], one, wanted.asked, matches.get(by_code[one.hub].id)) for one in ranked)
    return Advice(wanted.asked, placed, tuple(Offered(by_id[row.hub_id], row) for row in beside if row.part == OFFER))


BETWEEN: dict[str, Any] = {
    "id": Integer,
    "hub_id": Integer,
    "step": String,
    "since": Date,
    "declined_by": String,
    "reason": String,
    "available_from": Date,
    "organisation": String,
    "site": String,
    "text": Text,
}


def _beside(lead_id: Any) -> Select[Any]:
    """All that lies between a lead and hubs in one query: its matches, and the places offered to it."""
    matches = part(
        MATCH,
        BETWEEN,
        id=Match.id,
        hub_id=Match.hub_id,
        step=Match.step,
        since=Match.since,
        declined_by=Match.declined_by,
        reason=Match.reason,
    ).where(Match.lead_id == lead_id)
    offers = (
        part(
            OFFER,
            BETWEEN,
            id=Offer.id,
            hub_id=Offer.hub_id,
            step=Offer.status,
            since=Offer.offered_on,
            reason=Offer.reason,
            available_from=Offer.available_from,
            organisation=Organisation.short,
            site=Site.name,
            text=OfferNote.text,
        )
        .join(Organisation, Organisation.id == Offer.organisation_id)
        .outerjoin(Site, Site.id == Offer.site_id)
        .outerjoin(OfferNote, OfferNote.offer_id == Offer.id)
        .where(Offer.lead_id == lead_id)
    )
    both = union_all(matches, offers).subquery()
    return select(both).order_by(both.c.since.desc(), both.c.id.desc())


BESIDE = Prepared(_beside(bindparam("lead_id")))


def matches_of(session: GuardedSession, lead_id: int) -> dict[int, Row[Any]]:
    """The matches of a lead by hub: id, hub_id, step, since, declined_by, reason."""
    rows: Iterable[Row[Any]] = session.execute(
        select(Match.id, Match.hub_id, Match.step, Match.since, Match.declined_by, Match.reason).where(
            Match.lead_id == lead_id
        )
    )
    return {row.hub_id: row for row in rows}


def match_of(session: GuardedSession, lead_id: int, hub_id: int) -> Match | None:
    """The match of a lead and a hub, to change."""
    return session.scalars(select(Match).where(Match.lead_id == lead_id, Match.hub_id == hub_id)).one_or_none()


@dataclass(frozen=True)
class Fitting:
    """A lead beside one hub, as the reader may know it."""

    lead: Row[Any]
    profile: Profile
    score: Score
    match_step: str | None
    match_since: date | None
    offered_on: date | None

    @property
    def is_known(self) -> bool:
        """Whether the reader may know whose lead it is."""
        return self.lead.company is not None

    @property
    def needed_by(self) -> date | None:
        """The day on which the first of its demands must be met, where the reader may know it."""
        return min((line.needed_by for line in self.profile.lines if line.needed_by), default=None)

    def is_held_by(self, organisation_id: int | None) -> bool:
        """Whether this organisation is the NDA holder."""
        return self.lead.holder_id is not None and self.lead.holder_id == organisation_id


def fitting_leads(session: GuardedSession, card: Card, *, today: date) -> tuple[list[Fitting], int]:
    """The open leads that a hub could serve, best first, and how many there are.

    Judged are those that need room from now on, those in its technologies and the soonest first; two queries.
    """
    candidates = _candidates(session, card, today)
    profiles = demand_profiles(session, [row.id for row in candidates])
    found = []
    for row in candidates:
        profile = profiles[row.id]
        one = score(lead_profile(profile, row.origin_rom_code, row.needed_quarter), card.profile)
        live = row.match_step in LIVE
        if (one.fits and row.match_step != Step.DECLINED) or live:
            found.append(Fitting(row, profile, one, row.match_step if live else None, row.match_since, row.offered_on))
    found.sort(key=lambda fit: (fit.match_step is None, -fit.score.points / (fit.score.most or 1), fit.lead.code))
    live_ones = sum(fit.match_step is not None for fit in found)
    return found[: max(SHOWN_LEADS, live_ones)], len(found)


def _candidates(session: GuardedSession, card: Card, today: date) -> list[Row[Any]]:
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    shares = exists().where(
        CompanyTechnology.company_id == Lead.company_id,
        CompanyTechnology.technology_code.in_(list(card.profile.technologies)),
    )
    asks = exists().where(Demand.lead_id == Lead.id)
    offered = (
        select(func.max(Offer.offered_on))
        .where(Offer.lead_id == Lead.id, Offer.hub_id == card.id, Offer.status == "open")
        .scalar_subquery()
    )
    statement = (
        select(
            Lead.id,
            Lead.code,
            Lead.origin_rom_code,
            Lead.needed_quarter,
            Rom.short.label("rom"),
            Company.name.label("company"),
            Company.holder_id,
            Municipality.name.label("municipality"),
            Match.step.label("match_step"),
            Match.since.label("match_since"),
            offered.label("offered_on"),
        )
        .outerjoin(Rom, Rom.code == Lead.origin_rom_code)
        .outerjoin(Company, Company.id == Lead.company_id)
        .outerjoin(LeadCourse, LeadCourse.lead_id == Lead.id)
        .outerjoin(LeadStory, LeadStory.lead_id == Lead.id)
        .outerjoin(Municipality, Municipality.code == LeadStory.municipality_code)
        .outerjoin(Match, (Match.lead_id == Lead.id) & (Match.hub_id == card.id))
        .where(
            LeadCourse.closed_on.is_(None),
            asks,
            (Lead.needed_quarter >= quarter) | Lead.needed_quarter.is_(None) | Match.step.in_(LIVE),
        )
        .order_by(Match.step.is_(None), shares.desc(), Lead.needed_quarter.is_(None), Lead.needed_quarter, Lead.id)
        .limit(CANDIDATES)
    )
    return list(session.execute(statement))


# --- Offers --------------------------------------------------------------------------------------------------


def offers_of_lead(session: GuardedSession, lead_id: int) -> list[Row[Any]]:
    """The places offered to a lead, newest first, as far as the reader may know; `text` is None where it may not."""
    return list(session.execute(_offers().where(Offer.lead_id == lead_id)))


def offer_by_id(session: GuardedSession, lead_id: int, offer_id: int) -> Offer | None:
    """One offer to a lead, to answer or to take back."""
    return session.scalars(select(Offer).where(Offer.id == offer_id, Offer.lead_id == lead_id)).one_or_none()


def waiting_offers(session: GuardedSession) -> list[Row[Any]]:
    """The offers that the actor's organisation, as NDA holder, still has to put to a company; oldest first."""
    mine = Company.holder_id == session.actor.organisation_id
    return list(
        session.execute(_offers().where(Offer.status == "open", mine).order_by(None).order_by(Offer.offered_on))
    )


def own_offers(session: GuardedSession, hub_id: int | None = None) -> list[Row[Any]]:
    """The offers that the actor's organisation made, of all hubs or of one, newest first."""
    ours = _offers().where(Offer.organisation_id == session.actor.organisation_id)
    return list(session.execute(ours if hub_id is None else ours.where(Offer.hub_id == hub_id)))


def _offers() -> Any:
    offering = aliased(Organisation)
    return (
        select(
            Offer.id,
            Offer.lead_id,
            Lead.code.label("lead_code"),
            Company.name.label("company"),
            Hub.code.label("hub_code"),
            Hub.name.label("hub"),
            Site.name.label("site"),
            offering.short.label("organisation"),
            Offer.organisation_id,
            Offer.offered_on,
            Offer.available_from,
            Offer.status,
            Offer.answered_on,
            Offer.reason,
            OfferNote.text,
        )
        .join(Lead, Lead.id == Offer.lead_id)
        .join(Hub, Hub.id == Offer.hub_id)
        .join(offering, offering.id == Offer.organisation_id)
        .outerjoin(Company, Company.id == Offer.company_id)
        .outerjoin(Site, Site.id == Offer.site_id)
        .outerjoin(OfferNote, OfferNote.offer_id == Offer.id)
        .order_by(Offer.offered_on.desc(), Offer.id.desc())
    )
