"""Every route of the app as something that can be asked: its method, its address as a rule, and an example of it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask

PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
UNASKED = {"HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Route:
    """A method and the rule of an address."""

    method: str
    rule: str
    endpoint: str
    view: Callable[..., Any]

    def path(self, values: Mapping[str, object] | None = None) -> str:
        """An address of this kind: given values where they are known by name, else a number or a word."""
        return PART.sub(lambda part: str((values or {}).get(part["name"], example(part))), self.rule)

    @property
    def numbers(self) -> list[str]:
        """The names of the parts that are numbers."""
        return [part["name"] for part in PART.finditer(self.rule) if part["kind"] == "int"]

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"


def example(part: re.Match[str]) -> str:
    """What stands for a part of which nothing is known."""
    return "1" if part["kind"] == "int" else "GR-25-001"


def routes(app: Flask) -> Iterator[Route]:
    """Every method of every rule, in the order of the addresses."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for method in sorted((rule.methods or set()) - UNASKED):
            yield Route(method, rule.rule, rule.endpoint, app.view_functions[rule.endpoint])
