"""Requests that nobody should send, over all routes, as everybody: how many are answered with a crash, and what is left behind.

Addresses, forms and tokens are those that each person comes across in the demo world, and those of the map of routes;
what is sent is right, a little wrong, or nonsense. The world is laid anew, after a look whether it is whole, every so often.
"""

import logging
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, got_request_exception
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.demo.world.people import LOGINS
from tests.pages import Site
from tests.soak.nonsense import HEADERS, METHODS, RAW, address_part, body, file, tampered, word
from tests.soak.whole import faults
from tests.soak.world import Place, World
from tests.whole.crawl import PaperForm, forms_on, rule_of, sheet, walk
from tests.whole.routes import Route, routes

LOG = logging.getLogger("soak")
PEOPLE = (*(email for email, _who in LOGINS), "")
LOOKED_AT = 90  # pages that each person opens beforehand
LAID_ANEW = 2_500  # requests
OFTEN_ASKED = ("q", "pagina", "toon", "zoek", "naar", "terug", "next", "bedrijf", "na", "voor", "sorteer", "wat", "v")


@dataclass
class Tally:
    """What came of it."""

    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    crashes: Counter[str] = field(default_factory=Counter)
    samples: dict[str, str] = field(default_factory=dict)
    half: Counter[str] = field(default_factory=Counter)
    routes: set[str] = field(default_factory=set)
    slowest: float = 0.0
    slowest_path: str = ""

    @property
    def broken(self) -> int:
        """How many answers were a crash."""
        return sum(count for status, count in self.statuses.items() if status >= 500)


@dataclass
class Known:
    """What a person comes across."""

    forms: list[PaperForm]
    pages: list[str]


