"""Documents of before the texts were Markdown are read as they were written."""

from app.reports.case_telling import written_before
from app.reports.prose import points


def test_a_text_becomes_cases_and_points():
    assert written_before("Van geen stroom\nEen scale-up.\n\nEerder\nEen ander.") == [
        ("Van geen stroom", "Een scale-up."),
        ("Eerder", "Een ander."),
    ]
    assert points("- Stel de vraag vroeg.\n\n• Bezoek overtuigt.") == ["Stel de vraag vroeg.", "Bezoek overtuigt."]
