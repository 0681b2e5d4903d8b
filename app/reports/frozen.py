"""The frozen document as it is kept: the text of which the fingerprint was taken."""

from app.reports.models import Report


def write(report: Report) -> bytes:
    """The canonical text of a published report, in UTF-8."""
    return report.document.encode()
