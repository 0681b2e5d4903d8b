"""Many keys in parts: a statement takes no more than so many parameters, and reading them takes its time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement

AT_ONCE = 5_000

Some = TypeVar("Some")


def chunks(wanted: Iterable[Some], size: int = AT_ONCE) -> Iterator[list[Some]]:
    """What is asked after, so many at once."""
    left = iter(wanted)
    while some := list(islice(left, size)):
        yield some


def among(column: Any, numbers: list[int]) -> ColumnElement[bool]:
    """Whether a column holds one of these different numbers; those of rows that came together follow each other."""
    first, last = min(numbers), max(numbers)
    is_span = last - first + 1 == len(numbers)
    return column.between(first, last) if is_span else column.in_(numbers)
