"""A small disk of our own, to fill and to empty.

It is a file system in memory (tmpfs) of so many bytes, mounted in a mount namespace of this process: the kernel answers
ENOSPC there as it does on a full disk, nobody else sees it, and it is gone with the process. Whoever is not root gets the
namespace of a user of their own with it, as containers do.
"""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NEW_MOUNTS, NEW_USER = 0x00020000, 0x10000000
RECURSIVE, PRIVATE = 0x4000, 1 << 18
BALLAST = "ballast"
MEGABYTE = 1024 * 1024
_libc = ctypes.CDLL(None, use_errno=True)


def _asked(outcome: int, what: str) -> None:
    if outcome != 0:
        raise OSError(ctypes.get_errno(), what)


def _alone() -> None:
    """Mounts of our own from here on, for this process and what it starts."""
    user, group = os.geteuid(), os.getegid()
    _asked(_libc.unshare(NEW_MOUNTS if user == 0 else NEW_MOUNTS | NEW_USER), "a mount namespace of our own")
    if user != 0:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    _asked(_libc.mount(None, b"/", None, RECURSIVE | PRIVATE, None), "mounts that nobody else sees")


class Disk:
    """The disk, and how full it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def room(self) -> int:
        """Bytes that are free."""
        told = os.statvfs(self.folder)
        return told.f_bavail * told.f_bsize

    def fill(self, left: int) -> None:
        """Takes all room but so many bytes."""
        with (self.folder / BALLAST).open("ab") as ballast:
            ballast.truncate(0)
            os.posix_fallocate(ballast.fileno(), 0, max(1, self.room() - left))

    def empty(self) -> None:
        """Gives the room back."""
        (self.folder / BALLAST).unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    """A disk of so many MB at a folder, until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    _alone()
    size = f"size={megabytes}m,mode=0777".encode()
    _asked(_libc.mount(b"tmpfs", bytes(folder), b"tmpfs", 0, size), "a small disk")
    try:
        yield Disk(folder)
    finally:
        _libc.umount2(bytes(folder), 2)
