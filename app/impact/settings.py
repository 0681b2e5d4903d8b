"""The whole numbers that counting and publishing depend on, with the values that hold from the start."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

# "Asked early" is 24 months before the space is needed (002 §4.3, our reading); the rest keeps small cells hidden.
DEFAULTS = {
    "smallest_cell": 3,
    "fewest_contributors": 3,
    "largest_share_percent": 75,
    "capital_step": 10_000_000,
    "advance_months": 24,
}


class Setting(NamedTuple):
    """A setting that holds from a day on."""

    code: str
    amount: int
    valid_from: date


def settings_at(settings: Iterable[Setting], day: date) -> dict[str, int]:
    """The value of every setting on a day: the last one valid from then or before, else the first there ever was."""
    held = dict(DEFAULTS)
    for setting in sorted(settings, key=lambda one: one.valid_from):
        if setting.valid_from <= day:
            held[setting.code] = setting.amount
    return held
