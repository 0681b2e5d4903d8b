"""A person at a real browser: opens pages of a running program, and notices what a person or a screen reader would."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright
from werkzeug.serving import make_server

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PASSWORD = "groeiruimte-demo"
SECONDS = 10_000


@contextmanager
def serve(app: Flask) -> Iterator[str]:
    """Runs the program on a free port of this machine, a thread per request; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(5)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium ($CHROMIUM names another), without a window and without news from home."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "no Chromium: `make test` says how to get one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


class Visitor:
    """Somebody at a browser; keeps what the browser complained about."""

    def __init__(self, browser: Browser, base: str, *, javascript: bool = True) -> None:
        self.base = base
        self.context = browser.new_context(
            locale="nl-NL", timezone_id="Europe/Amsterdam", viewport=WIDE, java_script_enabled=javascript
        )
        self.context.set_default_timeout(SECONDS)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", self._miss)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _miss(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # whoever goes on to the next page waits for nothing of this one
            self.complaints.append(f"failed: {request.url}")

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Signs in on the log-in page and waits for the home that follows."""
        self.page.goto(f"{self.base}/login")
        self.page.fill("input[name=email]", email)
        self.page.fill("input[name=password]", password)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/login" not in url)

    def sign_out(self) -> None:
        """Leaves: the next page is for somebody else."""
        self.context.clear_cookies()

    def open(self, path: str) -> Response:
        """Opens a page of the program; it must answer."""
        answer = self.page.goto(f"{self.base}{path}", wait_until="networkidle")
        assert answer is not None, path
        return answer

    def faults(self) -> list[str]:
        """What is wrong with the page that is open: headings, width, complaints of the browser, WCAG 2.2 A and AA."""
        found = [*self.complaints]
        self.complaints.clear()
        headings = self.page.locator("h1").count()
        if headings != 1:
            found.append(f"{headings} main headings")
        for size in (WIDE, NARROW):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wider > 0:
                found.append(f"{wider} px too wide at {size['width']}")
            found += [f"{fault} at {size['width']}" for fault in self._axe()]
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        return found

    def _axe(self) -> list[str]:
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        result = self.page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
        return [f"{fault['id']}: {fault['nodes'][0]['target']}" for fault in result["violations"]]

    def close(self) -> None:
        """Closes the browser's window."""
        self.context.close()
