"""What somebody tries who has a login of the database and goes round the program, and what comes of it."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import ProgrammingError

from app.access.actor import Actor, Role
from app.access.errors import AccessError
from app.access.rows import SETTING, TELL, said_of, sign
from app.access.session import Exemption, open_session
from app.accounts.models import Person, RoleGrant
from app.accounts.queries import identify
from app.companies.models import Company
from app.db.clock import Clock
from app.leads.models import Lead
from tests.conftest import NOON
from tests.rows import APPLICATION, KEY, OWNER, PROGRAMME, SYSTEM, Held, login_of, role_of, tell

DENIED, EMPTY, BROKEN = "permission denied", "nothing", "row-level security"
TODAY = NOON.date()


@pytest.fixture(scope="module")
def people(held: Held) -> dict[str, Actor]:
    """Somebody of BOM, the coordinator, EZ, the administrator; and the system."""
    engine = held.above()
    emails = {"bom": "taskforce@bom", "iq": "coordinator@iq", "ez": "ez@ez", "admin": "admin@groeiruimte"}
    found = {"system": Actor.system("test")}
    with open_session(engine, Actor.system("test"), Clock(NOON)) as session:
        for name, email in emails.items():
            person = session.scalars(select(Person).where(Person.email == f"{email}.example")).one()
            known = identify(session, person.id, person.session_token)
            assert known is not None
            found[name] = known.actor
    engine.dispose()
    return found


@pytest.fixture(scope="module")
def hidden(held: Held, people: dict[str, Actor]) -> int:
    """A company that BOM does not know."""
    engine = held.above()
    with open_session(engine, people["bom"], Clock(NOON)) as session:
        known = set(session.scalars(select(Company.id)))
    with open_session(engine, people["system"], Clock(NOON)) as session:
        unknown = session.scalars(select(Company.id).where(Company.id.not_in(known)).limit(1)).one()
    engine.dispose()
    return unknown


def outcome(connection: psycopg.Connection, sql: str) -> str:
    """What comes of a statement: nothing, how many rows or the one number, or the words with which it is refused."""
    try:
        with connection.transaction():
            cursor = connection.execute(sql)  # type: ignore[arg-type]
            found = cursor.fetchall() if cursor.description else cursor.rowcount
    except psycopg.Error as refusal:
        return str(refusal).splitlines()[0]
    if isinstance(found, list):
        found = found[0][0] if len(found) == 1 else len(found)
    return EMPTY if found in (0, -1, None) else str(found)


# --- Nobody was said to act -----------------------------------------------------------------------------------


@pytest.mark.parametrize("login", [APPLICATION, PROGRAMME, SYSTEM])
def test_a_bare_login_can_do_nothing(held: Held, login: str):
    with held.raw(login) as connection:
        for table in ("company", "lead", "entry", "person", "report", "alembic_version"):
            assert DENIED in outcome(connection, f"SELECT count(*) FROM public.{table}")
        assert DENIED in outcome(connection, "INSERT INTO public.value (digest) VALUES ('x')")
        assert DENIED in outcome(connection, "CREATE TABLE public.mine (x text)")
        assert DENIED in outcome(connection, "CREATE SCHEMA mine")


@pytest.mark.parametrize("who", ["bom", "iq", "ez", "admin", "system"])
def test_a_role_that_nobody_signed_for_reads_and_writes_nothing(held: Held, people: dict[str, Actor], who: str):
    actor = people[who]
    with held.raw(login_of(actor)) as connection:
        connection.execute(f"SET ROLE {role_of(actor, writes=True)}")  # type: ignore[arg-type]
        readable = "report" if who == "ez" else "organisation"
        assert outcome(connection, f"SELECT count(*) FROM {readable}") == EMPTY
        assert outcome(connection, "SELECT count(*) FROM person") == EMPTY
        assert outcome(connection, "UPDATE person SET name = 'x'") == EMPTY
        assert BROKEN in outcome(
            connection, "INSERT INTO change (at, \"table\", row_id, action) VALUES (now(), 'x', 1, 'x')"
        )


SWAPS: dict[str, Callable[[str], str]] = {
    "another organisation": lambda said: json.dumps(json.loads(said) | {"organisation": 1}),
    "another person": lambda said: json.dumps(json.loads(said) | {"person": 1}),
    "another day": lambda said: json.dumps(json.loads(said) | {"day": "2025-06-01"}),
    "nothing": lambda said: "",
    "no actor at all": lambda said: "{}",
    "no JSON": lambda said: "robert",
}


@pytest.mark.parametrize("swap", SWAPS)
def test_what_was_signed_cannot_be_changed(held: Held, people: dict[str, Actor], swap: str):
    role = role_of(people["bom"])
    said = said_of(role, people["bom"], TODAY)
    with held.raw(APPLICATION) as connection:
        connection.execute(TELL, (role, said, sign(KEY, said)))
        assert outcome(connection, "SELECT count(*) FROM lead") != EMPTY
        connection.execute(f"SELECT set_config('{SETTING}', %s, true)", (SWAPS[swap](said),))  # type: ignore[arg-type]
        assert outcome(connection, "SELECT count(*) FROM lead") == EMPTY
        assert outcome(connection, "SELECT count(*) FROM organisation") == EMPTY


def test_a_signature_holds_for_one_role_one_key_and_five_minutes(held: Held, people: dict[str, Actor]):
    bom, coordinator = role_of(people["bom"]), role_of(people["iq"])
    old = said_of(bom, people["bom"], TODAY)
    old = json.dumps(json.loads(old) | {"at": json.loads(old)["at"] - 301})
    with held.raw(APPLICATION) as connection:
        for told in (
            lambda: tell(connection, people["bom"], TODAY, key="another"),
            lambda: tell(connection, people["iq"], TODAY, key="another"),
            lambda: connection.execute(TELL, (bom, old, sign(KEY, old))),
        ):
            tell(connection, people["bom"], TODAY)
            told()
            assert outcome(connection, "SELECT count(*) FROM lead") == EMPTY
        tell(connection, people["bom"], TODAY)
        connection.execute(f"SET LOCAL ROLE {coordinator}")  # type: ignore[arg-type]
        assert outcome(connection, "SELECT count(*) FROM lead_course") == EMPTY


def test_nobody_takes_on_a_role_that_is_not_theirs(held: Held, people: dict[str, Actor]):
    past = f"{APPLICATION}_as_past"
    others = {
        APPLICATION: [role_of(people["ez"]), role_of(people["system"]), SYSTEM, PROGRAMME, OWNER, "postgres"],
        PROGRAMME: [role_of(people["bom"]), role_of(people["iq"]), past, role_of(people["system"]), OWNER],
        SYSTEM: [role_of(people["bom"]), role_of(people["ez"]), past, OWNER],
    }
    for login, roles in others.items():
        with held.raw(login) as connection:
            for role in roles:
                assert DENIED in outcome(connection, f"SET ROLE {role}")
                assert DENIED in outcome(connection, f"SET SESSION AUTHORIZATION {role}")
    with held.raw(APPLICATION) as connection:
        connection.execute(f"SET ROLE {past}")  # type: ignore[arg-type]
        assert outcome(connection, "SELECT count(*) FROM company") == EMPTY
        tell(connection, people["bom"], TODAY, role=past, key="another")
        assert outcome(connection, "SELECT count(*) FROM company") == EMPTY
        tell(connection, people["bom"], TODAY, role=past)
        assert DENIED in outcome(connection, "UPDATE company SET name = 'x'")


# --- Somebody acts, and goes too far --------------------------------------------------------------------------

# who tries, whether in a session that writes, what, and what comes of it; {hidden} is a company that BOM does not know
TRIES: tuple[tuple[str, bool, str, str], ...] = (
    # what is hidden, asked in every shape
    ("bom", False, "SELECT name FROM company WHERE id = {hidden}", EMPTY),
    ("bom", True, "SELECT name FROM company WHERE id = {hidden}", EMPTY),
    ("bom", False, "SELECT 1 FROM company WHERE id = {hidden} AND 1 / (length(name) - length(name)) > 0", EMPTY),
    ("bom", False, "SELECT 1 FROM company WHERE id = {hidden} AND name::integer > 0", EMPTY),
    ("bom", False, "SELECT s.question FROM lead l JOIN lead_story s ON s.lead_id = l.id WHERE l.company_id = {hidden}", EMPTY),
    ("bom", False, "SELECT xpath('//name', query_to_xml('SELECT * FROM company WHERE id = {hidden}', true, false, ''))", "[]"),
    ("bom", False, "SET LOCAL row_security = off; SELECT name FROM company", BROKEN),
    ("bom", False, "SELECT count(*) FROM pg_stats WHERE tablename = 'company'", EMPTY),
    ("bom", False, "SELECT count(*) FROM pg_statistic", DENIED),
    ("bom", False, "SELECT count(*) FROM pg_authid", DENIED),
    ("bom", False, "SELECT 1 FROM pg_stat_activity WHERE usename <> session_user AND query NOT IN ('', '{nothing}')", EMPTY),
    ("admin", False, "SELECT count(*) FROM lead", EMPTY),
    ("admin", False, "SELECT count(*) FROM company", EMPTY),
    # what is not theirs to write
    ("bom", True, "UPDATE company SET name = 'x' WHERE id = {hidden}", EMPTY),
    ("bom", True, "DELETE FROM company WHERE id = {hidden}", EMPTY),
    ("bom", True, "INSERT INTO trade_name (company_id, name, name_key) VALUES ({hidden}, 'x', 'x')", BROKEN),
    ("bom", True, "UPDATE company SET holder_id = 1", BROKEN),
    ("bom", True, "UPDATE person SET organisation_id = 1", DENIED),
    ("bom", True, "INSERT INTO role_grant (person_id, role, granted_at) VALUES (1, 'administrator', now())", DENIED),
    ("bom", False, "UPDATE company SET name = 'x'", DENIED),
    ("bom", False, "DELETE FROM trade_name", DENIED),
    # the ledger, the history and what guards them
    ("iq", True, "UPDATE entry SET amount = 1", DENIED),
    ("iq", True, "DELETE FROM entry", DENIED),
    ("system", True, "UPDATE entry SET amount = 1", DENIED),
    ("system", True, "DELETE FROM change", DENIED),
    ("system", True, "TRUNCATE entry", DENIED),
    ("iq", True, "UPDATE report SET document = 'x'", DENIED),
    ("system", True, "ALTER TABLE entry DISABLE TRIGGER ALL", "must be owner"),
    ("system", True, "DROP TRIGGER entry_no_update ON entry", "must be owner"),
    ("system", True, "ALTER TABLE company DISABLE ROW LEVEL SECURITY", "must be owner"),
    ("iq", True, "ALTER TABLE company DISABLE ROW LEVEL SECURITY", "must be owner"),
    ("iq", True, "DROP POLICY select_1 ON company", "must be owner"),
    ("iq", True, "CREATE POLICY mine ON company USING (true)", "must be owner"),
    ("iq", True, "ALTER TABLE company ADD COLUMN x text", "must be owner"),
    ("iq", True, "DROP TABLE entry", "must be owner"),
    ("iq", True, "CREATE VIEW public.mine AS SELECT * FROM company", DENIED),
    ("iq", True, "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'", DENIED),
    ("iq", True, "CREATE EXTENSION dblink", DENIED),
    ("iq", True, "SELECT setval('entry_number_seq', 1)", "does not exist"),
    ("bom", True, "SELECT setval('company_id_seq', 1)", DENIED),
    ("iq", True, "CREATE ROLE mine", DENIED),
    ("iq", True, "GRANT ALL ON company TO PUBLIC", EMPTY),  # with a warning: there was nothing to give away
    # what the policies themselves ask
    ("bom", False, "SELECT word FROM guard.key", DENIED),
    ("bom", False, "SELECT guard.acts(current_user)", DENIED),
    ("bom", False, "SELECT guard.said('organisation')", DENIED),
    ("ez", False, "SELECT word FROM guard.key", DENIED),
    ("system", True, "SELECT word FROM guard.key", DENIED),
    ("system", True, "UPDATE guard.key SET word = 'x'", DENIED),
    # files and programs of the server
    ("system", True, "COPY company TO '/tmp/stolen'", "must be superuser"),
    ("system", True, "COPY company TO PROGRAM 'cat'", "must be superuser"),
    ("system", True, "SELECT pg_read_file('/etc/passwd')", DENIED),
    ("bom", True, "COPY company FROM '/tmp/forged'", "must be superuser"),
    ("bom", False, "LOCK TABLE company", DENIED),
    # who follows the programme
    ("ez", False, "SELECT count(*) FROM company", DENIED),
    ("ez", False, "SELECT count(*) FROM lead", DENIED),
    ("ez", False, "SELECT count(*) FROM entry", DENIED),
    ("ez", False, "SELECT count(*) FROM submission", DENIED),
    ("ez", False, "SELECT count(*) FROM report_draft", DENIED),
    ("ez", False, "SELECT count(*) FROM value", DENIED),
    ("ez", False, "SELECT count(*) FROM change", DENIED),
    ("ez", False, "SELECT count(*) FROM consent", DENIED),
    ("ez", False, "SELECT count(*) FROM seal", DENIED),
    ("ez", False, "SELECT count(*) FROM person", "1"),
    ("ez", True, "SELECT count(*) FROM company", DENIED),
    # what signs people in
    ("bom", False, "SELECT password_hash FROM person", DENIED),
    ("iq", False, "SELECT session_token FROM person", DENIED),
    ("ez", False, "SELECT * FROM person", DENIED),
    ("bom", True, "UPDATE person SET name = session_token", DENIED),
    ("ez", True, "DELETE FROM attempt", DENIED),
    ("ez", True, "UPDATE attempt SET at = '2020-01-01'", DENIED),
    ("bom", True, "DELETE FROM attempt", DENIED),
    ("ez", True, "UPDATE report SET document = 'x'", DENIED),
    ("ez", True, "DELETE FROM report", DENIED),
    ("ez", True, "UPDATE person SET email = 'x'", DENIED),
    ("ez", True, "UPDATE person SET organisation_id = 1", DENIED),
    ("ez", True, "UPDATE person SET name = 'x'", "1"),
)  # fmt: skip


@pytest.mark.parametrize("number", range(len(TRIES)), ids=lambda number: f"{TRIES[number][0]}: {TRIES[number][2]}"[:90])
def test_what_goes_too_far_is_refused_or_finds_nothing(held: Held, people: dict[str, Actor], hidden: int, number: int):
    who, writes, sql, expected = TRIES[number]
    actor = people[who]
    with held.raw(login_of(actor)) as connection:
        tell(connection, actor, TODAY, writes=writes and who != "system")
        assert expected in outcome(connection, sql.format(hidden=hidden, nothing="<insufficient privilege>"))


def test_a_copy_holds_what_one_sees_and_nothing_is_copied_in(held: Held, people: dict[str, Actor]):
    with held.raw(APPLICATION) as connection:
        tell(connection, people["bom"], TODAY, writes=True)
        seen = connection.execute("SELECT count(*) FROM company").fetchone()
        with connection.cursor().copy("COPY company TO STDOUT") as copied:
            assert seen == (len(b"".join(map(bytes, copied)).splitlines()),)
        with (
            pytest.raises(psycopg.errors.FeatureNotSupported, match="row-level security"),
            connection.cursor().copy("COPY trade_name FROM STDIN") as copy,
        ):
            copy.write(io.BytesIO(b"1\t1\tx\tx\n").read())


def test_a_table_for_a_day_cannot_be_made_either(held: Held):
    # a copy of a database has rights of its own on itself, so the template is asked, which the command made
    with held.raw() as connection:
        named = "SELECT datname FROM pg_database WHERE NOT has_database_privilege(%s, oid, 'TEMP') AND datname LIKE %s"
        for login in (APPLICATION, PROGRAMME, SYSTEM):
            assert len(connection.execute(named, (login, "groeiruimte_test_%")).fetchall()) >= 1


# --- The program itself ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def app(held: Held) -> Iterator[object]:
    app = held.app(Clock(NOON))
    yield app
    app.extensions["engine"].dispose()


@pytest.mark.parametrize("ends", ["commit", "rollback", "error"])
def test_a_connection_that_goes_back_to_the_pool_knows_nobody(app, people: dict[str, Actor], ends: str):
    engine = app.extensions["engine"]
    with open_session(engine, people["bom"], Clock(NOON)) as session:
        raw = session.connection().connection.dbapi_connection
        assert session.scalar(select(func.count(Lead.id)))
        if ends == "error":
            with pytest.raises(ProgrammingError):
                session.execute(select(func.no_such_function()))
        getattr(session, "rollback" if ends == "error" else ends)()
    assert raw.execute("SELECT current_user, session_user").fetchone() == (APPLICATION, APPLICATION)
    assert raw.execute(f"SELECT current_setting('{SETTING}', true)").fetchone() == ("",)
    assert DENIED in outcome(raw, "SELECT count(*) FROM public.company")
    raw.rollback()


def test_a_page_that_only_reads_cannot_write(app, people: dict[str, Actor]):
    with open_session(app.extensions["engine"], people["bom"], Clock(NOON)) as session:
        me = session.get_one(Person, people["bom"].person_id)
        me.name = "Iemand anders"
        with pytest.raises(ProgrammingError, match=DENIED):
            session.flush()


def test_looking_past_the_guard_ends_with_its_question(app, people: dict[str, Actor], hidden: int):
    names = select(Company.name).where(Company.id == hidden)
    with open_session(app.extensions["engine"], people["bom"], Clock(NOON)) as session:
        assert session.look_past(names, Exemption.KNOWN_ELSEWHERE).scalar_one()
        assert session.scalars(names).all() == []
        raw = session.connection().connection.dbapi_connection
        assert outcome(raw, f"SELECT name FROM company WHERE id = {hidden}") == EMPTY
        assert raw.execute("SELECT current_user").fetchone() == (role_of(people["bom"]),)


def test_for_the_programme_the_system_looks_past_the_guard(app, people: dict[str, Actor], hidden: int):
    with open_session(app.extensions["engine"], people["ez"], Clock(NOON)) as session:
        names = select(Company.name).where(Company.id == hidden)
        assert session.look_past(names, Exemption.KNOWN_ELSEWHERE).scalar_one()
        raw = session.connection().connection.dbapi_connection
        assert raw.execute("SELECT session_user").fetchone() == (PROGRAMME,)
        assert DENIED in outcome(raw, f"SELECT name FROM company WHERE id = {hidden}")


def test_a_login_above_the_policies_is_refused(held: Held, people: dict[str, Actor]):
    for login in (held.url.render_as_string(hide_password=False), held.address(OWNER)):
        app = held.app(Clock(NOON), database_url=login)
        with (
            pytest.raises(AccessError, match="not bound"),
            open_session(app.extensions["engine"], people["bom"], Clock(NOON)) as s,
        ):
            s.scalars(select(RoleGrant)).all()
        app.extensions["engine"].dispose()


def test_an_actor_of_no_known_kind_gets_nowhere(app, people: dict[str, Actor]):
    odd = replace(people["bom"], roles=frozenset({Role.MEMBER, Role.ADMINISTRATOR}))
    with pytest.raises(psycopg.Error), open_session(app.extensions["engine"], odd, Clock(NOON)) as session:
        session.scalars(select(Lead)).all()
