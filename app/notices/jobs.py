"""The daily mail: one person's notices, written when it is sent and as they may see them then, with codes and links alone."""

from datetime import date
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext

from app.access.actor import MEMBERS
from app.access.session import GuardedSession
from app.accounts.models import Person
from app.accounts.queries import person_by_id
from app.db.clock import AMSTERDAM
from app.jobs.kinds import Kind
from app.jobs.models import Job
from app.jobs.rules import Daily
from app.jobs.services import ask
from app.notices.models import MAILED
from app.notices.post import Post
from app.notices.queries import DIGEST_KIND, choices, members_after, notices_to_mail
from app.notices.rules import MAILED_AT, SATURDAY, SORTS, wants_mail
from app.notices.services import forget_old_marks, mark
from app.notices.telling import tell
from app.web.language import speaking
from app.words import N_

AT_ONCE = 100


def _post() -> Post | None:
    post: Post | None = current_app.extensions["post"]
    return post


def go_round(session: GuardedSession, job: Job) -> bool:
    """Asks for the mail of the next so many members; on working days, where mail is sent at all."""
    if _post() is None or session.clock.today().weekday() >= SATURDAY:
        return False
    found = members_after(session, job.result.get("last", 0), MEMBERS, AT_ONCE)
    for row in found:
        ask(session, DIGEST, whom=(row.id, row.organisation_id))
    job.done += len(found)
    if found:
        job.result = {"last": found[-1].id}
    else:
        forget_old_marks(session)
    return bool(found)


def send_digest(session: GuardedSession, job: Job) -> list[Any]:
    """Sends the actor what they have not read and were not mailed yet; what that was. Nothing new, no mail."""
    post, me = _post(), person_by_id(session, session.actor.person_id or 0)
    rows = notices_to_mail(session, wants_mail(choices(session)))
    if post is None or me is None or not rows:
        return []
    with speaking(me.language):
        post.send(
            post.letter(
                me.name,
                me.email,
                subject=ngettext("Groeiruimte: één melding", "Groeiruimte: %(num)s meldingen", len(rows)),
                text=write(me, rows, post.site, session.clock.today()),
                number=f"digest-{job.id}-{job.asked_at.astimezone(AMSTERDAM):%Y%m%d}",
                clock=session.clock,
            )
        )
    return rows


def write(person: Person, rows: list[Any], site: str, today: date) -> str:
    """The text of a daily mail: notices by sort, each as a code, what there is, and where to see to it."""
    lines = [_("Dag %(name)s,", name=person.name), "", _("Dit is er nieuw voor je in Groeiruimte."), ""]
    for sort, about in SORTS.items():
        mine = [row for row in rows if row.part == sort]
        if mine:
            lines += [_(about.label).upper(), ""]
        for row in mine:
            told = tell(row, today)
            lines += [f"{row.code}  {told.text}", f"  {site}{told.path}", ""]
    lines += [
        _("Om welk bedrijf het gaat, zie je na het inloggen."),
        _("Alles wat openstaat: %(link)s", link=f"{site}/meldingen"),
        _("Kies wat je in deze mail wilt: %(link)s", link=f"{site}/meldingen/instellen"),
        "",
    ]
    return "\n".join(lines)


def note_mailed(session: GuardedSession, job: Job, sent: list[Any]) -> bool:
    """What was sent is not sent again."""
    mark(session, sent, MAILED)
    job.done = len(sent)
    return False


ROUND = Kind("notices.round", N_("Dagelijkse mail klaarzetten"), go_round, daily=Daily(MAILED_AT))
DIGEST = Kind(DIGEST_KIND, N_("Dagelijkse mail"), note_mailed, beforehand=send_digest)
