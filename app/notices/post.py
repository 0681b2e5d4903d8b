"""Sending mail: by a mail server, or into a folder where somebody who develops can look at it."""

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from app.db.clock import AMSTERDAM, Clock
from app.jobs.rules import OutOfReach
from config import Config

PATIENCE = 20  # seconds
FOLDER, PLAIN, ENCRYPTED = "folder", "smtp", "smtps"
PORTS = {PLAIN: 587, ENCRYPTED: 465}
HERE = ("localhost", "127.0.0.1", "::1")

Send = Callable[[EmailMessage], None]


class Post:
    """Takes messages away: `send` is how, `sender` whose they are, `site` where their links lead."""

    def __init__(self, send: Send, sender: str, site: str) -> None:
        self.send = send
        self.sender = sender
        self.site = site

    def letter(self, name: str, address: str, *, subject: str, text: str, number: str, clock: Clock) -> EmailMessage:
        """A message in plain text. `number` is its own: one that is sent again is known to be the same."""
        message = EmailMessage()
        message["From"] = formataddr(("Groeiruimte", self.sender))
        message["To"] = formataddr((" ".join(name.split()), address))
        message["Subject"] = subject
        message["Date"] = format_datetime(clock.now().astimezone(AMSTERDAM))
        message["Message-ID"] = f"<{number}@{self.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        return message


def post_of(config: Config) -> Post | None:
    """How this place sends mail, by the setting MAIL: folder:PATH, smtp://… or smtps://…; None where it sends none."""
    if not config.mail:
        return None
    scheme, _colon, rest = config.mail.partition(":")
    if scheme == FOLDER:
        return Post(_into(Path(rest)), config.mail_from, config.site)
    if scheme not in PORTS:
        raise RuntimeError("MAIL is folder:PATH, smtp://… or smtps://…: see docs/production.md")
    return Post(_by_server(config.mail), config.mail_from, config.site)


def _into(folder: Path) -> Send:
    def send(message: EmailMessage) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{message['Message-ID'].strip('<>')}.eml").write_bytes(bytes(message))

    return send


def _by_server(url: str) -> Send:
    """Sends by a mail server; the line to one elsewhere is always encrypted. Raises OutOfReach."""
    asked = urlsplit(url)
    host, port = asked.hostname or "", asked.port or PORTS[asked.scheme]

    def send(message: EmailMessage) -> None:
        try:
            with _connected(asked.scheme, host, port) as server:
                if asked.username:
                    server.login(unquote(asked.username), unquote(asked.password or ""))
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            raise OutOfReach(f"the mail server at {host}") from error

    return send


def _connected(scheme: str, host: str, port: int) -> smtplib.SMTP:
    if scheme == ENCRYPTED:
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port, timeout=PATIENCE)
    if host not in HERE:
        server.starttls(context=ssl.create_default_context())
    return server
