"""The frozen document as it is kept: the text of which the fingerprint was taken."""

import json
from collections.abc import Mapping

from app.reports.models import Report
from app.reports.rules import canonical

FORM = "json"
NAMES = "names"


def write(report: Report, names: Mapping[str, str]) -> bytes:
    """The canonical text of a published report, in UTF-8; without `names`, where it holds any, it is that to the letter."""
    if not names:
        return report.document.encode()
    return canonical({**json.loads(report.document), NAMES: dict(names)}).encode()
