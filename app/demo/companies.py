"""Companies become known, get a lead, are tested, and say with whom they may be shared."""

from collections.abc import Iterator
from functools import partial

from app.access.session import GuardedSession
from app.companies import services as companies
from app.companies.models import Company
from app.demo.story import Portfolio, Share, Story
from app.demo.teller import Act, Cast
from app.growth import services as growth
from app.leads import services as leads
from app.leads.models import Lead

KNOWN, CONTACT, SHARED, TESTED, GROWN = 10, 12, 15, 18, 19


def company_acts(story: Story) -> Iterator[Act]:
    """From the first signal: the company, its lead, its contact, its target-group test and its consents."""
    yield Act(story.logged, KNOWN, story.owner, partial(_log, story=story))
    if story.contact:
        yield Act(story.logged, CONTACT, story.owner, partial(_meet, story=story))
    for share in story.shares:
        yield Act(share.on, SHARED, story.owner, partial(_share, story=story, share=share))
    if story.tested:
        yield Act(story.tested, TESTED, story.owner, partial(_test, story=story))
    for phase, kind, on, evidence in story.phases:
        grown = partial(_grow, story=story, phase=phase, kind=kind, evidence=evidence)
        yield Act(on, GROWN, story.owner, grown)


def portfolio_acts(asked: Portfolio) -> Iterator[Act]:
    """A company that was asked and has no lead yet."""
    yield Act(asked.asked, KNOWN, asked.who, partial(_ask, asked=asked))


def _log(session: GuardedSession, cast: Cast, *, story: Story) -> None:
    company = companies.add_company(
        session,
        name=story.name,
        kind=story.kind,
        municipality_code=cast.towns[story.place],
        site=story.site or None,
        kvk=[story.kvk],
        technologies=story.technologies,
    )
    companies.record_nda(session, company, nda=story.nda)
    lead = leads.signal_lead(
        session,
        company,
        municipality_code=cast.towns[story.place],
        question=story.question,
        site_name=story.site or None,
        asked_on=story.asked,
        needed_by=story.needed,
        phase=story.phase,
        withheld=story.withheld,
    )
    leads.record_phase(session, lead, phase=story.phase, since=story.asked)
    growth.open_demands(session, lead=lead, kinds=[demand.kind for demand in story.demands])
    cast.leads[story.key] = lead.id


def _company(session: GuardedSession, cast: Cast, story: Story) -> Company:
    return session.get_one(Company, session.get_one(Lead, cast.leads[story.key]).company_id)


def _meet(session: GuardedSession, cast: Cast, *, story: Story) -> None:
    assert story.contact is not None
    name, position = story.contact
    mail = f"{name.split()[0].lower()}@{story.key}.example"
    companies.add_contact(session, _company(session, cast, story), name=name, position=position, email=mail)


def _share(session: GuardedSession, cast: Cast, *, story: Story, share: Share) -> None:
    companies.give_consent(
        session,
        _company(session, cast, story),
        scope=share.scope,
        organisations=[cast.organisations[code] for code in share.organisations],
        ends_on=share.until,
    )


def _test(session: GuardedSession, cast: Cast, *, story: Story) -> None:
    companies.decide_target_test(
        session,
        _company(session, cast, story),
        route="technology",
        positive=True,
        motivation=story.motivation,
    )


def _grow(session: GuardedSession, cast: Cast, *, story: Story, phase: int, kind: str, evidence: str) -> None:
    lead = session.get_one(Lead, cast.leads[story.key])
    leads.record_phase(session, lead, phase=phase, evidence=evidence)
    leads.change_kind(session, _company(session, cast, story), kind)


def _ask(session: GuardedSession, cast: Cast, *, asked: Portfolio) -> None:
    company = companies.add_company(
        session,
        name=asked.name,
        kind=asked.kind,
        municipality_code=cast.towns[asked.place],
        technologies=asked.technologies,
    )
    companies.ask_portfolio_question(session, company, answer=asked.answer, ask_again_on=asked.again)
