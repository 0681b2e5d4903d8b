"""A company's story as acts: who does what on which day, with the services that the pages use."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.access.session import GuardedSession
from app.capital import services as capital
from app.cases import services as cases
from app.cases.models import ApproachAction
from app.demo.story import Demand, Money, Plan, Story, Todo
from app.demo.teller import Act, Cast
from app.growth import services as growth
from app.leads.models import Lead
from app.pipeline import services as pipeline
from app.timeline import services as timeline
from app.timeline.models import Task

COORDINATOR = "marit"
LATER_THE_SAME_DAY = {
    "consent": 15,
    "demands": 20,
    "bottlenecks": 25,
    "plan": 30,
    "done": 35,
    "signed": 45,
    "money": 48,
    "step": 50,
    "lessons": 70,
    "talks": 75,
    "tasks": 76,
    "closed": 90,
}


def acts_of(story: Story) -> Iterator[Act]:
    """Everything that happens to a lead after it was logged, but for the facts."""
    yield from _demands(story)
    yield from _bottlenecks(story)
    if story.plan:
        yield from _plan(story, story.plan)
    yield from _decision(story)
    yield from _steps(story)
    yield from _words(story)
    for todo in story.tasks:
        yield from _task(story, todo)
    if story.outcome:
        outcome, on, reason = story.outcome
        yield _act(
            story,
            on,
            "closed",
            lambda session, lead, cast: pipeline.close_lead(session, lead, outcome=outcome, reason=reason),
        )


def _act(story: Story, on: date, when: str, do: Any, who: str = "") -> Act:
    """An act on the story's lead; `do` takes the session, the lead and the cast."""

    def doing(session: GuardedSession, cast: Cast) -> object:
        return do(session, session.get_one(Lead, cast.leads[story.key]), cast)

    return Act(on, LATER_THE_SAME_DAY[when], who or story.owner, doing)


def _demands(story: Story) -> Iterator[Act]:
    bottlenecks = {"room": "space", "environment": "space", "grid": "energy", "talent": "talent"}
    pinching = {bottlenecks.get(kind, kind) for kind, _, _ in story.bottlenecks}
    for demand in story.demands:
        if demand.on is not None:
            yield _act(story, demand.on, "demands", _articulate(demand, demand.kind in pinching))


def _articulate(demand: Demand, pinches: bool) -> Any:
    own, region, other = demand.where

    def do(session: GuardedSession, lead: Lead, _cast: Cast) -> object:
        return growth.set_demand(
            session,
            lead=lead,
            kind=demand.kind,
            values={**demand.amounts, "what": demand.note, "pinch": demand.pinch},
            needed_by=demand.needed,
            is_bottleneck=pinches,
            own_site=own,
            own_region=region,
            other_region=other,
        )

    return do


def _bottlenecks(story: Story) -> Iterator[Act]:
    for kind, on, tried in story.bottlenecks:
        yield _act(
            story,
            on,
            "bottlenecks",
            lambda session, lead, cast, kind=kind, tried=tried: cases.note_bottleneck(
                session, lead, kind=kind, tried=tried
            ),
        )


def _plan(story: Story, plan: Plan) -> Iterator[Act]:
    def write(session: GuardedSession, lead: Lead, cast: Cast) -> None:
        cases.save_approach(session, lead, plan=plan.text, plan_on=plan.on, owner_id=cast.person(story.owner))
        for kind, name in plan.partners:
            cases.add_partner(session, lead, kind=kind, name=name)

    def agree(session: GuardedSession, lead: Lead, cast: Cast) -> None:
        cases.save_approach(
            session,
            lead,
            plan=plan.text,
            plan_on=plan.on,
            agreed_on=plan.agreed,
            owner_id=cast.person(story.owner),
        )

    yield _act(story, plan.on, "plan", write)
    for todo in plan.actions:
        yield _act(story, todo.made, "plan", _make_action(story, todo))
        if todo.done:
            yield _act(story, todo.done, "done", _finish_action(story, todo))
    if plan.agreed:
        yield _act(story, plan.agreed, "plan", agree)


