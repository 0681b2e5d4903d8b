"""Two reports that hold everything, and how long a file of the last takes in a process that never made one.

    python -m benchmarks.papers

Nothing is asserted: the bar is a PDF of 12 pages with 8 charts within 2 s, Word and Excel within 1 s.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from importlib import import_module
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from app.cells.breakdowns import REGIONS
from app.cells.rules import Disclosure
from app.drafting.changes import Since
from app.drafting.document import Issue, Material, compose
from app.impact import rules as impact
from app.ledger.rules import Fact
from app.narrative.sections import SECTIONS, year_ends
from app.papers import downloads
from app.reports.models import Report
from app.reports.rules import canonical, fingerprint
from app.reports.telling import read

FORMS = ("pdf", "docx", "xlsx")
DAYS = (date(2026, 5, 31), date(2026, 11, 30))
TARGETS = [
    impact.Target(code, amount, date(2025, 1, 1))
    for code, amount in zip(impact.FIGURE_CODES, (40, 24, 12, 6, 1_500_000_000), strict=True)
]
TEXT = "Stroom knelt, en tijd weegt zwaarder dan kosten. " * 14
HUBS = [
    {
        "code": f"H{number}",
        "name": f"Brandpunt {number}",
        "region": REGIONS[number % 5],
        "latitude": f"{51.4 + number % 7 * 0.25:.4f}",
        "longitude": f"{4.4 + number % 9 * 0.22:.4f}",
        "maturity": "existing" if number % 8 else "developing",
        "certainty": ("source", "known", "guess")[number % 3],
    }
    for number in range(42)
]


def documents() -> list[dict[str, Any]]:
    """Two reports with every breakdown shown and a text in every section."""
    entries = [one for number in range(1, 31) for one in _facts(number)]
    made: list[dict[str, Any]] = []
    for number, day in enumerate(DAYS, start=1):
        figures = impact.count(entries, day, TARGETS)
        said = made[-1]["headlines"] if made else ()
        previous = {"number": "2026-1", "reporting_date": DAYS[0].isoformat(), "fingerprint": "0" * 64}
        issue = Issue(f"2026-{number}", day, previous if made else None, said=said, earlier=list(made))
        points = {one: impact.count(entries, one, TARGETS) for one in {*DAYS, *year_ends(day)}}
        made.append(compose(_material(figures, points), dict.fromkeys(SECTIONS, TEXT), issue))
    return made


def _facts(number: int) -> list[impact.Entry]:
    day = date(2025, 1 + number % 12, 1)
    key: dict[str, Any] = {"company_id": number, "lead_id": number, "origin_rom": "BOM"}
    later = date(2026, 1 + number % 11, 1)
    return [
        impact.Entry(4 * number, Fact.ADMITTED, holds_on=day, **key),
        impact.Entry(4 * number + 1, Fact.APPROACH_STARTED, holds_on=day, **key),
        impact.Entry(4 * number + 2, Fact.REALISED, holds_on=later, destination_rom="OOST", **key),
        impact.Entry(
            4 * number + 3,
            Fact.CAPITAL_DECIDED,
            holds_on=later,
            amount=20_000_000,
            counterfactual="not_in_nl",
            **key,
        ),
    ]


def _material(figures: impact.Figures, points: dict[date, impact.Figures]) -> Material:
    before = points[DAYS[0]]
    settled = figures[impact.REALISED].value
    return Material(
        figures=figures,
        points=points,
        kinds={"space": 25, "capital": 9, "talent": 14, "housing": 5, "energy": 21},
        flows={
            region: impact.Flow(settled if region == "Zuid" else 0, settled if region == "Oost" else 0)
            for region in REGIONS
        },
        bottlenecks={region: {"grid": 5, "room": 4, "talent": 6, "permits": 3} for region in REGIONS},
        motives={"time": 8, "grid": 9, "talent": 5},
        advances=[12, 26, 30, 40] * 7,
        limits=Disclosure(),
        since=Since(before, before, {}),
        hubs=HUBS,
    )


def report(document: dict[str, Any]) -> Report:
    """A document as it would be kept."""
    text, day = canonical(document), date.fromisoformat(document["reporting_date"])
    return Report(
        number=document["number"],
        reporting_date=day,
        ledger_number=document.get("ledger_number", 0),
        published_at=datetime(day.year, day.month, day.day, tzinfo=UTC),
        document=text,
        fingerprint=fingerprint(text),
    )


def write(form: str) -> None:
    """Makes one file and says how long that took, with what it had to load."""
    document = documents()[-1]
    with import_module("wsgi").app.app_context():
        start, used = time.perf_counter(), time.process_time()
        made = downloads.write(report(document), form, {})
        told = {"s": time.perf_counter() - start, "cpu_s": time.process_time() - used, "kB": len(made) // 1024}
        told["charts"] = len(read(document).charts)
    if form == "pdf":
        told["pages"] = len(PdfReader(BytesIO(made)).pages)
    print(json.dumps(told))


def main() -> None:
    """A fresh process for each form."""
    if len(sys.argv) > 1:
        write(sys.argv[1])
        return
    with tempfile.TemporaryDirectory(prefix="groeiruimte-papers-") as folder:
        environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/none.sqlite3"}
        for form in FORMS:
            command = [sys.executable, "-m", "benchmarks.papers", form]
            made = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
            told = json.loads(made.stdout.splitlines()[-1])
            print(
                form,
                ", ".join(
                    f"{name} {value:.2f}" if isinstance(value, float) else f"{name} {value}"
                    for name, value in told.items()
                ),
            )
    return


if __name__ == "__main__":
    main()
