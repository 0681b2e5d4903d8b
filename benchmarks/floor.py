"""The floor: the least that these pages could cost. Flask, sqlite3 without ORM, one template a page, a session cookie.

It keeps no secrets and checks nothing: it says how fast this machine is today, so that the product's times can be read
as a ratio. Started by benchmarks/run.py as `gunicorn benchmarks.floor:app` with FLOOR_DATABASE set.
"""

import csv
import os
import random
import sqlite3
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

from flask import Flask, Response, abort, redirect, request, session
from werkzeug.wrappers import Response as AnyResponse

STEPS = ("gesignaleerd", "vraagarticulatie", "aanpak", "voorstellen", "besluit", "realisatie")
PLACES = ("Eindhoven", "Enschede", "Delft", "Groningen", "Venlo", "Utrecht", "Almere", "Middelburg", "Velsen", "Oss")
KINDS = ("ruimte", "kapitaal", "talent", "wonen", "energie")

SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE lead (id INTEGER PRIMARY KEY, code TEXT, name TEXT, place TEXT, step TEXT, phase INT, needed_by TEXT,
                   asked_on TEXT, capital INT, kinds TEXT);
CREATE TABLE contact (id INTEGER PRIMARY KEY, lead_id INT, name TEXT, email TEXT, phone TEXT);
CREATE TABLE talk (id INTEGER PRIMARY KEY, lead_id INT, held_on TEXT, kind TEXT, text TEXT);
CREATE INDEX lead_by_need ON lead (needed_by, id);
CREATE INDEX lead_by_step ON lead (step, needed_by);
CREATE INDEX contact_of_lead ON contact (lead_id);
CREATE INDEX talk_of_lead ON talk (lead_id, held_on DESC);
CREATE VIRTUAL TABLE found USING fts5(name, code, tokenize='trigram', content='lead', content_rowid='id');
"""

FRAME = """<!doctype html><html lang="nl"><head><title>{{ title }}</title></head><body>
<nav>{% for name in ["Mijn werk", "Pijplijn", "Brandpunten", "Bedrijven", "Voortgang"] %}
<a class="nav-link" href="/{{ name }}">{{ name }}</a>{% endfor %}</nav>
<main><h1>{{ title }}</h1>%s</main></body></html>"""

LIST = FRAME.replace(
    "%s",
    """<form><input name="q"><select name="step">{% for step in steps %}<option>{{ step }}</option>{% endfor %}
</select></form><p>{{ total }} leads</p><table>{% for row in rows %}<tr><td><input type="checkbox" name="id"
value="{{ row.id }}"></td><td><a href="/lead/{{ row.id }}">{{ row.name }}</a> {{ row.code }}</td>
<td>{{ row.place }}</td><td>{{ row.kinds }}</td><td>{{ row.step }}</td><td>{{ row.phase }}</td>
<td>{{ row.needed_by }}</td>
<td>{{ row.asked_on }}</td><td>{{ row.capital }}</td></tr>{% endfor %}</table>""",
)
LEAD = FRAME.replace(
    "%s",
    """<dl>{% for key in lead.keys() %}<dt>{{ key }}</dt><dd>{{ lead[key] }}</dd>{% endfor %}</dl>
<h2>Contacten</h2>{% for row in contacts %}<p>{{ row.name }} {{ row.email }} {{ row.phone }}</p>{% endfor %}
<h2>Tijdlijn</h2>{% for row in talks %}<article><b>{{ row.kind }}</b> {{ row.held_on }}<p>{{ row.text }}</p></article>
{% endfor %}<form method="post">{% for key in lead.keys() %}<label>{{ key }}<input name="{{ key }}"
value="{{ lead[key] }}"></label>{% endfor %}</form>""",
)
DASHBOARD = FRAME.replace(
    "%s",
    """<ul>{% for row in steps %}<li>{{ row.step }} {{ row.leads }} {{ row.capital }}</li>{% endfor %}</ul>
<ul>{% for row in months %}<li>{{ row.month }} {{ row.leads }}</li>{% endfor %}</ul>
<ol>{% for row in rows %}<li><a href="/lead/{{ row.id }}">{{ row.name }}</a>
{{ row.needed_by }}</li>{% endfor %}</ol>""",
)

app = Flask(__name__)
app.secret_key = "floor"
pages = {
    name: app.jinja_env.from_string(text) for name, text in {"list": LIST, "lead": LEAD, "home": DASHBOARD}.items()
}
local = threading.local()


def fill(file: Path, leads: int) -> None:
    """A database of so many made-up leads, each with three contacts and three talks."""
    chance = random.Random(7)
    file.unlink(missing_ok=True)
    connection = sqlite3.connect(file)
    connection.executescript(SCHEMA)
    for number in range(1, leads + 1):
        asked = date(2025, 1, 1) + timedelta(days=chance.randrange(690))
        row = (
            number,
            f"GR-25-{number:05}",
            f"Bedrijf {chance.randrange(10**6)} {number}",
            chance.choice(PLACES),
            chance.choice(STEPS),
            chance.randint(1, 4),
            (asked + timedelta(days=chance.randrange(300, 1400))).isoformat(),
            asked.isoformat(),
            chance.randrange(500) * 1_000_000,
            " ".join(chance.sample(KINDS, chance.randint(1, 4))),
        )
        connection.execute("INSERT INTO lead VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        for turn in range(3):
            contact = (number, f"Contact {turn}", f"c{turn}@bedrijf{number}.example", "+31 6 00000000")
            connection.execute("INSERT INTO contact (lead_id, name, email, phone) VALUES (?, ?, ?, ?)", contact)
            talk = (
                number,
                (asked + timedelta(days=9 * turn)).isoformat(),
                "gesprek",
                "Gesproken over ruimte en stroom.",
            )
            connection.execute("INSERT INTO talk (lead_id, held_on, kind, text) VALUES (?, ?, ?, ?)", talk)
    connection.execute("INSERT INTO found (found) VALUES ('rebuild')")
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()


def database() -> sqlite3.Connection:
    """This thread's connection."""
    if not hasattr(local, "connection"):
        local.connection = sqlite3.connect(os.environ["FLOOR_DATABASE"], timeout=30)
        local.connection.row_factory = sqlite3.Row
    found: sqlite3.Connection = local.connection
    return found


