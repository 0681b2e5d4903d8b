"""The fence reads SQL: it counts where a guarded table is named and where its condition stands."""

import re

import pytest

from app.access.fence import Reading, read
from app.access.policy import marker, past_guard
from app.companies.models import Company

GUARDED = frozenset({"company", "lead", "value", "lead_course", "bottleneck"})


def reading(sql: str) -> Reading:
    """How the fence reads a statement, with the real marks of this process in it."""
    marked = re.sub(r"MARK:(\w+)", lambda found: marker(found.group(1)), sql)
    return read(marked.replace("guard_company", past_guard(Company).name), GUARDED)


BARE = {
    "select name from company": {"company"},
    "SELECT company.name FROM company": {"company"},
    "SELECT q.name FROM company AS q": {"company"},
    'SELECT x FROM "company"': {"company"},
    "SELECT lead.code FROM lead, company WHERE MARK:lead IS NOT NULL": {"company"},
    "SELECT lead.code FROM lead JOIN company ON 1 = 1 WHERE MARK:company IS NOT NULL": {"lead"},
    "SELECT (SELECT max(company.name) FROM company) FROM lead WHERE MARK:lead IS NOT NULL": {"company"},
    "SELECT a.x FROM company AS a, company AS b WHERE MARK:company IS NOT NULL": {"company"},
    "UPDATE company SET name = 1": {"company"},
    "DELETE FROM company": {"company"},
    "INSERT INTO rom (code) VALUES (1)": {"rom"},
    "select name from COMPANY": {"company"},
    "select name from Company": {"company"},
    "select name from rom, 'company'": {"company"},
    "select name from ('company')": {"company"},
    "select name from main.company": {"company"},
    "select name from 'company'": {"company"},
    "select name from 'Company'": {"company"},
    'select name from main."company"': {"company"},
    "select count(*) from company AS guard_x": {"company"},
    "select count(*) from company AS guard_company": {"company"},
    "select name from company where 'guard:company' is not null": {"company"},
    "select name from company -- 'guard:company'": {"company"},
    "select name as \"'guard:company'\" from company": {"company"},
    "select , name from company where x = ": {"company"},
    "SELECT lesson.bottleneck FROM bottleneck": {"bottleneck"},
    "INSERT INTO company (name) SELECT name FROM lead WHERE MARK:lead IS NOT NULL": {"company"},
}
COVERED = [
    "SELECT company.name FROM company WHERE MARK:company IS NOT NULL AND company.id = 1",
    "SELECT lead.code AS lead FROM lead WHERE MARK:lead IS NOT NULL",
    "SELECT lead(x) OVER () FROM rom",
    "SELECT lesson.bottleneck FROM lesson",
    "SELECT rom.name FROM rom WHERE rom.name = 'the company' AND rom.short = 'company'",
    "SELECT x FROM lead_course WHERE MARK:lead_course IS NOT NULL",
    "SELECT rom.name FROM rom WHERE EXISTS (SELECT * FROM company AS guard_company)",
    "UPDATE company SET name = 1 WHERE MARK:company IS NOT NULL",
]


@pytest.mark.parametrize("sql", BARE)
def test_a_table_without_its_condition_is_found(sql: str) -> None:
    assert reading(sql).bare == BARE[sql]


@pytest.mark.parametrize("sql", COVERED)
def test_a_covered_statement_passes(sql: str) -> None:
    assert reading(sql).bare == frozenset()


STRANGE = [
    "select 1 -- from company",
    "select 1 /* from company */",
    "select 1; select 2",
    "select name from [company]",
    "select name from `company`",
    "select x from main.rom",
    "select name from sqlite_master",
    "select * from pragma_table_info('rom')",
    "select most_common_vals from pg_stats",
    "select query_to_xml('select * from x', true, true, '')",
    'select name from U&"comp\\0061ny"',
    "select $$ company $$",
    "select 'company",
]


@pytest.mark.parametrize("sql", STRANGE)
def test_what_could_hide_a_table_is_seen(sql: str) -> None:
    assert reading(sql).strange


READS = ["SELECT 1", "WITH x AS (SELECT 1) SELECT * FROM x", "(SELECT 1) UNION (SELECT 2)", "SELECT 1 FOR UPDATE"]
WRITES = ["INSERT INTO rom (x) SELECT 1", "UPDATE rom SET x = 1", "DELETE FROM rom"]
NEITHER = [
    "INSERT OR REPLACE INTO organisation (id) VALUES (1)",
    "REPLACE INTO organisation (id) VALUES (1)",
    "/*c*/ update organisation set name = 'x'",
    "with x as (select 1) update organisation set name = 'x'",
    "with x as (update organisation set name = 'x' returning id) select * from x",
    "select name into copy from rom",
    "ATTACH 'x' AS z",
    "CREATE TABLE copy AS SELECT * FROM rom",
    "CREATE VIEW copy AS SELECT * FROM rom",
    "PRAGMA foreign_keys=OFF",
]


@pytest.mark.parametrize(
    ("sql", "reads", "writes"),
    [
        *((sql, True, False) for sql in READS),
        *((sql, False, True) for sql in WRITES),
        *((sql, False, False) for sql in NEITHER),
    ],
)
def test_what_only_reads_is_told_from_what_writes(sql: str, reads: bool, writes: bool) -> None:
    assert (reading(sql).reads, reading(sql).target is not None) == (reads, writes)
