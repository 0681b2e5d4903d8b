"""The chain, without a database: what a hash covers, and what it does not say."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.ledger import chain, checks
from app.ledger.models import Change, Entry, Seal
from app.ledger.rules import Fact

NOON = datetime(2026, 11, 19, 11, 0, tzinfo=UTC)


def entry(number: int = 1, **more: object) -> SimpleNamespace:
    usual = dict.fromkeys(chain.ENTRY_FIELDS) | {"holds_on": date(2026, 3, 1), "recorded_at": NOON}
    return SimpleNamespace(**{**usual, "number": number, "fact": "admitted", "reason": "", "hash": "", **more})


def ledger(length: int) -> list[SimpleNamespace]:
    made, last = [], chain.START
    for number in range(1, length + 1):
        one = entry(number, lead_id=number)
        one.hash = last = chain.entry_hash(last, one, "")
        made.append(one)
    return made


def test_every_column_is_covered() -> None:
    assert {*chain.ENTRY_FIELDS, "hash"} == set(Entry.__table__.columns.keys())
    assert set(chain.CHANGE_FIELDS) == set(Change.__table__.columns.keys())
    assert {*chain.SEAL_FIELDS, "hash", "signature"} == set(Seal.__table__.columns.keys())


def test_the_form_never_changes() -> None:
    """What was hashed stays: another hash of the same entry would break every ledger there is."""
    known = "a2cacc3fd505d3c9d760d6fa183e9d07864e073053bd74329bb622a9474204da"
    assert chain.entry_hash(chain.START, entry(amount=96_000_000), "") == known


def test_the_same_moment_and_fact_hash_alike_however_they_are_written() -> None:
    there = entry(recorded_at=NOON.astimezone(ZoneInfo("Europe/Amsterdam")), fact=Fact.ADMITTED)
    assert chain.entry_hash(chain.START, there, "") == chain.entry_hash(chain.START, entry(), "")


@given(st.sampled_from([name for name in chain.ENTRY_FIELDS if name != "number"]), st.integers(2, 9))
def test_any_other_value_is_found_and_where(name: str, number: int) -> None:
    rows = ledger(9)
    setattr(rows[number - 1], name, "something else")
    assert [one.values["number"] for one in checks.check_entries(rows)] == [number]


@given(st.integers(1, 8))
def test_what_is_gone_is_named(number: int) -> None:
    rows = ledger(9)
    del rows[number - 1]
    found = [(one.kind, one.values["number"]) for one in checks.check_entries(rows)]
    assert found == [("entry_missing", number)]


@given(st.text(), st.text())
def test_a_digest_tells_texts_apart_and_nothing_without_its_salt(one: str, other: str) -> None:
    salt = chain.new_salt()
    assert (chain.digest(salt, one) == chain.digest(salt, other)) == (one == other)
    assert chain.digest(salt, one) != chain.digest(chain.new_salt(), one)
    assert chain.digest(None, None) == ""


def test_only_who_has_the_key_signs() -> None:
    signature = chain.sign("key", "a hash")
    assert chain.is_signed("key", "a hash", signature)
    assert not chain.is_signed("other", "a hash", signature)
    assert not chain.is_signed("key", "another", signature)
    assert not chain.is_signed("key", "a hash", "")


@given(st.sets(st.integers(1, 300)))
def test_numbers_are_written_as_ranges_and_read_back(numbers: set[int]) -> None:
    assert chain.numbers_of(chain.ranges(sorted(numbers))) == numbers


def test_ranges_are_short() -> None:
    assert chain.ranges([3, 4, 5, 9, 11, 12]) == "3-5 9 11-12"
