"""Who may be what, what a password needs, and how often one may try."""

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
}

WHAT_A_ROLE_MAY = {
    "member": N_("Legt leads vast, voert aanpakken uit en ziet wat van de eigen organisatie is of gedeeld wordt."),
    "coordinator": N_("Ziet de hele pijplijn als code, toetst feiten, zet stappen met een reden en publiceert."),
    "verifier": N_("Toetst feiten waarbij de coördinerende ROM zelf betrokken is."),
    "programme": N_("Leest gepubliceerde voortgang. Geen bedrijf, geen lead."),
    "administrator": N_("Beheert mensen, organisaties en stamgegevens. Geen bedrijf, geen lead."),
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

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200

SIGN_IN_WINDOW = timedelta(minutes=15)
SIGN_IN_TRIES = {"sign_in_email": 8, "sign_in_address": 40}
INVITATION_DAYS = 7
LOOKUP = "known_lookup"  # looking up whether a company is known elsewhere (domain §6)
LOOKUPS_A_DAY = 20


def password_objection(password: str, email: str) -> str | None:
    """Why a password will not do, in Dutch, or None."""
    if len(password) < SHORTEST_PASSWORD:
        return N_("Gebruik minstens 12 tekens. Een zin van een paar woorden is goed te onthouden.")
    if len(password) > LONGEST_PASSWORD:
        return N_("Gebruik hoogstens 200 tekens.")
    if email.partition("@")[0].lower() in password.lower():
        return N_("Gebruik een wachtwoord waar je e-mailadres niet in staat.")
    if len(set(password)) < 5:
        return N_("Gebruik meer verschillende tekens.")
    return None


def fits(role: str, kind: str) -> bool:
    """Whether somebody of this kind of organisation may be given the role (domain §2)."""
    return role in ROLES_OF_KIND.get(kind, ())
