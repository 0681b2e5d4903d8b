"""An e-mail as a message: read with the standard library, which is strict in some places and fails in others."""

from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from app.db.errors import Refused
from app.documents.message import (
    MOST_ATTACHED,
    NO_DATE,
    NO_WORDS,
    SHORTENED,
    TOO_MANY,
    Attachment,
    Message,
    day_of,
    names,
    one_line,
    shortened,
    words_of_html,
)
from app.documents.rules import decoded
from app.timeline.rules import TalkKind
from app.words import N_

# What the parser of the standard library raises on headers and parts that no program should have written.
BROKEN = (
    MessageError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    OverflowError,
    RecursionError,
)
PARTS_IN_IT = (("from", N_("Van")), ("to", N_("Aan")), ("cc", N_("Kopie")))

UNREADABLE = N_("Dit bericht is niet te lezen. Bewaar het als pdf en voeg dat toe.")
TNEF = N_("De bijlage winmail.dat is van Outlook en kunnen we niet openen. Vraag de afzender om het bestand zelf.")
SECRET = N_("Dit bericht is versleuteld: alleen wie het kreeg kan het lezen. Neem de tekst zelf over.")


def read(content: bytes) -> Message:
    """The bytes of an .eml in, the message out. Refused where the parser cannot make anything of it."""
    try:
        mail: Any = BytesParser(policy=policy.default).parsebytes(content)
        body, remarks = _body(mail)
        attachments = list(_attachments(mail, remarks))
    except BROKEN as error:
        raise Refused(UNREADABLE, field="file") from error
    held_on = _day(mail)
    if held_on is None:
        remarks.append(NO_DATE)
    if len(attachments) > MOST_ATTACHED:
        remarks.append(TOO_MANY)
    return Message(
        kind=TalkKind.MAIL,
        held_on=held_on,
        subject=one_line(_header(mail, "subject")),
        people=tuple((part, found) for name, part in PARTS_IN_IT if (found := names(_people(mail, name)))),
        body=body,
        attachments=tuple(attachments[:MOST_ATTACHED]),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return str(mail[name] or "")
    except BROKEN:
        return ""


def _day(mail: EmailMessage) -> Any:
    try:
        return day_of(mail["date"].datetime) if mail["date"] else None
    except BROKEN:
        return None


def _people(mail: EmailMessage, name: str) -> Iterator[str]:
    """The names in a header; where there is none, what stands before the @."""
    try:
        found = [each for header in mail.get_all(name, []) for each in header.addresses]
        yield from [each.display_name or each.username for each in found]
    except BROKEN:
        return


def _body(mail: EmailMessage) -> tuple[str, list[str]]:
    """The words of a message, and what is to be said of them."""
    kind = mail.get_content_type()
    if kind in ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
        return "", [SECRET]
    part: Any = mail.get_body(("plain", "html"))
    text = _text(part) if part is not None else ""
    if part is not None and part.get_content_subtype() == "html":
        text = words_of_html(text)
    words, was_cut = shortened(text)
    return words, [SHORTENED] if was_cut else [] if words else [NO_WORDS]


def _text(part: EmailMessage) -> str:
    """The text of a part, in the encoding that it names; where that is wrong, in the one that fits."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeError):
        return decoded(content) or content.decode("latin-1")


def _attachments(mail: EmailMessage, remarks: list[str]) -> Iterator[Attachment]:
    if not mail.is_multipart():
        return
    for number, part in enumerate(mail.iter_attachments(), start=1):
        if part.get_content_type() == "application/ms-tnef" or _name(part).casefold() == "winmail.dat":
            remarks.append(TNEF)
        elif part.get_content_type() == "message/rfc822":
            inner: Any = part.get_payload(0)
            yield Attachment(one_line(_header(inner, "subject")) + ".eml", inner.as_bytes(policy=policy.compat32))
        elif isinstance(content := part.get_payload(decode=True), bytes):
            yield Attachment(_name(part) or str(number), content)


def _name(part: EmailMessage) -> str:
    try:
        return one_line(part.get_filename() or "")
    except BROKEN:
        return ""
