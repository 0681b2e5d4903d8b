"""A report counts up to the entry where its seal stands: in its row, and in the text of older reports too."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from app.drafting.document import compose
from app.reports.checks import check_reports
from app.reports.rules import canonical, fingerprint
from tests.drafting.test_document import DAY, ISSUE, TARGETS, material

SEAL = SimpleNamespace(number=4, hash="a" * 64, entry_number=10, report_id=1)
HEAD = {"seal": SEAL.number, "hash": SEAL.hash, "ledger_hash": "b" * 64}


@pytest.mark.parametrize(
    ("said", "until", "found"),
    [
        ({}, 10, False),
        ({}, 9, True),
        ({"ledger_number": 10}, 10, False),
        ({"ledger_number": 9}, 10, True),
        ({"ledger_number": 9}, 9, True),
        ({"head": None}, 9, False),
        ({"head": None, "ledger_number": 10}, 9, True),
    ],
)
def test_a_report_counts_up_to_the_entry_of_its_seal(said: dict, until: int, found: bool) -> None:
    document = compose(material(), {}, replace(ISSUE, head=HEAD)) | said
    text = canonical(document)
    about = {"number": document["number"], "reporting_date": DAY, "ledger_number": until, "replaces": None}
    row = SimpleNamespace(id=1, document=text, fingerprint=fingerprint(text), **about)
    kinds = {one.kind for one in check_reports([row], entries=[], seals=[SEAL], targets=TARGETS)}
    assert ("report_row" in kinds, "report_unreadable" in kinds) == (found, False)
