"""The side bar: which entries a role sees, and which one the page stands under."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.words import N_


@dataclass(frozen=True)
class Entry:
    """One line of the menu; `count` names the number that may stand beside it."""

    label: str
    path: str
    icon: str
    count: str = ""


MY_WORK = Entry(N_("Mijn werk"), "/mijn-werk", "home")
OVERVIEW = Entry(N_("Overzicht"), "/overzicht", "chart-bar")
VERIFICATION = Entry(N_("Toetsing"), "/toetsing", "clipboard-check", count="verification")
PIPELINE = Entry(N_("Pijplijn"), "/pijplijn", "layout-kanban")
HUBS = Entry(N_("Brandpunten"), "/brandpunten", "map-2")
COMPANIES = Entry(N_("Bedrijven"), "/bedrijven", "building")
PROGRESS = Entry(N_("Voortgang"), "/voortgang", "report-analytics")
EARLIER = Entry(N_("Eerdere rapporten"), "/voortgang/eerder", "history")
TERMS = Entry(N_("Begrippen"), "/begrippen", "book-2")
REPORTS = Entry(N_("Rapportages"), "/rapportages", "report-analytics")
ADMINISTRATION = Entry(N_("Beheer"), "/beheer", "settings")
PEOPLE = Entry(N_("Mensen"), "/beheer/mensen", "users")
ORGANISATIONS = Entry(N_("Organisaties"), "/beheer/organisaties", "building-community")
REFERENCE = Entry(N_("Stamgegevens"), "/beheer/stamgegevens", "database")

MENUS = {
    "coordinator": (OVERVIEW, VERIFICATION, PIPELINE, HUBS, COMPANIES, REPORTS),
    "member": (MY_WORK, PIPELINE, HUBS, COMPANIES, PROGRESS),
    "programme": (PROGRESS, EARLIER, TERMS),
    "administrator": (ADMINISTRATION, PEOPLE, ORGANISATIONS, REFERENCE),
}


def entries_for(roles: Iterable[str]) -> tuple[Entry, ...]:
    """Role names in, the entries of their side bar out: each menu in turn, no entry twice; a verifier gets Toetsing."""
    held = set(roles)
    found: list[Entry] = []
    for role, menu in MENUS.items():
        if role in held or (role == "member" and "verifier" in held and "coordinator" not in held):
            found += [entry for entry in menu if entry not in found]
    if "verifier" in held and VERIFICATION not in found:
        found.insert(1, VERIFICATION)
    return tuple(found)


def current_entry(entries: Iterable[Entry], path: str) -> Entry | None:
    """The entry under which a page stands: the longest path that the page's path begins with, or None."""
    under = [entry for entry in entries if path == entry.path or path.startswith(entry.path + "/")]
    return max(under, key=lambda entry: len(entry.path), default=None)
