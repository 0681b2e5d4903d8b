"""Work that runs later: as who asked, a commit a step, never twice, and never lost. Run for real, on both databases."""

import threading
from collections.abc import Iterator
from datetime import time, timedelta

import pytest
from sqlalchemy import select, update

from app.access.session import GuardedSession
from app.accounts.models import Person
from app.accounts.services import end_access
from app.db.clock import AMSTERDAM
from app.db.errors import Refused
from app.jobs.kinds import Kind
from app.jobs.models import Job
from app.jobs.rules import PATIENCE, RETRY_AFTER, Daily, Status
from app.jobs.services import ask, stop, try_again
from tests.acting import actor_of
from tests.pages import Site
from tests.working import asking, found, look_round, runner, work

FEMKE, NOOR, OLGA = "taskforce@bom.example", "taskforce@inwest.example", "admin@groeiruimte.example"


def write_on(session: GuardedSession, job: Job) -> bool:
    """Adds a mark to the name of who asked, once a step, until there are as many as were asked for."""
    me = session.get_one(Person, session.actor.person_id)
    me.name += "+"
    session.flush()
    job.done += 1
    if job.given.get("crash_at") == job.done:
        raise RuntimeError("Roodspar B.V. is not to be seen in any list of work")
    if job.given.get("refuse_at") == job.done:
        raise Refused("Dit kan niet: %(why)s", why="vol")
    return job.done < job.given["times"]


WRITE = Kind("test.write", "Schrijven", write_on, outcome=lambda job: f"/pijplijn?q={job.result.get('found', 'alles')}")
REPORT = Kind("test.daily", "Dagelijks", lambda session, job: False, daily=Daily(time(7)))


@pytest.fixture
def place(site: Site) -> Iterator[Site]:
    """The site, with two kinds of work of these tests' own; what comes each day has been done today."""
    kinds = runner(site).kinds
    runner(site).kinds = {**kinds, WRITE.name: WRITE, REPORT.name: REPORT}
    look_round(site)
    yield site
    runner(site).kinds = kinds


def asked(site: Site, **given: int) -> int:
    """Work that Femke asks for; its number."""
    with asking(site, actor_of(site, FEMKE)) as session:
        return ask(session, WRITE, given, total=given.get("times")).id


def name(site: Site) -> str:
    with site.system() as session:
        return session.scalars(select(Person.name).where(Person.email == FEMKE)).one()


def later(site: Site, wait: timedelta) -> None:
    site.clock.set(site.clock.now() + wait)


def test_it_runs_after_the_commit_step_by_step_as_who_asked(place: Site):
    with asking(place, actor_of(place, FEMKE)) as session:
        job = ask(session, WRITE, {"times": 3}, total=3)
        assert work(place) == 0
    assert work(place) == 3

    done = found(place, job.id)
    assert (done.status, done.done, done.total, done.steps) == (Status.DONE, 3, 3, 3)
    assert name(place) == "Femke de Wit+++"
    assert work(place) == 0


def test_what_was_not_kept_is_not_lined_up(place: Site):
    with place.app.app_context():
        session = GuardedSession(place.engine, actor=actor_of(place, FEMKE), clock=place.clock)
        ask(session, WRITE, {"times": 1})
        session.rollback()
        session.commit()
        session.close()
    assert work(place) == 0


def test_a_savepoint_that_is_undone_takes_only_its_own_work_along(place: Site):
    with asking(place, actor_of(place, FEMKE)) as session:
        kept = ask(session, WRITE, {"times": 1})
        undone = session.begin_nested()
        ask(session, WRITE, {"times": 1})
        undone.rollback()
        with session.begin_nested():
            also = ask(session, WRITE, {"times": 1})
        assert work(place) == 0
    work(place)
    assert {found(place, job.id).status for job in (kept, also)} == {Status.DONE}
    assert name(place) == "Femke de Wit++"


def test_a_crash_undoes_its_step_alone_and_is_tried_again(place: Site, caplog: pytest.LogCaptureFixture):
    number = asked(place, times=3, crash_at=2)
    work(place)
    waiting = found(place, number)
    assert (waiting.status, waiting.done, waiting.tries, name(place)) == (Status.RUNNING, 1, 1, "Femke de Wit+")

    for wait in RETRY_AFTER:
        assert look_round(place) == 0
        later(place, wait)
        look_round(place)
    failed = found(place, number)
    assert (failed.status, failed.trouble, failed.done, name(place)) == (Status.FAILED, "crashed", 1, "Femke de Wit+")
    assert "Roodspar" not in repr(vars(failed))
    assert "Roodspar" in caplog.text
    later(place, PATIENCE)
    assert look_round(place) == 0