class Fuzzer:
    """Sends requests to the program in this process."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.chance = world, random.Random(seed)
        self.place: Place = world.lay(f"fuzz-{seed}")
        self.app: Flask = self.place.app()
        self.site = Site(self.app, self.app.extensions["clock"])
        self.routes: list[Route] = list(routes(self.app))
        self.paths: dict[str, list[str]] = defaultdict(list)
        self.asked: dict[str, set[str]] = defaultdict(set)
        self.rules: dict[str, str] = {}
        self.rules_there = {(route.method, route.rule) for route in self.routes}
        self.tally = Tally()
        self.raised: list[BaseException] = []
        got_request_exception.connect(self._hear, self.app)
        self.before = faults(self.app)
        self.known = {email: self._look_round(email) for email in PEOPLE}
        self._lay_anew()

    def _hear(self, _app: Flask, exception: BaseException, **_more: Any) -> None:
        self.raised.append(exception)

    def _look_round(self, email: str) -> Known:
        client = self.site.browser(email or None).client
        visits = list(walk(lambda path, _from: client.get(path, follow_redirects=True), self.app, most=LOOKED_AT))
        for visit in visits:
            for address in (visit.path, *(form.action for form in visit.sheet.forms), *visit.sheet.links):
                parts = urlsplit(address)
                if parts.path.startswith("/") and not parts.netloc:
                    rule = self._rule_of(parts.path)
                    if len(self.paths[rule]) < 200:
                        self.paths[rule].append(parts.path)
                    self.asked[rule] |= {each.partition("=")[0] for each in parts.query.split("&") if each}
        return Known(forms_on(visits, self.app), [visit.path for visit in visits if visit.sheet.forms])

    def _rule_of(self, path: str) -> str:
        if path not in self.rules:
            self.rules[path] = rule_of(self.app, path)
        return self.rules[path]

    def _lay_anew(self) -> None:
        self.app.extensions["engine"].dispose()
        self.world.lay_again(self.place)
        self.browsers = {email: self.site.browser(email or None) for email in PEOPLE}
        with self.browsers[PEOPLE[0]].client.session_transaction() as cookie:
            self.cookies = dict(cookie)

    def run(self, count: int) -> Tally:
        """So many requests; what came of them out."""
        looked = 0
        while self.tally.requests < count:
            email = self.chance.choice(PEOPLE)
            client = self.browsers[email].client
            what = self.chance.choices((self._anything, self._form, self._fresh_form), (8, 4, 1))[0]
            what(email, client)
            if self.chance.random() < 0.02:
                self.browsers[email] = self.site.browser(email or None)  # who was signed out comes back
            if self.tally.requests - looked >= LAID_ANEW or self.tally.requests >= count:
                looked = self.tally.requests
                self._look()
                self._lay_anew()
                LOG.info("%s requests, %s crashes, %s half", looked, self.tally.broken, len(self.tally.half))
        return self.tally

    def _look(self) -> None:
        for one in faults(self.app) - self.before:
            self.tally.half[one] += 1

    # --- What is sent ----------------------------------------------------------------------------------------

    def _anything(self, _email: str, client: FlaskClient) -> None:
        """Any route with any method, in its address and behind it something right or wrong."""
        chance, route = self.chance, self.chance.choice(self.routes)
        method = chance.choice(METHODS) if chance.random() < 0.05 else route.method
        how: dict[str, Any] = {}
        if chance.random() < 0.5:
            how["query_string"] = self._query(route.rule)
        if method not in ("GET", "HEAD") or chance.random() < 0.05:
            how |= self._content(self._fields(self._some_form(route.rule)))
        self._send(client, method, self._address(route), how)

    def _form(self, email: str, client: FlaskClient) -> None:
        """A form that this person saw, with some of it wrong; or somebody else's."""
        owner = email if self.chance.random() < 0.9 else self.chance.choice(PEOPLE)
        if self.known[owner].forms:
            form = self.chance.choice(self.known[owner].forms)
            self._send(client, "POST", form.action, self._content(self._fields(form)))

    def _fresh_form(self, email: str, client: FlaskClient) -> None:
        """A form of a page as it is now, with one thing wrong, or nothing."""
        if not self.known[email].pages:
            return
        path = self.chance.choice(self.known[email].pages)
        answer = self._send(client, "GET", path, {})
        forms = [each for each in sheet(answer, path).forms if self._rule_of(each.action) != "/logout"]
        if forms:
            form = self.chance.choice(forms)
            fields = [(name, value) for name, values in form.filled_in().items() for value in values]
            if fields and self.chance.random() < 0.7:
                place = self.chance.randrange(len(fields))
                fields[place] = (fields[place][0], self._value(fields[place][1]))
            method = form.method.upper()
            how = {"query_string": _query_of(fields)} if method == "GET" else self._content(fields)
            self._send(client, method, form.action, how)

    def _some_form(self, rule: str) -> PaperForm | None:
        of_rule = (
            [form for known in self.known.values() for form in known.forms if self._rule_of(form.action) == rule]
            if self.chance.random() < 0.3
            else []
        )
        return self.chance.choice(of_rule) if of_rule else None

    def _address(self, route: Route) -> str:
        chance, seen = self.chance, self.paths.get(route.rule)
        if seen and chance.random() < 0.6:
            return chance.choice(seen)
        parts = []
        for part in route.rule.split("/"):
            same = [path.split("/")[len(parts)] for path in seen or () if path.count("/") == route.rule.count("/")]
            turn = chance.random()
            if "<" not in part:
                parts.append(part)
            elif same and turn < 0.5:
                parts.append(chance.choice(same))
            elif "int:" in part and turn < 0.85:
                parts.append(str(chance.choice((0, 1, 2, 7, 40, 2**31 - 1, 2**31, 2**63, 10**20))))
            elif same and turn < 0.75:
                parts.append(quote(tampered(chance, chance.choice(same))[:300], safe=""))
            else:
                parts.append(address_part(chance))
        return "/".join(parts)

    def _query(self, rule: str) -> str:
        names = [*self.asked.get(rule, ()), self.chance.choice(OFTEN_ASKED)]
        chosen = self.chance.choices(names, k=self.chance.randrange(1, 5))
        return _query_of([(name, word(self.chance)[:3000]) for name in chosen])

    def _fields(self, form: PaperForm | None) -> list[tuple[str, Any]]:
        chance, fields = self.chance, []
        if form is None:
            names = ("name", "version", "step", "file", "reason", "email", "password", "csrf_token", "q")
            return [(name, self._value("1")) for name in chance.sample(names, chance.randrange(5))]
        wrong = chance.choice((0.0, 0.15, 0.5, 1.0))
        for name, values in form.filled_in().items():
            if chance.random() < 0.05:
                continue  # left out
            offered = form.asked.get(name) or values
            kept = [chance.choice(offered)] if chance.random() < 0.3 and offered else values
            fields += [(name, self._value(value) if chance.random() < wrong else value) for value in kept]
            if chance.random() < 0.05:
                fields.append((name, self._value("1")))  # twice
        if chance.random() < 0.1:
            fields.append((word(chance)[:50] or "x", word(chance)))
        return fields

    def _value(self, said: str) -> Any:
        turn = self.chance.random()
        if turn < 0.03:
            content, name = file(self.chance)
            return BytesIO(content), name
        return tampered(self.chance, said)[:100_000] if turn < 0.3 else word(self.chance)

    def _content(self, fields: list[tuple[str, Any]]) -> dict[str, Any]:
        chance = self.chance
        if chance.random() < 0.03:
            content, content_type = body(chance)
            return {"data": content, "content_type": content_type}
        if chance.random() < 0.06 or any(name == "file" for name, _value in fields):
            content, name = file(chance)
            fields = [*fields, (chance.choice(("file", "file", "document", "name")), (BytesIO(content), name))]
        found: dict[str, list[Any]] = defaultdict(list)
        for name, value in fields:
            found[name].append(value)
        return {"data": found}

    # --- Sending ---------------------------------------------------------------------------------------------

    def _send(self, client: FlaskClient, method: str, path: str, how: dict[str, Any]) -> TestResponse:
        chance = self.chance
        if chance.random() < 0.1:
            how["headers"] = chance.choices(
                [one for one in HEADERS if one[0] != "Content-Length"], k=chance.randrange(1, 4)
            )
        if chance.random() < 0.02:
            how["environ_overrides"] = self._odd_environment(path)
        self.raised.clear()
        start = time.perf_counter()
        try:
            answer = client.open(path, method=method, follow_redirects=False, **how)
            answer.get_data()
            status = answer.status_code
        except Exception as raised:  # what is raised past every handler would be a broken connection
            self.raised.append(raised)
            answer, status = client.get("/health"), 599
        took = time.perf_counter() - start
        self._note(method, path, how, status, took)
        return answer

    def _odd_environment(self, path: str) -> dict[str, str]:
        odd = self.chance.choice(RAW).decode("latin-1")
        name = self.chance.choice(("PATH_INFO", "QUERY_STRING", "REMOTE_ADDR", "CONTENT_LENGTH"))
        return {name: f"{path}{odd}" if name == "PATH_INFO" else f"q={odd}&{odd}" if name == "QUERY_STRING" else odd}

    def _note(self, method: str, path: str, how: dict[str, Any], status: int, took: float) -> None:
        tally, rule = self.tally, self._rule_of(path)
        tally.requests += 1
        tally.statuses[status] += 1
        if (method, rule) in self.rules_there:
            tally.routes.add(f"{method} {rule}")
        if took > tally.slowest:
            tally.slowest, tally.slowest_path = took, path[:200]
        if status >= 500:
            why = self.raised[-1] if self.raised else None
            name = f"{method} {rule[:80]}: {type(why).__name__}: {str(why)[:160]}"
            tally.crashes[name] += 1
            tally.samples.setdefault(name, f"{path[:300]} {str(how)[:3000]}\n{_where(why)}")


def _where(why: BaseException | None) -> str:
    lines = []
    trace = why.__traceback__ if why else None
    while trace:
        lines.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " < ".join(reversed([line for line in lines if "/app/" in line][-4:] + lines[-2:]))


def _query_of(fields: list[tuple[str, Any]]) -> str:
    typed: Iterator[tuple[str, str]] = ((name, value) for name, value in fields if isinstance(value, str))
    return "&".join(f"{quote(name)}={quote(value)}" for name, value in typed)


def run(made: World, count: int, seed: int) -> dict[str, Any]:
    """The figures of so many requests on one of the databases."""
    fuzzer = Fuzzer(made, seed)
    there, tally = len(fuzzer.rules_there), fuzzer.run(count)
    return {
        "requests": tally.requests,
        "routes": f"{len(tally.routes)} of {there}",
        "statuses": {str(status): tally.statuses[status] for status in sorted(tally.statuses)},
        "5xx": tally.broken,
        "half": sum(tally.half.values()),
        "slowest (s)": round(tally.slowest, 1),
        "wrong": [*(f"{number} x {name}" for name, number in tally.crashes.most_common(40)), *sorted(tally.half)][:60],
        "samples": tally.samples,
    }
