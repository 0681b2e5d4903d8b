"""Makes a draft ready to be published: looked at, and waved through where that may be."""

from app.access.session import GuardedSession
from app.drafting.checking import count_name_check, look, waive
from app.drafting.models import ReportDraft
from app.drafting.services import prepare

WHY = "Dat komt in het volgende rapport."


def looked_at(session: GuardedSession, draft: ReportDraft) -> ReportDraft:
    """The draft, its texts counted as held against hidden names."""
    count_name_check(session, look(session, draft).texts)
    return draft


def ready(session: GuardedSession, draft: ReportDraft) -> ReportDraft:
    """The draft with a reason for everything that may stay."""
    for line in prepare(session, looked_at(session, draft)).lines:
        if line.may_pass:
            waive(session, draft, line, reason=WHY)
    return looked_at(session, draft)
