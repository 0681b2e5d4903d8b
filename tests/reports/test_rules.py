"""How a report is frozen: one text, and its hash."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.rules import canonical, fingerprint


def test_a_report_is_one_text_whatever_the_order_it_was_made_in():
    assert canonical({"b": [1, None], "a": "é €"}) == '{"a":"é €","b":[1,null]}'
    assert canonical({"a": "é €", "b": (1, None)}) == canonical({"b": [1, None], "a": "é €"})
    assert fingerprint("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("document", [{"a": 0.1}, {"a": [{"b": 1.0}]}, {1: "a"}])
def test_a_report_holds_no_floats_and_no_other_keys(document):
    with pytest.raises(TypeError):
        canonical(document)


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner))
)
def test_a_report_reads_back_as_it_was_written(value):
    text = canonical({"value": value})
    assert json.loads(text) == {"value": value}
    assert canonical(json.loads(text)) == text
