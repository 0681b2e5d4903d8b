"""What makes tampering show: every entry carries the hash of the one before, and a seal signs the head of all there is.

Pure. Free text is never hashed as it is: a salted digest stands for it, which says nothing once text and salt are gone.
The forms below never change, as what was hashed stays: a new form gets a name of its own.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

START = "0" * 64
ENTRY_FORM, CHANGE_FORM, SEAL_FORM, CHECK_FORM = (
    f"groeiruimte/{name}/1" for name in ("entry", "change", "seal", "verification")
)

ENTRY_FIELDS = (
    "number",
    "fact",
    "lead_id",
    "company_id",
    "holds_on",
    "recorded_at",
    "amount",
    "counterfactual",
    "origin_rom_code",
    "destination_rom_code",
    "reverses",
    "cause",
    "reason_id",
    "submission_id",
    "accepted_by_id",
    "accepted_for_id",
)
CHANGE_FIELDS = (
    "id",
    "at",
    "person_id",
    "organisation_id",
    "system",
    "company_id",
    "lead_id",
    "table",
    "row_id",
    "action",
    "field",
    "before",
    "after",
    "before_value_id",
    "after_value_id",
)
SEAL_FIELDS = (
    "number",
    "sealed_at",
    "entry_number",
    "entry_hash",
    "change_id",
    "missing",
    "history",
    "report_id",
    "reports",
    "previous",
)
CHECK_FIELDS = ("at", "seal_number", "problems", "found")


def new_salt() -> str:
    """Sixteen random bytes in hexadecimal characters: erased together with the text that they stand beside."""
    return secrets.token_hex(16)


def digest(salt: str | None, text: str | None) -> str:
    """What stands for a text in a hash: SHA-256 under the salt of its own; empty where there is no text."""
    if text is None:
        return ""
    return hmac.new((salt or "").encode(), text.encode(), hashlib.sha256).hexdigest()


def entry_hash(previous: str, entry: Any, reason: str) -> str:
    """The hash of an entry after the one with hash `previous`; `reason` is the digest of its words."""
    return _link(previous, _as_text(ENTRY_FORM, _fields(entry, ENTRY_FIELDS) | {"reason": reason}))


def history_hash(previous: str, changes: Iterable[tuple[Any, str, str]]) -> str:
    """The hash of rows of the history after what was sealed: each row with the digests of its texts before and after."""
    found = previous
    for change, before, after in changes:
        texts = {"before_text": before, "after_text": after}
        found = _link(found, _as_text(CHANGE_FORM, _fields(change, CHANGE_FIELDS) | texts))
    return found


def reports_hash(reports: Iterable[tuple[str, str]]) -> str:
    """The hash of the published reports, as (number, fingerprint) in the order in which they were published."""
    found = START
    for number, fingerprint in reports:
        found = _link(found, f"{number} {fingerprint}")
    return found


def seal_hash(seal: Any) -> str:
    """The hash of a seal: the head of ledger, history and reports, after the seal before it."""
    return _link(seal.previous, _as_text(SEAL_FORM, _fields(seal, SEAL_FIELDS)))


def check_hash(check: Any) -> str:
    """The hash of what a check found."""
    return _link(START, _as_text(CHECK_FORM, _fields(check, CHECK_FIELDS)))


def sign(key: str, found: str) -> str:
    """The signature under a hash, with a key that is not in the database (HMAC-SHA256)."""
    return hmac.new(key.encode(), found.encode(), hashlib.sha256).hexdigest()


def is_signed(key: str, found: str, signature: str) -> bool:
    """Whether who signed this hash had the key."""
    return hmac.compare_digest(sign(key, found), signature)


def ranges(numbers: Sequence[int]) -> str:
    """Rising numbers as text: 3-5 9."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return " ".join(str(low) if low == high else f"{low}-{high}" for low, high in parts)


def numbers_of(text: str) -> set[int]:
    """The numbers that such a text stands for."""
    found: set[int] = set()
    for part in text.split():
        low, _, high = part.partition("-")
        found.update(range(int(low), int(high or low) + 1))
    return found


def _fields(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def _as_text(form: str, fields: Mapping[str, Any]) -> str:
    given = {**fields, "form": form}
    return json.dumps(given, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def _link(previous: str, text: str) -> str:
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
