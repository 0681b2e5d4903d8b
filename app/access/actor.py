"""Who acts: a person of an organisation with roles, or the system for a stated reason."""

from dataclasses import dataclass
from enum import StrEnum

from app.access.errors import NoActor


class Role(StrEnum):
    """What a person may be in the programme (domain §2)."""

    VISITOR = "visitor"
    MEMBER = "member"
    COORDINATOR = "coordinator"
    VERIFIER = "verifier"
    PROGRAMME = "programme"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


MEMBERS = (Role.MEMBER, Role.COORDINATOR, Role.VERIFIER)
TASKFORCE_KINDS = ("rom", "nfia", "triple_helix")
MINISTRY = "ministry"


@dataclass(frozen=True)
class Actor:
    """One request, job or command acts as exactly one actor."""

    roles: frozenset[Role]
    person_id: int | None = None
    organisation_id: int | None = None
    organisation_kind: str | None = None
    organisation_code: str | None = None
    rom_code: str | None = None
    name: str = ""
    organisation_short: str = ""  # as the side bar says it: Oost NL, Ministerie van EZ
    may_export: bool = False  # a right beside the roles: it shows no row more, it only lets rows out in a file

    def __post_init__(self) -> None:
        if not self.roles:
            raise NoActor("an actor needs a role")
        if self.is_member and self.organisation_id is None:
            raise NoActor("a member of the taskforce acts for an organisation")
        if self.is_system and not self.name:
            raise NoActor("the system acts for a stated reason")

    @classmethod
    def system(cls, reason: str) -> "Actor":
        """The system itself, for a stated reason: sees and writes everything."""
        return cls(roles=frozenset({Role.SYSTEM}), name=reason)

    @classmethod
    def visitor(cls) -> "Actor":
        """Somebody who has not signed in."""
        return cls(roles=frozenset({Role.VISITOR}))

    def has(self, *roles: Role) -> bool:
        """Whether the actor has at least one of the roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_system(self) -> bool:
        """Whether no person acts."""
        return Role.SYSTEM in self.roles

    @property
    def is_member(self) -> bool:
        """Whether the actor works in the taskforce, the coordinating ROM included."""
        return self.has(*MEMBERS)
