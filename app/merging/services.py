"""Two companies that are one: put together, taken apart again, or told apart."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select

from app.access.session import GuardedSession
from app.companies import queries as companies
from app.companies.models import Company, MergedCompany, ToldApart, TradeName
from app.companies.rules import name_key
from app.companies.services import add_trade_name
from app.db.errors import Refused
from app.leads.services import change_kind
from app.ledger.batches import Outlook, outlook, recording, undo
from app.ledger.models import Batch, Value
from app.merging import queries, rules
from app.merging.moves import SAME_BY, Way, counts, going, parent_of, texts_of, unknown
from app.merging.rules import FIELDS


def objection(session: GuardedSession, keep: Company, gone: Company) -> Refused | None:
    """Why one company may not become the other, or None: what counts stays where it is counted (domain §5)."""
    if keep.id == gone.id:
        return Refused(rules.SAME)
    if not companies.holds(session, keep) or not companies.holds(session, gone):
        return Refused(rules.NOT_OURS)
    counted = {entry.company_id for entry in queries.standing_of(session, (keep.id, gone.id))}
    if gone.id in counted:
        return Refused(rules.COUNTS_TWICE if keep.id in counted else rules.COUNTS, name=gone.name)
    tables = unknown(session, gone)
    return Refused(rules.UNKNOWN, name=gone.name, what=", ".join(tables)) if tables else None


def merge(session: GuardedSession, keep: Company, gone: Company, *, taken: Collection[str] = ()) -> MergedCompany:
    """One company of two: all of `gone` goes to `keep`, which takes over the named FIELDS. One batch, to be undone.

    Refused where something counts, or points at it that merging does not know.
    """
    _hold(session, keep, gone)
    refusal = objection(session, keep, gone)
    if refusal is not None:
        raise refusal
    there = counts(session, gone)
    codes = ", ".join(queries.codes_of_company(session, gone.id))
    with recording(session, rules.MERGE, codes) as batch, session.one_act():
        names = (keep.name, gone.name)
        for model in going(Way.UNITES, Way.GOES):
            if model in there:
                _move(session, model, keep, gone)
        _take_over(session, keep, gone, taken)
        _keep_names(session, keep, names)
        merged = _note(session, keep, gone, batch)
    _texts_follow(session, (keep.id,))
    return merged


def _hold(session: GuardedSession, *both: Company) -> None:
    """Whoever merges the same company at the same moment waits here, and then finds it gone."""
    numbers = sorted(company.id for company in both)
    session.execute(select(Company.id).where(Company.id.in_(numbers)).order_by(Company.id).with_for_update()).all()
    there = session.scalars(select(Company.id).where(Company.id.in_(numbers))).all()
    if len(there) != len(set(numbers)):
        raise Refused(rules.GONE_MEANWHILE)


def _move(session: GuardedSession, model: Any, keep: Company, gone: Company) -> None:
    same_by = SAME_BY.get(model)
    there = set(session.scalars(select(getattr(model, same_by)).where(model.company_id == keep.id))) if same_by else ()
    known = {*there, keep.name_key} if model is TradeName else there
    for row in session.scalars(select(model).where(model.company_id == gone.id)):
        if same_by and getattr(row, same_by) in known:
            session.delete(row)
        else:
            row.company_id = keep.id
    session.flush()


def _take_over(session: GuardedSession, keep: Company, gone: Company, taken: Collection[str]) -> None:
    for column in (column for field in taken for column in FIELDS[field][1]):
        setattr(keep, column, getattr(gone, column))
    session.flush()
    change_kind(session, keep, keep.kind)


def _keep_names(session: GuardedSession, keep: Company, names: Iterable[str]) -> None:
    """Whoever knows the company by the name that it does not bear any more still finds it."""
    known = {keep.name_key, *(row.name_key for row in companies.trade_names(session, keep.id))}
    for name in names:
        if name_key(name) not in known:
            add_trade_name(session, keep, name=name)


def _note(session: GuardedSession, keep: Company, gone: Company, batch: Batch) -> MergedCompany:
    merged = MergedCompany(company_id=keep.id, gone_id=gone.id, name=gone.name, batch_id=batch.id)
    merged.merged_at, merged.merged_by_id = session.clock.now(), session.actor.person_id
    session.add(merged)
    session.flush()
    return merged


def _texts_follow(session: GuardedSession, company_ids: Collection[int]) -> None:
    """Free texts belong to the company of the row that points at them; the history keeps its own."""
    for model in going(Way.GOES):
        for column in texts_of(model):
            theirs: Any = model
            strays = (
                select(Value, theirs.company_id)
                .join(model, column == Value.id)
                .where(theirs.company_id.in_(company_ids), Value.company_id != theirs.company_id)
            )
            for text, company_id in session.execute(strays).all():
                text.company_id = company_id
    session.flush()


# --- Taking apart ------------------------------------------------------------------------------------------


def undoing(session: GuardedSession, merged: MergedCompany) -> Outlook:
    """What taking two companies apart again would do; Refused where it cannot be done (any more)."""
    plan = outlook(session, _batch(session, merged))
    if (MergedCompany.__tablename__, merged.id) not in {one.row for one in plan.removed}:
        raise Refused(rules.NOT_ANY_MORE)
    back = {one.row[1] for one in plan.restored if one.row[0] == "lead"}
    counted = {entry.lead_id for entry in queries.standing_of(session, (merged.company_id,)) if entry.lead_id in back}
    if counted:
        raise Refused(rules.COUNTS_SINCE, codes=", ".join(queries.codes_of(session, counted)))
    return plan


def unmerge(session: GuardedSession, merged: MergedCompany) -> Outlook:
    """The two companies as they were; what was added since stays, but what hangs on a lead goes where that goes."""
    undoing(session, merged)
    both = (merged.company_id, merged.gone_id)
    done = undo(session, _batch(session, merged))
    _realign(session, both)
    _texts_follow(session, both)
    return done


def _batch(session: GuardedSession, merged: MergedCompany) -> Batch:
    found = session.get(Batch, merged.batch_id)
    if found is None:
        raise Refused(rules.NOT_ANY_MORE)
    return found


def _realign(session: GuardedSession, company_ids: Collection[int]) -> None:
    """What was added to a lead since goes with it: every row has the company of what it hangs on."""
    for model in going(Way.GOES):
        hangs = parent_of(model)
        if hangs is None:
            continue
        column, parent = hangs
        theirs: Any = model
        on: Any = parent
        strays = (
            select(model, on.company_id)
            .join(parent, column == on.id)
            .where(on.company_id.in_(company_ids), theirs.company_id != on.company_id)
        )
        for row, company_id in session.execute(strays).all():
            row.company_id = company_id
        session.flush()


# --- Telling apart -----------------------------------------------------------------------------------------


def tell_apart(session: GuardedSession, one: Company, other: Company) -> ToldApart:
    """Somebody looked: these resemble each other and are two. They leave the queue."""
    found = queries.told_apart(session, one.id, other.id)
    if found is None:
        first, second = sorted((one.id, other.id))
        found = ToldApart(company_id=first, other_id=second, told_at=session.clock.now())
        found.told_by_id = session.actor.person_id
        session.add(found)
        session.flush()
    return found


def doubt_again(session: GuardedSession, told: ToldApart) -> None:
    """They may be one after all: back into the queue."""
    session.delete(told)
    session.flush()
