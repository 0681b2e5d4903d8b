"""Talks and tasks, and how a change is told in plain words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.words import N_


class TalkKind(StrEnum):
    """How a talk was held."""

    MEETING = "meeting"
    CALL = "call"
    VISIT = "visit"
    MAIL = "mail"
    NOTE = "note"


TALK_LABELS = {
    TalkKind.MEETING: N_("Gesprek"),
    TalkKind.CALL: N_("Telefoongesprek"),
    TalkKind.VISIT: N_("Bezoek"),
    TalkKind.MAIL: N_("Mail of brief"),
    TalkKind.NOTE: N_("Notitie"),
}

ERASED = N_("Deze tekst is gewist.")
UNKNOWN_TABLE = N_("Gegevens")

# table -> how it is called, and the icon beside it
TABLES = {
    "lead": (N_("Lead"), "flag"),
    "lead_course": (N_("Lead"), "flag"),
    "lead_story": (N_("Vraag van het bedrijf"), "quote"),
    "phase_record": (N_("Levensfase"), "rocket"),
    "company": (N_("Bedrijf"), "building"),
    "demand": (N_("Vraag"), "bolt"),
    "demand_detail": (N_("Vraag"), "bolt"),
    "demand_amount": (N_("Bedrag of aantal bij de vraag"), "bolt"),
    "demand_note": (N_("Toelichting bij de vraag"), "bolt"),
    "offer": (N_("Aanbod van een ROM"), "send"),
    "approach": (N_("Aanpak"), "route"),
    "approach_partner": (N_("Partner"), "users"),
    "approach_action": (N_("Actie"), "checkbox"),
    "bottleneck": (N_("Knelpunt"), "alert-circle"),
    "signal": (N_("Signaal"), "flag"),
    "lesson": (N_("Les"), "bulb"),
    "lead_programme": (N_("Aanpalend programma"), "link"),
    "decision": (N_("Besluit"), "signature"),
    "decision_place": (N_("Plaats van het besluit"), "signature"),
    "investment": (N_("Investering"), "coin-euro"),
    "talk": (N_("Gesprek"), "phone"),
    "task": (N_("Taak"), "checkbox"),
    "document": (N_("Document"), "file-text"),
    "submission": (N_("Ingediend feit"), "clipboard-check"),
    "consent": (N_("Toestemming"), "eye"),
    "company_kvk": (N_("KvK-nummer"), "building"),
    "company_technology": (N_("NTS-technologie"), "cpu"),
    "trade_name": (N_("Handelsnaam"), "building"),
    "target_test": (N_("Doelgroeptoets"), "target"),
    "contact": (N_("Contactpersoon"), "user"),
    "portfolio_question": (N_("Jaarlijkse vraag"), "calendar"),
    "demand_absence": (N_("Soort vraag die het bedrijf niet heeft"), "minus"),
    "offer_note": (N_("Toelichting bij het aanbod"), "send"),
    "handover": (N_("Aanbod om te delen of over te dragen"), "send"),
    "handover_outcome": (N_("Antwoord op het aanbod"), "send"),
    "merged_company": (N_("Samenvoeging met een dubbel bedrijf"), "git-merge"),
}

# what only the bin tells of
BINNED = {"telling": (N_("Wat buiten Groeiruimte verteld is"), "message-circle")}

ACTIONS = {
    "insert": N_("%(thing)s vastgelegd"),
    "update": N_("%(thing)s bijgewerkt"),
    "delete": N_("%(thing)s verwijderd"),
}
# What becomes of a row that only changes when it goes.
GOES = {"document": N_("Document weggehaald")}

FIELDS = {
    "needed_by": N_("Nodig op"),
    "needed_quarter": N_("Nodig in kwartaal"),
    "asked_on": N_("Gevraagd op"),
    "owner_id": N_("Eigenaar"),
    "question": N_("Vraag"),
    "next_step": N_("Volgende stap"),
    "municipality_code": N_("Gemeente"),
    "site_name": N_("Locatie"),
    "withheld": N_("Ook de code afgeschermd"),
    "phase": N_("Levensfase"),
    "kind": N_("Soort"),
    "plan_id": N_("Plan"),
    "plan_on": N_("Plan van"),
    "agreed_on": N_("Akkoord van het bedrijf op"),
    "first_external_on": N_("Eerste externe actie op"),
    "text_id": N_("Omschrijving"),
    "due_on": N_("Klaar op"),
    "done_on": N_("Gedaan op"),
    "dropped_on": N_("Vervallen op"),
    "external": N_("Externe actie"),
    "bottleneck": N_("Knelpunt"),
    "tried_id": N_("Wat is geprobeerd"),
    "noted_on": N_("Gezien op"),
    "solved_on": N_("Opgelost op"),
    "raised_on": N_("Afgegeven op"),
    "withdrawn_on": N_("Ingetrokken op"),
    "note_id": N_("Toelichting"),
    "signed_on": N_("Getekend op"),
    "destination_rom_code": N_("Regio van bestemming"),
    "country": N_("Land"),
    "motive": N_("Doorslaggevend"),
    "why_id": N_("Waarom"),
    "stage": N_("Hoe zeker"),
    "nature": N_("Waaraan"),
    "amount": N_("Bedrag"),
    "holds_on": N_("Op"),
    "counterfactual": N_("Zonder deze aanpak"),
    "grounds_id": N_("Waarom we dat geloven"),
    "said": N_("Besproken"),
    "agreed": N_("Afgesproken"),
    "held_on": N_("Gesprek op"),
    "title": N_("Taak"),
    "status": N_("Stand"),
    "quality": N_("Eisen"),
    "value": N_("Waarde"),
    "certainty": N_("Zekerheid"),
    "state": N_("Stand"),
    "name": N_("Naam"),
    "nda": N_("NDA"),
    "nda_on": N_("NDA vastgelegd op"),
    "site": N_("Adres of terrein"),
    "website": N_("Website"),
    "essential": N_("Essentieel voor strategische autonomie"),
    "scope": N_("Wie het mag weten"),
    "granted_on": N_("Gegeven op"),
    "granted_by": N_("Gegeven door"),
    "ends_on": N_("Geldt tot en met"),
    "is_bottleneck": N_("Houdt de groei nu tegen"),
    "own_site": N_("Kan op de huidige plek"),
    "own_region": N_("Kan elders in de eigen regio"),
    "other_region": N_("Kan in een andere regio"),
    "origin_rom_code": N_("Regio van herkomst"),
    "technology_code": N_("NTS-technologie"),
    "programme_code": N_("Programma"),
    "linked_on": N_("Gekoppeld op"),
    "text": N_("Tekst"),
    "number": N_("Nummer"),
    "decision_reason": N_("Reden"),
    "decision_reason_id": N_("Uitleg"),
    "reason": N_("Reden"),
    "cause": N_("Waarom uit de telling"),
    "answered_on": N_("Beantwoord op"),
    "available_from": N_("Beschikbaar vanaf"),
    "evidence_kind": N_("Bewijs"),
    "evidence_on": N_("Datum van het bewijs"),
    "evidence_seen_by_id": N_("Bewijs gezien door"),
    "position": N_("Functie"),
    "email": N_("E-mailadres"),
    "phone": N_("Telefoon"),
    "purpose": N_("Waarvoor bewaard"),
    "keep_until": N_("Bewaren tot"),
    "answer": N_("Antwoord"),
    "ask_again_on": N_("Vraag opnieuw op"),
}

TEXT_FIELDS = frozenset(
    {
        "plan_id",
        "text_id",
        "tried_id",
        "note_id",
        "grounds_id",
        "why_id",
        "reason_id",
        "evidence_id",
        "decision_reason_id",
    }
)
PERSON_FIELDS = frozenset({"owner_id", "assessed_by_id", "evidence_seen_by_id"})
MUNICIPALITY_FIELDS = frozenset({"municipality_code"})
ROM_FIELDS = frozenset({"origin_rom_code", "destination_rom_code"})
TECHNOLOGY_FIELDS = frozenset({"technology_code"})
PROGRAMME_FIELDS = frozenset({"programme_code"})

# what the ledger did with a fact
ACCEPTED = "accepted"

# Which field of a row says what it is; history tells what that was at the time, the row itself what it is now.
SUBJECT_FIELDS = {
    "approach_action": "text_id",
    "approach_partner": "name",
    "bottleneck": "kind",
    "company_kvk": "number",
    "company_technology": "technology_code",
    "consent": "scope",
    "decision": "kind",
    "demand": "kind",
    "demand_absence": "kind",
    "demand_amount": "measure",
    "demand_note": "measure",
    "investment": "nature",
    "lead_programme": "programme_code",
    "phase_record": "phase",
    "signal": "kind",
    "submission": "fact",
    "target_test": "positive",
    "trade_name": "name",
}
SIZE_FIELDS = ("amount", "choice")

# what the page tells in words of its own, or what says nothing to a person
HIDDEN_TABLES = frozenset(
    {
        "hub_match",
        "match_move",
        "step_move",
        "contact_request",
        "known_lookup",
        "disclosure",
        "follow",
        "consent_organisation",
        "name_recall",
        "party_recall",
        "telling",
        "mention",
        "report_case",
        "told_apart",
    }
)
HIDDEN_FIELDS = frozenset(
    {
        "next_step",
        "step",
        "step_since",
        "outcome",
        "closed_on",
        "last_activity_at",
        "next_on",
        "name_key",
        "erased_at",
        "first_external_on",
        "decided_by_id",
        "decided_at",
        # what only the program needs
        "company_id",
        "gone_id",
        "batch_id",
        "merged_at",
        "band",
        "demand_id",
        "decision_id",
        "updated_at",
        "recorded_at",
        "written_at",
        "created_at",
        "submitted_by_id",
        "submitted_for_id",
        "submitted_at",
        "about_id",
        "conditions",
        "needs_verifier",
        "answered_by_id",
    }
)
QUIET_INSERTS = frozenset({"talk", "task", "document", "lead_course", "lead_story", "decision_place", "demand_detail"})


def is_told(table: str, action: str, field: str | None) -> bool:
    """Whether a change says something to a person that the timeline does not tell already."""
    if table in HIDDEN_TABLES:
        return False
    if action == "insert" and table in QUIET_INSERTS:
        return False
    return field not in HIDDEN_FIELDS


@dataclass(frozen=True)
class Telling:
    """A change in words: what it is about, and its icon."""

    thing: str
    action: str
    field: str | None
    icon: str


def tell(table: str, action: str, field: str | None) -> Telling:
    """A change's table, action and field in; the Dutch words for it out, unknown ones told in general words."""
    thing, icon = {**TABLES, **BINNED}.get(table, (UNKNOWN_TABLE, "pencil"))
    told = GOES.get(table) if action == "update" else None
    return Telling(thing, told or ACTIONS.get(action, ACTIONS["update"]), FIELDS.get(field or ""), icon)


def plain(text: str | None) -> str | date | bool | None:
    """What history kept as text, back as what it was where that shows: a date or a yes or no; else the text itself."""
    if text in ("True", "False"):
        return text == "True"
    if text is not None and len(text) == 10 and text[4:5] == "-" and text[7:8] == "-":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text
