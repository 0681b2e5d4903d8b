"""What the guard answers when something would go past it."""


class AccessError(RuntimeError):
    """The guard refuses; nothing was read or written."""


class NoActor(AccessError):
    """A statement or a session without somebody who answers for it."""


class Unfilterable(AccessError):
    """A statement names a guarded table without carrying that table's criterion."""


class OutOfScope(AccessError):
    """This actor may not write these rows."""


class OutOfTurn(AccessError):
    """What should stand by itself comes where it would undo something, or where nothing may be kept."""
