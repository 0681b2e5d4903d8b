"""`make soak`: kills, full disks, nonsense, back-ups and people at once, counted on both databases.

`python -m tests.soak` is a quick try of all; `--full` takes the counts that matter. Name parts to run those alone
(kill full backup halfway together fuzz wire), `--database` for one of the two, `--share 0.1` for a tenth of the full counts.
The table is printed, and written as JSON; the status is 1 when anything was lost, half there or answered by a crash.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.soak import backup, full, fuzz, halfway, kill, together, wire
from tests.soak.world import KINDS, World, world

ROOT = Path(__file__).resolve().parents[2]
Part = Callable[[World, int, int], dict[str, Any]]
# The parts in the order in which they run: what each does, how often in a quick try, and how often in full (each database).
PARTS: dict[str, tuple[Part, int, int]] = {
    "kill": (kill.run, 4, 200),
    "full": (full.run, 3, 50),
    "backup": (backup.run, 1, 5),
    "halfway": (halfway.run, 1, 5),
    "together": (together.run, 20, 300),
    "fuzz": (fuzz.run, 500, 48_000),
    "wire": (wire.run, 200, 2_000),
}
NOUGHT = ("lost", "half", "5xx", "unclear", "did not go on", "not equal")


def main() -> int:
    """Runs what was asked for; 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="only these")
    parser.add_argument("--database", choices=KINDS)
    parser.add_argument("--full", action="store_true", help="as often as counts")
    parser.add_argument("--share", type=float, default=1.0, help="of the full counts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "soak.json")
    given = parser.parse_args()
    report: list[dict[str, Any]] = []
    for kind in [given.database] if given.database else KINDS:
        with tempfile.TemporaryDirectory(prefix="groeiruimte-soak-", ignore_cleanup_errors=True) as folder:
            Path(folder).chmod(0o755)  # PostgreSQL runs as somebody else where we are root
            with world(kind, Path(folder)) as made:
                for name in given.parts or PARTS:
                    run, quick, often = PARTS[name]
                    count = max(1, round(often * given.share)) if given.full else quick
                    start = time.monotonic()
                    figures = run(made, count, given.seed)
                    seconds = round(time.monotonic() - start)
                    report.append({"part": name, "database": kind, "seconds": seconds, **figures})
                    tell(report[-1])
                    given.out.parent.mkdir(exist_ok=True)
                    given.out.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    wrong = sum(one.get(name, 0) for one in report for name in NOUGHT)
    return 1 if wrong else 0


def tell(figures: dict[str, Any]) -> None:
    """The lines that people read of one part on one database."""
    figures = dict(figures)
    wrong = figures.pop("wrong", [])
    figures.pop("samples", None)
    for _name, _value in figures.items():
        pass
    for _one in wrong:
        pass
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
