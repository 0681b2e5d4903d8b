"""Settings, read from the environment once at the start."""

import os
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
VAR = ROOT / "var"
DEFAULT_DATABASE = f"sqlite:///{VAR / 'groeiruimte.sqlite3'}"


@dataclass(frozen=True)
class Config:
    """What the app needs to know of the place it runs in."""

    database_url: str
    secret_key: str
    environment: str = "development"
    behind_tls: bool = False
    signing_key: str = field(default_factory=lambda: secrets.token_hex(32))
    more: dict[str, Any] = field(default_factory=dict)
    programme_url: str | None = None
    system_url: str | None = None
    owner_url: str | None = None
    documents: Path = VAR / "documents"
    mail: str | None = None
    mail_from: str = "groeiruimte@localhost"
    site: str = "http://127.0.0.1:5000"

    def __post_init__(self) -> None:
        """Row-level security takes all its logins or none; real figures on PostgreSQL are not kept without."""
        if (self.programme_url is None) != (self.system_url is None):
            raise RuntimeError("PROGRAMME_DATABASE_URL and SYSTEM_DATABASE_URL come together: see docs/production.md")
        if self.is_production and self.programme_url is None and self.database_url.startswith("postgres"):
            raise RuntimeError(
                "PROGRAMME_DATABASE_URL and SYSTEM_DATABASE_URL are required on PostgreSQL when APP_ENV=production"
            )

    @classmethod
    def from_environment(cls) -> "Config":
        """Reads the environment, as docs/production.md tells; what is missing in production is refused."""
        environment = os.environ.get("APP_ENV", "development")
        return cls(
            database_url=os.environ.get("DATABASE_URL") or _default_database(),
            secret_key=os.environ.get("SECRET_KEY") or _local_key("secret_key", environment),
            environment=environment,
            behind_tls=os.environ.get("BEHIND_TLS") == "1",
            signing_key=os.environ.get("SIGNING_KEY") or _local_key("signing_key", environment),
            programme_url=os.environ.get("PROGRAMME_DATABASE_URL"),
            system_url=os.environ.get("SYSTEM_DATABASE_URL"),
            owner_url=os.environ.get("OWNER_DATABASE_URL"),
            documents=Path(os.environ.get("DOCUMENTS") or VAR / "documents"),
            mail=os.environ.get("MAIL") or (None if environment == "production" else f"folder:{VAR / 'mail'}"),
            mail_from=os.environ.get("MAIL_FROM") or cls.mail_from,
            site=(os.environ.get("SITE") or f"http://127.0.0.1:{os.environ.get('PORT', '5000')}").rstrip("/"),
        )

    @property
    def is_production(self) -> bool:
        """Whether real figures are kept here: then there is no demo world and no default key."""
        return self.environment == "production"

    def for_flask(self) -> dict[str, Any]:
        """The settings under the names that Flask and its extensions read."""
        return {
            "SECRET_KEY": self.secret_key,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.behind_tls,
            "PERMANENT_SESSION_LIFETIME": timedelta(hours=10),
            "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
            "WTF_CSRF_TIME_LIMIT": None,
            "BABEL_DEFAULT_LOCALE": "nl",
            "BABEL_DEFAULT_TIMEZONE": "Europe/Amsterdam",
            **self.more,
        }


def _default_database() -> str:
    VAR.mkdir(exist_ok=True)
    return DEFAULT_DATABASE


def _local_key(name: str, environment: str) -> str:
    """A key of this machine's own, kept so that a restart signs nobody out and what was sealed can be checked."""
    if environment == "production":
        raise RuntimeError(f"{name.upper()} is required when APP_ENV=production")
    path = VAR / name
    if not path.exists():
        VAR.mkdir(exist_ok=True)
        path.write_text(secrets.token_hex(32))
        path.chmod(0o600)
    return path.read_text()
