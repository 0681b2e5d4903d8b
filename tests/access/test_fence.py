"""The fence reads SQL: it counts where a guarded table is named and where its condition stands."""

import pytest

from app.access.fence import bare_tables

GUARDED = frozenset({"company", "lead", "value", "lead_course"})

BARE = {
    "select name from company": {"company"},
    "SELECT company.name FROM company": {"company"},
    "SELECT q.name FROM company AS q": {"company"},
    'SELECT x FROM "company"': {"company"},
    "SELECT lead.code FROM lead, company WHERE 'guard:lead' IS NOT NULL": {"company"},
    "SELECT lead.code FROM lead JOIN company ON 1 = 1 WHERE 'guard:company' IS NOT NULL": {"lead"},
    "SELECT (SELECT max(company.name) FROM company) FROM lead WHERE 'guard:lead' IS NOT NULL": {"company"},
    "SELECT a.x FROM company AS a, company AS b WHERE 'guard:company' IS NOT NULL": {"company"},
    "UPDATE company SET name = 1": {"company"},
    "DELETE FROM company": {"company"},
    "INSERT INTO rom (code) VALUES (1)": {"rom"},
    "INSERT INTO company (name) SELECT name FROM lead WHERE 'guard:lead' IS NOT NULL": {"company"},
}
COVERED = [
    "SELECT company.name FROM company WHERE 'guard:company' IS NOT NULL AND company.id = 1",
    "SELECT lead.code AS lead FROM lead WHERE 'guard:lead' IS NOT NULL",
    "SELECT lead(x) OVER () FROM rom",
    "SELECT rom.value FROM rom",
    "SELECT x FROM lead_course WHERE 'guard:lead_course' IS NOT NULL",
    "SELECT rom.name FROM rom WHERE EXISTS (SELECT * FROM company AS guard_company)",
    "UPDATE company SET name = 1 WHERE 'guard:company' IS NOT NULL",
]


@pytest.mark.parametrize("sql", BARE)
def test_a_table_without_its_condition_is_found(sql: str) -> None:
    assert bare_tables(sql, GUARDED) == BARE[sql]


@pytest.mark.parametrize("sql", COVERED)
def test_a_covered_statement_passes(sql: str) -> None:
    assert bare_tables(sql, GUARDED) == frozenset()
