"""Breaks the guard in one place at a time and tells which test notices: `python -m tests.mutants`.

A mutant that no test notices is a hole in the tests. Works on a copy, so the tree stays as it is.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", "var", "__pycache__", ".*_cache", ".hypothesis")
ON_SQLITE = ("-k", "not postgresql")
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Mutant:
    """One way to break the guard: in this file, this text becomes that one; these tests should notice."""

    name: str
    file: str
    before: str
    after: str
    tests: str = "tests/whole/test_guard_reads.py tests/whole/test_guard_writes.py tests/whole/test_guard_loaders.py"


MUTANTS = (
    Mutant(
        "one table loses its condition",
        "app/companies/circles.py",
        "protect(Company, read=_company_itself,",
        "protect(Company, read=lambda row, viewer: True,",
    ),
    Mutant(
        "lazy loads lose the conditions",
        "app/access/session.py",
        'if state.is_relationship_load or bool(getattr(state.statement, "_with_options", None)):\n'
        "        return frozenset(policies())",
        "if state.is_relationship_load:\n        return frozenset()",
    ),
    Mutant(
        "a refresh loses the condition",
        "app/access/session.py",
        "statement = statement.where(_refresh_condition(state.bind_mapper, viewer))",
        "pass",
    ),
    Mutant(
        "exists() loses the condition",
        "app/access/policy.py",
        "for element in visitors.iterate(statement):",
        'for element in (e for e in visitors.iterate(statement) if "EXISTS" not in str(statement)):',
    ),
    Mutant(
        "what may be read may be written",
        "app/access/session.py",
        ".where(written, write_condition(model, viewer))",
        ".where(written, read_condition(model, viewer))",
    ),
    Mutant(
        "a bulk update passes without the write condition",
        "app/access/session.py",
        "options += write_options(models, viewer)",
        "pass",
    ),
    Mutant(
        "the fence lets everything through",
        "app/access/fence.py",
        "    bare = reading.bare\n",
        "    bare = frozenset[str]()\n",
    ),
    Mutant(
        "the coordinator reads names",
        "app/companies/circles.py",
        "def _company_itself(row: Any, viewer: Viewer) -> Condition:\n    if not viewer.actor.is_member:",
        "def _company_itself(row: Any, viewer: Viewer) -> Condition:\n"
        "    if viewer.actor.has(Role.COORDINATOR):\n        return True\n    if not viewer.actor.is_member:",
    ),
    Mutant(
        "the end of a consent is ignored",
        "app/companies/circles.py",
        "or_(row.ends_on.is_(None), row.ends_on >= today),",
        "",
    ),
    Mutant(
        "a withdrawal is ignored",
        "app/companies/circles.py",
        "or_(row.withdrawn_on.is_(None), row.withdrawn_on > today),",
        "",
    ),
    Mutant(
        "the administrator reads a lead",
        "app/leads/circles.py",
        "def _lead_itself(row: Any, viewer: Viewer) -> Condition:\n    if viewer.actor.has(Role.COORDINATOR):",
        "def _lead_itself(row: Any, viewer: Viewer) -> Condition:\n"
        "    if viewer.actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):",
    ),
    Mutant(
        "a withheld lead is shown",
        "app/leads/circles.py",
        "return any_of(row.withheld.is_(False), dossier(row, viewer))",
        "return True",
    ),
    Mutant(
        "what is kept of the ledger outlives the consent under which it was read",
        "app/access/unchanged.py",
        "if not reads_all(model, session.viewer) or not _reads_what_is_committed(session):",
        "if not _reads_what_is_committed(session):",
        "tests/access/test_unchanged.py",
    ),
    Mutant(
        "a table has no policy in the database",
        "app/access/secure.py",
        "for model, of_roles in rights.items():",
        "for model, of_roles in list(rights.items())[1:]:",
        "tests/whole/test_row_security.py",
    ),
    Mutant(
        "the database lets what may be read be written",
        "app/access/secure.py",
        "said.leave, said.write, said.write)",
        "said.leave, said.read, said.read)",
        "tests/whole/test_row_security.py",
    ),
    Mutant(
        "the database believes whoever says who acts",
        "app/access/secure.py",
        "THEN RETURN NULL; END IF;",
        "THEN NULL; END IF;",
        "tests/whole/test_row_tries.py",
    ),
    Mutant(
        "a route opens to everybody with an account",
        "app/impact/routes.py",
        '@bp.get("/overzicht")\n@allow(Role.COORDINATOR)',
        '@bp.get("/overzicht")\n@allow(*Role)',
        "tests/whole/test_access.py",
    ),
    Mutant(
        "a person who moved keeps the session of the old organisation",
        "app/accounts/services.py",
        "    person.organisation_id = organisation.id\n    end_sessions(person)\n",
        "    person.organisation_id = organisation.id\n",
        "tests/accounts/test_signin.py",
    ),
    Mutant(
        "a person who moved stays with the old organisation",
        "app/accounts/services.py",
        "    person.organisation_id = organisation.id\n    end_sessions(person)\n",
        "    end_sessions(person)\n",
        "tests/administration/test_pages.py",
    ),
)


def noticed(mutant: Mutant) -> str | None:
    """The first test that fails on a copy with the mutant in it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        target = copy / mutant.file
        text = target.read_text()
        if text.count(mutant.before) != 1:
            sys.exit(f"{mutant.name}: its text stands {text.count(mutant.before)} times in {mutant.file}")
        target.write_text(text.replace(mutant.before, mutant.after))
        command = [sys.executable, "-m", "pytest", "-x", "-q", *ON_SQLITE, "--tb=no", *mutant.tests.split()]
        answer = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    found = FAILED.search(answer.stdout)
    return found[1] if found else None


def main() -> None:
    """Prints a line a mutant, and ends with 1 when one goes unnoticed."""
    survivors = 0
    for mutant in MUTANTS:
        test = noticed(mutant)
        survivors += test is None
        print(f"{mutant.name}: {test or 'NOBODY NOTICES'}", flush=True)
    sys.exit(bool(survivors))


if __name__ == "__main__":
    main()
