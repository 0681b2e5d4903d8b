"""The side bar: which entries a role sees, and which one the page stands under."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.access.actor import MEMBERS, Role
from app.words import N_

MEMBER = (Role.MEMBER, Role.VERIFIER)
COORDINATOR = (Role.COORDINATOR,)
VERIFIERS = (Role.COORDINATOR, Role.VERIFIER)
PROGRAMME = (Role.PROGRAMME,)
ADMINISTRATOR = (Role.ADMINISTRATOR,)


@dataclass(frozen=True)
class Entry:
    """One line of the menu and who sees it; `count` names the number that may stand beside it, `counted` what it counts."""

    label: str
    path: str
    icon: str
    roles: tuple[Role, ...]
    count: str = ""
    counted: str = N_("te toetsen")


# From top to bottom, for everybody: who holds two roles sees the entries of both in this order.
ENTRIES = (
    Entry(N_("Overzicht"), "/overzicht", "chart-bar", COORDINATOR),
    Entry(N_("Mijn werk"), "/mijn-werk", "home", MEMBER),
    Entry(N_("Toetsing"), "/toetsing", "clipboard-check", VERIFIERS, count="verification"),
    Entry(N_("Pijplijn"), "/pijplijn", "layout-kanban", MEMBERS),
    Entry(N_("Brandpunten"), "/brandpunten", "map-2", MEMBERS),
    Entry(N_("Bedrijven"), "/bedrijven", "building", MEMBERS),
    Entry(N_("Rapportages"), "/rapportages", "report-analytics", COORDINATOR),
    Entry(N_("Voortgang"), "/voortgang", "target-arrow", (*MEMBER, *PROGRAMME)),
    Entry(
        N_("Vragen"),
        "/vragen",
        "message-circle",
        (*COORDINATOR, *PROGRAMME),
        count="questions",
        counted=N_("open"),
    ),
    Entry(N_("Eerdere rapporten"), "/voortgang/eerder", "history", PROGRAMME),
    Entry(N_("Begrippen"), "/begrippen", "book-2", PROGRAMME),
    Entry(N_("Beheer"), "/beheer", "settings", ADMINISTRATOR),
    Entry(N_("Mensen"), "/beheer/mensen", "users", ADMINISTRATOR),
    Entry(N_("Organisaties"), "/beheer/organisaties", "building-community", ADMINISTRATOR),
    Entry(N_("Stamgegevens"), "/beheer/stamgegevens", "database", ADMINISTRATOR),
    Entry(N_("Achtergrond"), "/beheer/achtergrond", "player-play", ADMINISTRATOR),
    Entry(N_("Mail"), "/beheer/mail", "mail", ADMINISTRATOR),
)


def entries_for(roles: Iterable[Role]) -> tuple[Entry, ...]:
    """Roles in, the entries of their side bar out."""
    held = frozenset(roles)
    return tuple(entry for entry in ENTRIES if not held.isdisjoint(entry.roles))


def current_entry(entries: Iterable[Entry], path: str) -> Entry | None:
    """The entry under which a page stands: the longest path that the page's path begins with, or None."""
    under = [entry for entry in entries if path == entry.path or path.startswith(entry.path + "/")]
    return max(under, key=lambda entry: len(entry.path), default=None)
