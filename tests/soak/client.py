"""Somebody at a browser, as far as the server can tell: cookies, tokens, forms and files; an answer, or none."""

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

from tests.browser import PASSWORD
from tests.markup import read
from tests.whole.crawl import PaperForm, forms_of

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
Fields = Mapping[str, object]


class NoAnswer(Exception):
    """The connection broke: what was sent may have been done, or not."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str
    location: str

    @property
    def is_done(self) -> bool:
        """Whether the server says that it did what was asked, and leads on."""
        return self.status in (302, 303) and not self.location.startswith("/login")


@dataclass
class Client:
    """Talks to a server on this machine."""

    port: int
    timeout: float = 60
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Signs in on the form of the log-in page."""
        self.token = TOKEN.findall(self.get("/login").text)[-1]
        answer = self.post("/login", {"email": email, "password": password})
        assert answer.is_done, f"signing in as {email}: {answer.status}"
        self.token = TOKEN.findall(self.get("/").text or self.get("/pijplijn").text)[-1]

    def get(self, path: str) -> Answer:
        """Reads a page; follows where it leads."""
        answer = self.ask("GET", path)
        return self.get(answer.location) if answer.status in (302, 303) and answer.location else answer

    def post(self, path: str, fields: Fields, file: tuple[str, bytes] | None = None) -> Answer:
        """Sends a form with its token; does not follow where it leads."""
        sent = {"csrf_token": self.token, **fields}
        if file is None:
            return self.ask("POST", path, urlencode(sent, doseq=True).encode(), "application/x-www-form-urlencoded")
        return self.ask("POST", path, *_multipart(sent, *file))

    def form(self, path: str, action: str = "") -> dict[str, list[str]]:
        """What the form of a page holds that goes to an address (that of the page), filled in where it was empty."""
        wanted = (action or path).partition("?")[0]
        found: list[PaperForm] = forms_of(read(self.get(path).text), path)
        form = next(each for each in found if each.action.partition("?")[0] == wanted and each.method == "post")
        return {name: values for name, values in form.filled_in().items() if name != "csrf_token"}

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        content_type: str = "",
        more: Mapping[str, str] | None = None,
    ) -> Answer:
        """Sends a request on a connection of its own. Raises NoAnswer."""
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Connection": "close",
        }
        headers |= more or {}
        if content_type:
            headers["Content-Type"] = content_type
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as broken:
            raise NoAnswer(f"{method} {path}") from broken
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _equals, value = line.split(";")[0].partition("=")
            self.cookies[name.strip()] = value
        return Answer(response.status, content.decode(errors="replace"), response.headers.get("Location") or "")


def _multipart(fields: Fields, name: str, content: bytes) -> tuple[bytes, str]:
    mark = uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, values in fields.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    return b"".join([*parts, head, content, f"\r\n--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"
