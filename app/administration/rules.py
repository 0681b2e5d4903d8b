"""What the administrator watches: whether the record is whole, and how old the back-up is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.jobs.rules import MISSED_AFTER
from app.words import N_, Said

APPEND_ONLY = frozenset({"change", "counting_setting", "entry", "report", "target"})
BACKUP_MAY_BE = timedelta(hours=26)


@dataclass(frozen=True)
class Tick:
    """One thing that was looked at: whether it is well, and what was found."""

    title: str
    is_well: bool
    found: Said


def ledger_tick(count: int, last: int) -> Tick:
    """The ledger is numbered from one without gaps."""
    title = N_("Het grootboek is compleet")
    if count == last:
        return Tick(title, True, Said(N_("%(count)s regels, doorlopend genummerd"), {"count": count}))
    found = Said(N_("%(count)s regels, maar het laatste nummer is %(last)s"), {"count": count, "last": last})
    return Tick(title, False, found)


def refusal_tick(tables: set[str]) -> Tick:
    """The database itself refuses to change or remove what was recorded for good."""
    missing = sorted(APPEND_ONLY - tables)
    title = N_("De database weigert wijzigen en wissen van wat vaststaat")
    if not missing:
        return Tick(title, True, Said(N_("Geschiedenis, grootboek en rapporten zijn alleen aan te vullen")))
    return Tick(title, False, Said(N_("Niet beschermd: %(tables)s"), {"tables": ", ".join(missing)}))


def backup_tick(made_at: datetime | None, now: datetime) -> Tick:
    """A copy was made within about a day."""
    title = N_("Er is een verse reservekopie")
    if made_at is None:
        return Tick(title, False, Said(N_("Nog geen kopie in var/backup; docs/production.md zegt hoe je die maakt")))
    age = now - made_at
    hours = int(age.total_seconds() // 3600)
    found = (
        Said(N_("%(hours)s uur oud"), {"hours": hours})
        if hours < 48
        else Said(N_("%(days)s dagen oud"), {"days": age.days})
    )
    return Tick(title, age <= BACKUP_MAY_BE, found)


def worker_tick(seen_at: datetime | None, now: datetime) -> Tick:
    """The worker, which does what runs later, looked round lately."""
    title = N_("Werk op de achtergrond wordt gedaan")
    if seen_at is None:
        return Tick(
            title, False, Said(N_("De worker heeft nog niet gedraaid; docs/production.md zegt hoe je hem start"))
        )
    minutes = int((now - seen_at).total_seconds() // 60)
    found = (
        Said(N_("De worker keek nog geen minuut geleden rond"))
        if minutes < 1
        else Said(N_("De worker keek %(minutes)s minuten geleden rond"), {"minutes": minutes})
    )
    return Tick(title, now - seen_at <= MISSED_AFTER, found)
