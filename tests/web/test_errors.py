"""Error pages in our own look, and the headers on every answer."""

from pathlib import Path

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from app import create_app
from app.access.declare import public
from app.access.errors import OutOfScope
from app.web.errors import TROUBLES
from config import Config


def _wants(path: str):
    """A view that ends badly."""

    @public
    def end(status: int = 0) -> str:
        if status:
            abort(status)
        if path == "/buiten-bereik":
            raise OutOfScope("not yours")
        if path == "/vol":
            Path("/dev/full").write_text("no room")
        raise RuntimeError("a detail that nobody may read")

    return end


@pytest.fixture
def app(tmp_path) -> Flask:
    """The app without a usable database, with views that end badly; it answers as in production."""
    app = create_app(Config(f"sqlite:///{tmp_path / 'empty.sqlite3'}", "sample"))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/eindigt/<int:status>", "ends", _wants("/eindigt"))
    app.add_url_rule("/valt", "falls", _wants("/valt"))
    app.add_url_rule("/vol", "full", _wants("/vol"))
    app.add_url_rule("/buiten-bereik", "scope", _wants("/buiten-bereik"))
    app.add_url_rule("/stuur", "send", public(lambda: "gestuurd"), methods=["POST"])
    return app


@pytest.fixture
def visitor(app) -> FlaskClient:
    """Somebody who has not signed in."""
    return app.test_client()


@pytest.mark.parametrize("status", [status for status in TROUBLES if status not in (405, 507)])
def test_each_refusal_says_what_happened_and_what_to_do(visitor, status):
    answer = visitor.get(f"/eindigt/{status}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert f"<h1>{TROUBLES[status].title}</h1>" in page
    assert TROUBLES[status].happened in page
    assert TROUBLES[status].todo in page
    assert 'href="/"' in page


def test_a_status_without_words_of_its_own_gets_the_nearest(visitor):
    answer = visitor.get("/eindigt/418")
    assert answer.status_code == 418
    assert TROUBLES[400].title in answer.get_data(as_text=True)


def test_a_crash_tells_no_details(visitor):
    answer = visitor.get("/valt")
    assert answer.status_code == 500
    assert TROUBLES[500].title in answer.get_data(as_text=True)
    assert "detail" not in answer.get_data(as_text=True)


def test_a_full_disk_is_told_as_that(visitor):
    answer = visitor.get("/vol")
    assert answer.status_code == 507
    assert "<h1>De schijf is vol</h1>" in answer.get_data(as_text=True)


def test_a_write_out_of_scope_is_forbidden(visitor):
    assert visitor.get("/buiten-bereik").status_code == 403


def test_a_form_without_token_says_to_send_it_again(visitor):
    answer = visitor.post("/stuur")
    assert answer.status_code == 400
    assert "Dit formulier is verlopen" in answer.get_data(as_text=True)


def test_the_wrong_method_says_which_are_right(visitor):
    answer = visitor.get("/stuur")
    assert (answer.status_code, "POST" in answer.headers["Allow"]) == (405, True)


def test_going_back_leads_to_our_own_pages_only(visitor):
    own = visitor.get("/eindigt/403", headers={"Referer": "http://localhost/pijplijn"})
    other = visitor.get("/eindigt/403", headers={"Referer": "http://elders.example/pijplijn"})
    assert 'href="http://localhost/pijplijn"' in own.get_data(as_text=True)
    assert "elders.example" not in other.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/eindigt/404", "/valt", "/static/logo.svg"])
def test_every_answer_carries_its_headers(visitor, path):
    headers = visitor.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_private_pages_are_not_kept_and_built_files_are(visitor):
    assert visitor.get("/eindigt/404").headers["Cache-Control"] == "no-store"
    assert "immutable" in visitor.get("/static/logo.svg?v=1234").headers["Cache-Control"]
    assert "immutable" not in visitor.get("/static/logo.svg").headers.get("Cache-Control", "")


def test_behind_tls_the_browser_is_told_to_stay_there(visitor):
    headers = visitor.get("/eindigt/404", base_url="https://localhost").headers
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
