"""The template filters write for the reader of the request, and nothing where there is nothing."""

from datetime import UTC, date, datetime

import pytest
from flask import render_template_string

from app import create_app
from app.db.clock import Clock
from config import Config


@pytest.fixture
def app(tmp_path):
    """The program on 19 November 2026 at noon."""
    clock = Clock(datetime(2026, 11, 19, 11, 0, tzinfo=UTC))
    return create_app(Config(f"sqlite:///{tmp_path / 'unused.sqlite3'}", "sample"), clock)


@pytest.fixture
def write(app):
    """Writes a value with a filter."""

    def write_with(expression, value, language="nl"):
        with app.test_request_context(headers={"Cookie": f"taal={language}"}):
            return render_template_string(f"{{{{ value | {expression} }}}}", value=value)

    return write_with


@pytest.mark.parametrize(
    ("expression", "value", "dutch", "english"),
    [
        ("dutch_date", date(2026, 5, 31), "31 mei 2026", "31 May 2026"),
        ("short_date", date(2026, 11, 10), "di 10 nov", "Tue 10 Nov"),
        ("month", date(2028, 3, 1), "mrt 2028", "Mar 2028"),
        ("quarter", date(2028, 3, 1), "1e kwartaal 2028", "Q1 2028"),
        ("typed_date", date(2028, 3, 1), "1-3-2028", "1-3-2028"),
        ("when", datetime(2026, 11, 18, 15, 10, tzinfo=UTC), "gisteren 16:10", "yesterday 16:10"),
        ("days_ago", date(2026, 11, 7), "12 dagen geleden", "12 days ago"),
        ("terms", "fotonica, halfgeleider", "fotonica, halfgeleider", "photonics, semiconductors"),
        ("euro", 1_500_000, "€ 1.500.000", "€ 1.500.000"),
        ("euro_short", 1_500_000_000, "€ 1,5 mld", "€ 1,5 mld"),
        ("number(1)", 20, "20,0", "20,0"),
        ("percent", 0.5, "50%", "50%"),
    ],
)
def test_each_filter_writes_in_the_readers_language(write, expression, value, dutch, english):
    assert write(expression, value) == dutch
    assert write(expression, value, "en") == english
    assert write(expression, None) == ""


def test_a_count_in_a_sentence_is_written_as_a_number(app):
    with app.test_request_context():
        assert render_template_string('{{ ngettext("%(num)s rij", "%(num)s rijen", 8260) }}') == "8.260 rijen"
