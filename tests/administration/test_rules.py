"""What the administrator watches, without a database."""

from datetime import UTC, datetime, timedelta

from app.administration.rules import APPEND_ONLY, backup_tick, ledger_tick, refusal_tick, worker_tick

NOW = datetime(2026, 11, 19, 11, 0, tzinfo=UTC)


def test_a_gap_in_the_ledger_is_seen() -> None:
    assert ledger_tick(3, 3).is_well
    assert not ledger_tick(3, 4).is_well


def test_a_table_without_refusal_is_named() -> None:
    assert refusal_tick(set(APPEND_ONLY)).is_well
    tick = refusal_tick(APPEND_ONLY - {"entry"})
    assert not tick.is_well
    assert "entry" in str(tick.found)


def test_an_old_back_up_and_none_are_not_well() -> None:
    assert backup_tick(NOW - timedelta(hours=3), NOW).is_well
    assert str(backup_tick(NOW - timedelta(hours=3), NOW).found) == "3 uur oud"
    assert not backup_tick(NOW - timedelta(days=3), NOW).is_well
    assert not backup_tick(None, NOW).is_well


def test_a_worker_that_was_not_seen_for_a_while_is_not_well() -> None:
    assert worker_tick(NOW, NOW).is_well
    assert str(worker_tick(NOW - timedelta(minutes=4), NOW).found) == "De worker keek 4 minuten geleden rond"
    assert not worker_tick(NOW - timedelta(minutes=6), NOW).is_well
    assert not worker_tick(None, NOW).is_well