@app.before_request
def check_session() -> None:
    if request.path not in ("/health", "/login") and not session.get("person"):
        abort(403)


@app.get("/health")
def health() -> str:
    return "ok"


@app.get("/login")
def login_form() -> str:
    return "<form></form>"


@app.post("/login")
def login() -> AnyResponse:
    session["person"] = 1
    return redirect("/list")


@app.get("/list")
def list_page() -> str:
    step = request.args.get("step")
    where, values = ("WHERE step = ?", [step]) if step else ("", [])
    order = "name" if request.args.get("sort") == "name" else "needed_by, id"
    db = database()
    total = db.execute(f"SELECT count(*) FROM lead {where}", values).fetchone()[0]
    rows = db.execute(f"SELECT * FROM lead {where} ORDER BY {order} LIMIT 50", values).fetchall()
    return pages["list"].render(title="Pijplijn", rows=rows, total=total, steps=STEPS)


@app.get("/search")
def search() -> str:
    words, db = f'"{request.args["q"]}"', database()
    total = db.execute("SELECT count(*) FROM found WHERE found MATCH ?", (words,)).fetchone()[0]
    hits = "SELECT rowid FROM found WHERE found MATCH ? LIMIT 50"
    rows = db.execute(f"SELECT * FROM lead WHERE id IN ({hits})", (words,)).fetchall()
    return pages["list"].render(title="Zoeken", rows=rows, total=total, steps=STEPS)


@app.get("/export.csv")
def export() -> Response:
    return Response(_lines(), mimetype="text/csv")


def _lines() -> Iterator[str]:
    found = database().execute("SELECT * FROM lead")
    while rows := found.fetchmany(1000):
        held = StringIO()
        csv.writer(held).writerows(rows)
        yield held.getvalue()


@app.post("/import")
def bring_in() -> str:
    rows = list(csv.reader(StringIO(request.form["file"]), delimiter=";"))[1:]
    with database() as db:
        for name, place, _website in rows:
            number = db.execute("INSERT INTO lead (name, place) VALUES (?, ?)", (name, place)).lastrowid
            db.execute("INSERT INTO found (rowid, name) VALUES (?, ?)", (number, name))
    return str(len(rows))


@app.get("/lead/<int:number>")
def lead_page(number: int) -> str:
    db = database()
    lead = db.execute("SELECT * FROM lead WHERE id = ?", (number,)).fetchone() or abort(404)
    contacts = db.execute("SELECT * FROM contact WHERE lead_id = ?", (number,)).fetchall()
    talks = db.execute("SELECT * FROM talk WHERE lead_id = ? ORDER BY held_on DESC LIMIT 20", (number,)).fetchall()
    return pages["lead"].render(title=lead["name"], lead=lead, contacts=contacts, talks=talks)


@app.get("/dashboard")
def dashboard() -> str:
    db = database()
    steps = db.execute("SELECT step, count(*) AS leads, sum(capital) AS capital FROM lead GROUP BY step").fetchall()
    months = db.execute("SELECT substr(asked_on, 1, 7) AS month, count(*) AS leads FROM lead GROUP BY 1").fetchall()
    rows = db.execute("SELECT * FROM lead ORDER BY needed_by, id LIMIT 10").fetchall()
    return pages["home"].render(title="Overzicht", steps=steps, months=months, rows=rows)


@app.post("/lead")
def create() -> AnyResponse:
    form, db = request.form, database()
    with db:
        number = db.execute(
            "INSERT INTO lead (code, name, place, step, phase, needed_by, asked_on, capital, kinds)"
            " VALUES ('', ?, ?, 'gesignaleerd', 2, ?, ?, 0, 'ruimte')",
            (form["name"], form["place"], form["needed_by"], form["asked_on"]),
        ).lastrowid
        db.execute(
            "INSERT INTO talk (lead_id, held_on, kind, text) VALUES (?, ?, 'lead', 'nieuw')", (number, form["asked_on"])
        )
    return redirect(f"/lead/{number}")


@app.after_request
def no_store(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
