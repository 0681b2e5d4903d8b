"""A small browser without pictures: one kept-alive connection to this machine, cookies, hidden fields, a stopwatch."""

import http.client
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

HIDDEN = re.compile(r"<input[^>]*type=\"hidden\"[^>]*>")
ATTRIBUTE = re.compile(r"\b(name|value)=\"([^\"]*)\"")
FORM, BETWEEN = "application/x-www-form-urlencoded", "between-the-parts"


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took to the last byte (ms)."""

    status: int
    body: str
    size: int
    ms: float
    queries: int | None
    location: str | None

    def hidden_fields(self) -> dict[str, str]:
        """The hidden fields of the page's forms; the last form wins."""
        found = {}
        for tag in HIDDEN.findall(self.body):
            attributes = dict(ATTRIBUTE.findall(tag))
            if "name" in attributes:
                found[attributes["name"]] = attributes.get("value", "")
        return found


def together(answers: Sequence[Answer]) -> Answer:
    """Several answers, asked one after another, as one: the last, with the time, the queries and the bytes of all."""
    return replace(
        answers[-1],
        ms=sum(one.ms for one in answers),
        queries=sum(one.queries or 0 for one in answers),
        size=sum(one.size for one in answers),
    )


@dataclass
class Client:
    """Talks to one server on 127.0.0.1."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        """Reads a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, values: Mapping[str, object]) -> Answer:
        """Sends a form; does not follow the redirect."""
        return self._ask("POST", path, urlencode(values, doseq=True))

    def upload(self, path: str, values: Mapping[str, str], file: str) -> Answer:
        """Sends a form with a file of text."""
        head = 'Content-Disposition: form-data; name="'
        parts = [f'{head}{name}"\r\n\r\n{value}' for name, value in values.items()]
        parts.append(f'{head}file"; filename="list.csv"\r\nContent-Type: text/csv\r\n\r\n{file}')
        body = "".join(f"--{BETWEEN}\r\n{part}\r\n" for part in parts) + f"--{BETWEEN}--\r\n"
        return self._ask("POST", path, body, f"multipart/form-data; boundary={BETWEEN}")

    def _ask(self, method: str, path: str, body: str | None, kind: str = FORM) -> Answer:
        headers = {"Accept": "text/html", "Accept-Encoding": "identity"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = kind
            headers["Referer"] = f"http://127.0.0.1:{self.port}{path}"
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
            self.connection.connect()
        start = time.perf_counter()
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            content = response.read()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.connection = None  # the server closed an idle connection: once more on a new one
            return self._ask(method, path, body, kind)
        took = (time.perf_counter() - start) * 1000
        self._keep_cookies(response)
        if response.headers.get("Connection", "").lower() == "close":
            self.connection.close()
            self.connection = None
        queries = response.headers.get("X-Queries")
        return Answer(
            status=response.status,
            body=content.decode(errors="replace"),
            size=len(content),
            ms=took,
            queries=int(queries) if queries else None,
            location=response.headers.get("Location"),
        )

    def _keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name.strip()] = value
