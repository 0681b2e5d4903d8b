"""The keys that lead somewhere from any page, as one table: for the list of them, and for what listens to them."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.access.actor import MEMBERS, Role
from app.web.menu import ADMINISTRATOR, COORDINATOR, MEMBER, PROGRAMME, VERIFIERS
from app.words import N_

EVERYBODY = tuple(Role)


@dataclass(frozen=True)
class Shortcut:
    """Keys to press one after another, what they do, and where they lead; no address: the page itself listens."""

    keys: str
    label: str
    roles: tuple[Role, ...]
    path: str = ""


SHORTCUTS = (
    Shortcut("/", N_("Zoeken; ook met Ctrl en K"), MEMBERS),
    Shortcut("n", N_("Nieuwe lead"), MEMBERS, "/leads/nieuw"),
    Shortcut("g w", N_("Naar Mijn werk"), MEMBER, "/mijn-werk"),
    Shortcut("g o", N_("Naar Overzicht"), COORDINATOR, "/overzicht"),
    Shortcut("g t", N_("Naar Toetsing"), VERIFIERS, "/toetsing"),
    Shortcut("g p", N_("Naar Pijplijn"), MEMBERS, "/pijplijn"),
    Shortcut("g b", N_("Naar Brandpunten"), MEMBERS, "/brandpunten"),
    Shortcut("g c", N_("Naar Bedrijven"), MEMBERS, "/bedrijven"),
    Shortcut("g r", N_("Naar Rapportages"), COORDINATOR, "/rapportages"),
    Shortcut("g v", N_("Naar Voortgang"), (*MEMBER, *PROGRAMME), "/voortgang"),
    Shortcut("g m", N_("Naar Beheer"), ADMINISTRATOR, "/beheer"),
    Shortcut("?", N_("Deze lijst"), EVERYBODY),
)


def shortcut_paths(roles: Iterable[Role]) -> dict[str, str]:
    """Roles in, where each of their keys leads out."""
    return {one.keys: one.path for one in shortcuts_for(roles) if one.path}


def shortcuts_for(roles: Iterable[Role]) -> tuple[Shortcut, ...]:
    """Roles in, the keys that work for them out."""
    held = frozenset(roles)
    return tuple(one for one in SHORTCUTS if not held.isdisjoint(one.roles))
