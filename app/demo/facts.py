"""The facts of a story as acts: the holder submits, somebody of another organisation judges."""

from collections.abc import Callable, Iterator
from datetime import date

from sqlalchemy import select

from app.access.session import GuardedSession
from app.capital.models import Investment
from app.demo.story import Fact, Money, Story
from app.demo.teller import Act, Cast
from app.impact import services as impact
from app.leads.models import Lead
from app.ledger import rules as ledger
from app.ledger.models import Entry, Submission

SUBMITTED, JUDGED, REVERSED = 60, 80, 85
COORDINATOR, VERIFIER, COORDINATING = "marit", "jeroen", "IQ"
CAPITAL = {"decided": ledger.Fact.CAPITAL_DECIDED, "realised": ledger.Fact.CAPITAL_REALISED}
MONEY_EVIDENCE = {"decided": "decision", "realised": "accounts"}


def facts_of(story: Story) -> Iterator[Act]:
    """What is submitted of a lead, and the verdicts; what has no verdict waits."""
    for fact in story.facts:
        name = fact.fact
        yield Act(fact.submitted, SUBMITTED, story.owner, _submit(story, fact))
        if fact.verdict and fact.judged:
            yield _verdict(story, name, fact.verdict, fact.judged, fact.reason, fact.note)
        if fact.reversed_on:
            yield Act(fact.reversed_on, REVERSED, _judge(story), _reverse(story, name, fact.note))
    for money in story.money:
        if money.counterfactual:
            yield Act(money.recorded, SUBMITTED, story.owner, _submit_money(story, money))
            if money.verdict and money.judged:
                yield _verdict(story, money.stage, money.verdict, money.judged, money.reason, money.note)


def _judge(story: Story) -> str:
    """The coordinator; where the coordinating ROM is the holder itself, the appointed verifier."""
    return VERIFIER if story.holder == COORDINATING else COORDINATOR


def _submit(story: Story, fact: Fact) -> Callable[[GuardedSession, Cast], None]:
    def do(session: GuardedSession, cast: Cast) -> None:
        submission = impact.submit_fact(
            session,
            session.get_one(Lead, cast.leads[story.key]),
            ledger.Fact(fact.fact),
            evidence_kind=fact.evidence,
            evidence_on=fact.holds,
            seen_by_id=cast.person(story.owner),
        )
        cast.noted[story.key, f"fact {fact.fact}"] = submission.id

    return do


def _submit_money(story: Story, money: Money) -> Callable[[GuardedSession, Cast], None]:
    def do(session: GuardedSession, cast: Cast) -> None:
        submission = impact.submit_fact(
            session,
            session.get_one(Lead, cast.leads[story.key]),
            CAPITAL[money.stage],
            evidence_kind=MONEY_EVIDENCE[money.stage],
            evidence_on=money.holds,
            seen_by_id=cast.person(story.owner),
            investment=session.get_one(Investment, cast.noted[story.key, f"money {money.stage}"]),
        )
        cast.noted[story.key, f"fact {money.stage}"] = submission.id

    return do


def _verdict(story: Story, name: str, verdict: str, on: date, reason: str, note: str) -> Act:
    def do(session: GuardedSession, cast: Cast) -> object:
        submission = session.get_one(Submission, cast.noted[story.key, f"fact {name}"])
        if verdict == "accept":
            return impact.accept_fact(session, submission)
        if verdict == "ask_back":
            return impact.ask_fact_back(session, submission, reason=reason, note=note)
        return impact.refuse_fact(session, submission, reason=reason, note=note)

    return Act(on, JUDGED, _judge(story), do)


def _reverse(story: Story, name: str, reason: str) -> Callable[[GuardedSession, Cast], object]:
    def do(session: GuardedSession, cast: Cast) -> object:
        number = cast.noted[story.key, f"fact {name}"]
        entry = session.scalars(select(Entry).where(Entry.submission_id == number)).one()
        return impact.reverse_entry(session, entry, reason=reason)

    return do
