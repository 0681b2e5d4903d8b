"""Who may be what, what a password needs, and how often one may try."""

from collections.abc import Iterable
from datetime import timedelta

from app.words import N_

ORGANISATION_KINDS = {
    "rom": N_("ROM"),
    "nfia": N_("NFIA"),
    "triple_helix": N_("Triple-helixorganisatie"),
    "ministry": N_("Ministerie"),
    "ipo": N_("IPO"),
    "platform": N_("Beheer van Groeiruimte"),
}

ROLES = {
    "member": N_("Lid van de taskforce"),
    "coordinator": N_("Coördinator"),
    "verifier": N_("Toetser"),
    "programme": N_("Volgt de voortgang"),
    "administrator": N_("Beheerder"),
    "export": N_("Exporteert lijsten"),
}
RIGHTS = frozenset({"export"})  # granted as a role is and beside one: what somebody sees does not depend on it

WHAT_A_ROLE_MAY = {
    "member": N_("Legt leads vast, voert aanpakken uit en ziet wat van de eigen organisatie is of gedeeld wordt."),
    "coordinator": N_("Ziet de hele pijplijn als code, toetst feiten, zet stappen met een reden en publiceert."),
    "verifier": N_("Toetst feiten waarbij de coördinerende ROM zelf betrokken is."),
    "programme": N_("Leest gepubliceerde voortgang. Geen bedrijf, geen lead."),
    "administrator": N_("Beheert mensen, organisaties en stamgegevens. Geen bedrijf, geen lead."),
    "export": N_("Maakt een bestand van een lijst, met wat hij daarin zelf ziet. Elke export wordt vastgelegd."),
}

# Which roles fit the kind of organisation that somebody works for
ROLES_OF_KIND = {
    "rom": ("member", "coordinator", "verifier"),
    "nfia": ("member", "verifier"),
    "triple_helix": ("member", "verifier"),
    "ministry": ("programme",),
    "ipo": ("programme",),
    "platform": ("administrator",),
}

RIGHTS_OF_KIND = dict.fromkeys(("rom", "nfia", "triple_helix"), ("export",))

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
DIFFERENT_MARKS = 5
DEMO_PASSWORD = "groeiruimte-demo"  # noqa: S105  a demo world has no secrets
OFTEN_CHOSEN = ("wachtwoord", "password", "welkom", "qwerty", "azerty", "geheim", "123456")

SIGN_IN_WINDOW = timedelta(minutes=15)
SIGN_IN_TRIES = {"sign_in_email": 8, "sign_in_address": 40}
INVITATION_DAYS = 7
LOOKUP = "known_lookup"  # looking up whether a company is known elsewhere (domain §6)
LOOKUPS_A_DAY = 20
NAME_CHECK = "name_check"  # holding the texts of a report against names that the writer may not know
NAME_CHECKS_A_DAY = 40
ASKED_NAMES_A_DAY = 10  # questions of who may know no name at all
CHECKED_TEXT = "checked_text"  # which texts were: the same ones again are no new look
OWN_ATTEMPTS = (LOOKUP, NAME_CHECK)  # what people count of themselves, a day long
A_DAY = timedelta(hours=24)


def password_objection(password: str, email: str, *, is_demo: bool = False) -> str | None:
    """Why a password will not do, in Dutch, or None. Length counts, not odd marks."""
    plain = password.casefold()
    if len(password) < SHORTEST_PASSWORD:
        return N_("Gebruik minstens 12 tekens. Een zin van een paar woorden is goed te onthouden.")
    if len(password) > LONGEST_PASSWORD:
        return N_("Gebruik hoogstens 200 tekens.")
    if email.partition("@")[0].casefold() in plain:
        return N_("Gebruik een wachtwoord waar je e-mailadres niet in staat.")
    if len(set(plain)) < DIFFERENT_MARKS:
        return N_("Gebruik meer verschillende tekens.")
    if (plain == DEMO_PASSWORD and not is_demo) or len(_without(plain, OFTEN_CHOSEN)) < SHORTEST_PASSWORD // 2:
        return N_("Dit wachtwoord kiezen te veel mensen. Verzin een eigen zin.")
    return None


def _without(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = text.replace(word, "")
    return text


def fits(role: str, kind: str) -> bool:
    """Whether somebody of this kind of organisation may be given the role (domain §2)."""
    return role in ROLES_OF_KIND.get(kind, ())


def roles_for(kind: str, *, is_coordinating: bool) -> tuple[str, ...]:
    """The roles and rights that people of an organisation may be given; only the coordinating ROM has coordinators."""
    given = *ROLES_OF_KIND.get(kind, ()), *RIGHTS_OF_KIND.get(kind, ())
    return tuple(role for role in given if role != "coordinator" or is_coordinating)
