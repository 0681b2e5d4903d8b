"""Whose address counts: the visitor's own behind a proxy of ours, and nobody's word for it elsewhere."""

from pathlib import Path

import pytest
from flask import request

from app import create_app
from app.access.declare import public
from config import Config


@pytest.mark.parametrize(("behind", "address"), [(True, "203.0.113.9"), (False, "127.0.0.1")])
def test_the_address_is_the_one_that_our_own_proxy_saw(tmp_path: Path, behind: bool, address: str) -> None:
    app = create_app(Config(f"sqlite:///{tmp_path / 'unused.sqlite3'}", "sample", behind_tls=behind))
    app.add_url_rule("/wie", view_func=public(lambda: str(request.remote_addr)), endpoint="who")
    answer = app.test_client().get("/wie", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
    assert answer.get_data(as_text=True) == address
