"""Nonsense over the wire, to gunicorn as it serves, with tokens on: requests that are not even HTTP, and odd ones that are."""

import random
import socket
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from app.demo.world.people import LOGINS
from tests.soak.client import Client, NoAnswer
from tests.soak.nonsense import HEADERS, METHODS, RAW, address_part, body, word
from tests.soak.server import Server, served
from tests.soak.whole import faults
from tests.soak.world import World
from tests.whole.routes import routes

NOT_HTTP = (
    b"",
    b"\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET http://[::1/ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\nHost: x\n\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
    b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 20_000 + b"\r\n\r\n",
    b"GET /" + b"x" * 9_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nemail=",
    b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    b"POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
)
# What gunicorn says by itself of a protocol that it does not speak; the program is not asked.
OF_THE_PROTOCOL = frozenset({501, 505})


@dataclass
class Wired:
    """What came of it."""

    statuses: Counter[str] = field(default_factory=Counter)
    crashes: Counter[str] = field(default_factory=Counter)
    half: list[str] = field(default_factory=list)

    def note(self, status: int, what: str) -> None:
        """Counts an answer."""
        self.statuses[str(status) if status else "none"] += 1
        if status >= 500 and status not in OF_THE_PROTOCOL:
            self.crashes[f"{status} {what[:200]}"] += 1


def run(made: World, count: int, seed: int) -> dict[str, Any]:
    """The figures of so many requests on one of the databases."""
    place, chance, found = made.lay(f"wire-{seed}"), random.Random(seed), Wired()
    app = place.app()
    before, known = faults(app), [(route.method, route.path()) for route in routes(app)]
    with served(place, made.folder / "wire.log") as server:
        clients = [Client(server.port), Client(server.port)]
        clients[0].sign_in(chance.choice(LOGINS)[0])
        for _request in range(count):
            if chance.random() < 0.3:
                found.note(*_bytes(server, chance))
            else:
                found.note(*_odd(chance.choice(clients), chance, *chance.choice(known)))
        server.wait()
    found.half += sorted(faults(app) - before)
    app.extensions["engine"].dispose()
    return {
        "requests": count,
        "statuses": dict(sorted(found.statuses.items())),
        "5xx": sum(found.crashes.values()),
        "half": len(found.half),
        "wrong": [*(f"{number} x {what}" for what, number in found.crashes.items()), *found.half][:20],
    }


def _bytes(server: Server, chance: random.Random) -> tuple[int, str]:
    """Bytes as they are, cut off now and then; the status of the answer, 0 for none."""
    said = chance.choice(NOT_HTTP)
    said = said if chance.random() < 0.7 else said[: chance.randrange(len(said) + 1)] + chance.choice(RAW)
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall(said)
        line.shutdown(socket.SHUT_WR)
        try:
            answer = line.recv(20)
        except OSError:
            answer = b""
    words = answer.split()
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0, repr(said[:100])


def _odd(client: Client, chance: random.Random, method: str, path: str) -> tuple[int, str]:
    """A request that is one, to a place of the program or nearly, with odd words behind its address or in it."""
    path = path if chance.random() < 0.6 else f"/{address_part(chance)}"
    path += f"?q={address_part(chance)}" if chance.random() < 0.5 else ""
    method = method if chance.random() < 0.9 else chance.choice(METHODS)
    name, value = chance.choice(HEADERS)
    content = content_type = None
    if method == "POST":
        content, content_type = body(chance) if chance.random() < 0.3 else (None, "")
    try:
        if content is None and method == "POST":
            return client.post(path, {"name": word(chance), "version": "1"}).status, f"{method} {path}"
        headers = {name: value} if value.isascii() and name not in ("Content-Length", "Cookie") else {}
        return client.ask(method, path, content, content_type or "", headers).status, f"{method} {path}"
    except (NoAnswer, ValueError):
        return 0, ""
