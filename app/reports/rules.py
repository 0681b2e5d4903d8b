"""How a report is frozen: one text, and its hash (002 §5.5); and what pages, files and drafts all call its parts."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.impact import rules as impact
from app.impact.definitions import DEFINITIONS
from app.narrative.identification import KINDS
from app.words import N_

# Since 2 a cell may be a repeated {"value", "as_of"}; since 3 texts are Markdown, and changes, the trend of all figures and
# brandpunten are in it; the first of 3 also say up to which entry of the ledger they count.
FORMAT = "groeiruimte/voortgang/3"


@dataclass(frozen=True)
class Form:
    """What a report can be downloaded as: its name, what it is for, its icon and its type."""

    name: str
    use: str
    icon: str
    mimetype: str


FORMS = {
    "pdf": Form(
        "PDF",
        N_("Om te lezen, te printen en te bewaren; ook voor wie een schermlezer gebruikt."),
        "file-type-pdf",
        "application/pdf",
    ),
    "docx": Form(
        "Word",
        N_("Om in verder te schrijven: met koppen en tabellen. Alleen wat hier staat is vastgesteld."),
        "file-type-docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": Form(
        "Excel",
        N_("Elke tabel op een eigen blad, met de begrippen erbij. Zonder formules."),
        "file-type-xls",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "json": Form(
        "JSON",
        N_("Het vastgestelde document zelf, letter voor letter: het controlegetal hoort bij deze tekst."),
        "file-text",
        "application/json",
    ),
}


WHOLE = "report"
# What a question may be about: the five figures, the parts of a report, or the report as a whole.
ABOUT: dict[str, str] = {
    **{code: DEFINITIONS[code].name for code in impact.FIGURE_CODES},
    "results": N_("Resultaten"),
    "corrections": N_("Wat er is veranderd"),
    "advance": N_("Voorsprong"),
    "trend": N_("Van rapport tot rapport"),
    "kinds": N_("Soorten vraag"),
    "hubs": N_("Brandpunten"),
    "bottlenecks": N_("Knelpunten per regio"),
    "knelt": N_("Wat knelt, en wat is er geprobeerd"),
    "flows": N_("In en uit per regio"),
    "lines": N_("Naast de cijfers"),
    "cases": N_("Uit de praktijk"),
    "lessons": N_("Wat de taskforce leerde"),
    "choices": N_("Waarom bedrijven kozen wat zij kozen"),
    "texts": N_("De teksten van het rapport"),
    WHOLE: N_("Het rapport als geheel"),
}

PARTIES = {
    "ministry": N_("EZ"),
    "ipo": N_("IPO"),
    "nfia": N_("NFIA"),
    "coordinator": N_("Coördinerende ROM"),
    "taskforce": N_("De taskforce"),
}

WAITING, EVIDENCE, HIDDEN_WORD = "waiting", "evidence", "hidden_word"
# The checks that a report may say were waved through.
CHECK_TITLES = {
    **impact.BREACHES,
    WAITING: N_("Feiten die nog wachten op toetsing"),
    EVIDENCE: N_("Feiten zonder bewijs"),
    impact.NOT_SUBMITTED: N_("Besloten, maar niet voorgelegd"),
    impact.CONTRADICTED: N_("Grootboek en dossier spreken elkaar tegen"),
    impact.DOUBLE: N_("Mogelijk twee keer hetzelfde bedrijf"),
    HIDDEN_WORD: N_("Een gewoon woord dat ook een naam is"),
    **{kind: one.title for kind, one in KINDS.items()},
}


def canonical(document: Mapping[str, object]) -> str:
    """A document as the one text it can be: sorted keys, no spare whitespace, no floats, characters as they are."""
    _refuse_floats(document)
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def fingerprint(text: str) -> str:
    """The SHA-256 of a canonical document, in 64 hexadecimal characters."""
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a report holds whole numbers and texts, no floats")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError("keys of a report are texts")
            _refuse_floats(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            _refuse_floats(inner)


def title_of_check(kind: str) -> str:
    """The title of a check that a report says was waved through; the kind itself where it is no longer known."""
    return CHECK_TITLES.get(kind, kind)
