"""What may be counted out of what is published (002 §5.5).

Headlines are exact. Breakdowns hide small cells, and enough beside them that subtracting what is published from a
headline gives none of them back. Whoever reads is assumed to know the headlines, the zeros and these rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass

CAPITAL_BANDS = (0, 50_000_000, 100_000_000, 250_000_000, 500_000_000, 1_000_000_000, 1_500_000_000)


@dataclass(frozen=True)
class Disclosure:
    """How small is too small: settings with a valid-from, frozen with each report."""

    smallest_cell: int = 3
    fewest_contributors: int = 3
    largest_share_percent: int = 75
    capital_step: int = 10_000_000


def headline_capital(amounts: Mapping[int, int], limits: Disclosure) -> dict[str, int | bool | None]:
    """Capital for EZ from the whole euros of each company: rounded, or a band when one company could be read off it.

    `from` and `until` give the band (until None: no upper edge); `rounded` the figure otherwise.
    """
    total = sum(amounts.values())
    largest = max(amounts.values(), default=0)
    if total == 0:
        return {"banded": False, "rounded": 0, "from": None, "until": None}
    if len(amounts) < limits.fewest_contributors or largest * 100 > total * limits.largest_share_percent:
        lower = max(edge for edge in CAPITAL_BANDS if edge <= total)
        upper = min((edge for edge in CAPITAL_BANDS if edge > total), default=None)
        return {"banded": True, "rounded": None, "from": lower, "until": upper}
    step = limits.capital_step
    return {"banded": False, "rounded": (total + step // 2) // step * step, "from": None, "until": None}


def hide_parts(cells: Mapping[str, int], limits: Disclosure) -> dict[str, int | None]:
    """A headline split into parts, with what is small hidden (None) and enough beside it that none can be derived.

    Beside the small parts go all parts of the least publishable value. Nothing tells the hidden ones apart, so any
    order of them is possible, and a small one may always be a larger one. Zeros are published while a part is.
    """
    hidden = {name for name, count in cells.items() if 0 < count < limits.smallest_cell}
    if not hidden:
        return dict(cells)
    shelter = min((count for count in cells.values() if count >= limits.smallest_cell), default=0)
    hidden |= {name for name, count in cells.items() if count == shelter}
    if not any(count for name, count in cells.items() if name not in hidden):
        return dict.fromkeys(cells)
    return {name: None if name in hidden else count for name, count in cells.items()}