def test_what_works_the_second_time_goes_on(place: Site, caplog: pytest.LogCaptureFixture):
    number = asked(place, times=3, crash_at=2)
    work(place)
    with place.system() as session:
        session.execute(update(Job).where(Job.id == number).values(given={"times": 3}))
    later(place, RETRY_AFTER[0])
    look_round(place)
    done = found(place, number)
    assert (done.status, done.done, done.tries, name(place)) == (Status.DONE, 3, 0, "Femke de Wit+++")


def test_a_rule_that_refuses_ends_it_and_says_why(place: Site):
    number = asked(place, times=3, refuse_at=2)
    work(place)
    failed = found(place, number)
    assert (failed.status, failed.trouble, failed.done, name(place)) == (Status.FAILED, "refused", 1, "Femke de Wit+")
    page = place.browser(FEMKE).get(f"/achtergrond/{number}")
    assert "Dit kan niet: vol" in page.words
    assert "Wat al gedaan was, staat er: 1." in page.words


def test_who_has_no_access_any_more_does_nothing_any_more(place: Site):
    number = asked(place, times=2)
    with asking(place, actor_of(place, OLGA)) as session:
        end_access(session, session.scalars(select(Person).where(Person.email == FEMKE)).one())
    work(place)
    assert (found(place, number).status, found(place, number).trouble) == (Status.FAILED, "no_access")
    assert name(place) == "Femke de Wit"


def test_a_step_that_is_lined_up_twice_is_done_once(place: Site):
    number = asked(place, times=1)
    runner(place).line.put(number, 0)
    assert work(place) == 2
    assert name(place) == "Femke de Wit+"


def test_two_workers_with_the_same_step_do_it_once(place: Site):
    number = asked(place, times=1)
    both = [threading.Thread(target=runner(place).step, args=(number, 0)) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert (found(place, number).status, name(place)) == (Status.DONE, "Femke de Wit+")


def test_what_the_line_lost_is_found_again(place: Site):
    with place.session(actor_of(place, FEMKE)) as session:  # outside an app nothing is lined up
        number = ask(session, WRITE, {"times": 2}).id
    assert look_round(place) == 0
    later(place, PATIENCE)
    assert look_round(place) == 2
    assert found(place, number).status == Status.DONE


def test_daily_work_comes_once_a_day_and_late_rather_than_never(place: Site):
    def times() -> int:
        with place.system() as session:
            return len(session.scalars(select(Job.id).where(Job.kind == REPORT.name)).all())

    place.clock.set(place.clock.now().astimezone(AMSTERDAM).replace(hour=6, minute=59) + timedelta(days=1))
    look_round(place)
    assert times() == 1
    later(place, timedelta(hours=9))
    look_round(place)
    look_round(place)
    assert times() == 2
    later(place, timedelta(days=1))
    look_round(place)
    assert times() == 3
    assert runner(place).last_seen() == place.clock.now()


def test_it_is_stopped_and_tried_again(place: Site):
    number = asked(place, times=2, crash_at=2)
    runner(place).step(number, 0)
    with asking(place, actor_of(place, OLGA)) as session:
        assert stop(session, number)
    work(place)
    assert (found(place, number).status, name(place)) == (Status.STOPPED, "Femke de Wit+")
    with asking(place, actor_of(place, FEMKE)) as session:
        mine = session.get_one(Job, number)
        mine.given = {"times": 2}
        assert try_again(session, mine)
        assert not try_again(session, mine)
    work(place)
    assert (found(place, number).status, name(place)) == (Status.DONE, "Femke de Wit++")


def test_what_ended_long_ago_is_forgotten(place: Site):
    number = asked(place, times=1)
    work(place)
    later(place, timedelta(days=91))
    look_round(place)
    with place.system() as session:
        assert session.get(Job, number) is None


def test_the_command_does_what_waits(place: Site):
    number = asked(place, times=2)
    answer = place.app.test_cli_runner().invoke(args=["worker", "--once"])
    assert answer.exit_code == 0, answer.output
    assert "steps done" in answer.output
    assert found(place, number).status == Status.DONE


def test_one_follows_ones_own_work_and_is_led_on(place: Site):
    number = asked(place, times=4)
    femke, path = place.browser(FEMKE), f"/achtergrond/{number}"
    assert "Wacht tot het aan de beurt is" in femke.get(path).words
    runner(place).step(number, 0)
    page = femke.get(path)
    assert "1 van 4 gedaan" in page.words
    assert page.tree.one("section", id="voortgang").get("hx-get") == path
    place.browser(NOOR).get(path, status=404)
    work(place)
    assert femke.client.get(path).location == "/pijplijn?q=alles"
    assert femke.client.get(path, headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/pijplijn?q=alles"