def _make_action(story: Story, todo: Todo) -> Any:
    def do(session: GuardedSession, lead: Lead, cast: Cast) -> None:
        action = cases.add_action(
            session,
            lead,
            text=todo.text,
            due_on=todo.due,
            owner_id=cast.person(todo.who or story.owner),
            bottleneck=todo.bottleneck,
            external=todo.external,
        )
        cast.noted[story.key, todo.text] = action.id

    return do


def _finish_action(story: Story, todo: Todo) -> Any:
    def do(session: GuardedSession, _lead: Lead, cast: Cast) -> object:
        return cases.finish_action(session, session.get_one(ApproachAction, cast.noted[story.key, todo.text]))

    return do


def _decision(story: Story) -> Iterator[Act]:
    signed = story.signed
    if signed:

        def sign(session: GuardedSession, lead: Lead, cast: Cast) -> object:
            return capital.record_decision(
                session,
                lead,
                kind=signed.kind,
                signed_on=signed.on,
                municipality_code=cast.towns[signed.place] if signed.place else None,
                country=signed.country,
                motive=signed.motive,
                why=signed.why,
            )

        yield _act(story, signed.on, "signed", sign)
    for money in story.money:
        yield _act(story, money.recorded, "money", _record(story, money))


def _record(story: Story, money: Money) -> Any:
    def do(session: GuardedSession, lead: Lead, cast: Cast) -> None:
        investment = capital.record_investment(
            session,
            lead,
            stage=money.stage,
            nature=money.nature,
            amount=money.amount,
            holds_on=money.holds,
            counterfactual=money.counterfactual,
            grounds=money.grounds,
        )
        cast.noted[story.key, f"money {money.stage}"] = investment.id

    return do


def _steps(story: Story) -> Iterator[Act]:
    for step, on in story.steps:
        yield _act(story, on, "step", lambda session, lead, cast, step=step: pipeline.move_step(session, lead, to=step))
    if story.override:
        beyond, on, cause, why = story.override
        yield _act(
            story,
            on,
            "step",
            lambda session, lead, cast: pipeline.move_step(
                session, lead, to=beyond, reason=why, override=True, cause=cause
            ),
            COORDINATOR,
        )
    if story.back:
        earlier, on, reason = story.back
        yield _act(
            story,
            on,
            "step",
            lambda session, lead, cast: pipeline.move_step(session, lead, to=earlier, reason=reason),
        )


def _words(story: Story) -> Iterator[Act]:
    for talk in story.talks:
        yield _act(
            story,
            max(talk.on, story.logged),
            "talks",
            lambda session, lead, cast, talk=talk: timeline.record_talk(
                session, lead, said=talk.said, held_on=talk.on, kind=talk.kind, agreed=talk.agreed
            ),
            talk.who,
        )
    for kind, on, note in story.signals:
        yield _act(
            story,
            on,
            "lessons",
            lambda session, lead, cast, kind=kind, note=note: cases.raise_signal(session, lead, kind=kind, note=note),
        )
    for bottleneck, on, text in story.lessons:
        yield _act(
            story,
            on,
            "lessons",
            lambda session, lead, cast, bottleneck=bottleneck, text=text: cases.write_lesson(
                session, lead, bottleneck=bottleneck, text=text
            ),
        )
    if story.programmes and story.plan:
        yield _act(
            story,
            story.plan.on,
            "lessons",
            lambda session, lead, cast: cases.link_programmes(session, lead, list(story.programmes)),
        )


def _task(story: Story, todo: Todo) -> Iterator[Act]:
    def make(session: GuardedSession, lead: Lead, cast: Cast) -> None:
        owner = cast.person(todo.who or story.owner)
        task = timeline.add_task(session, lead, title=todo.text, due_on=todo.due, owner_id=owner)
        cast.noted[story.key, f"task {todo.text}"] = task.id

    def finish(session: GuardedSession, _lead: Lead, cast: Cast) -> object:
        return timeline.finish_task(session, session.get_one(Task, cast.noted[story.key, f"task {todo.text}"]))

    yield _act(story, todo.made, "tasks", make)
    if todo.done:
        yield _act(story, todo.done, "tasks", finish)
