"""Files by what is in them: each is named by the SHA-256 of its content, so that the same one is kept once."""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import uuid4

DIGEST = re.compile(r"[0-9a-f]{64}")
CHUNK = 1024 * 1024
PART = "part-"
HOUR = 3600.0


class NotThere(Exception):
    """A file that a row points at is gone, or is not what it was."""


class Store:
    """A folder of files, outside what the web serves. It is made when the first file comes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, content: bytes) -> str:
        """Writes a file through to the disk; its digest out. One that is there already is as new: no sweep takes it."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        with self._locked(fcntl.LOCK_SH):
            if self._is_whole(digest):
                os.utime(path)
            else:
                self._write(path, content)
        return digest

    def open(self, digest: str) -> IO[bytes]:
        """A file, to read from its beginning, after a look whether it still is what it was. Raises NotThere."""
        if not DIGEST.fullmatch(digest):
            raise NotThere(digest)
        try:
            file = self._path(digest).open("rb")
        except OSError as error:
            raise NotThere(digest) from error
        if _digest_of(file) != digest:
            file.close()
            raise NotThere(digest)
        file.seek(0)
        return file

    def read(self, digest: str) -> bytes:
        """All that is in a file. Raises NotThere."""
        with self.open(digest) as file:
            return file.read()

    def sweep(self, wanted: frozenset[str], now: float) -> int:
        """Removes the files that nobody wants and that are older than an hour; how many out.

        Who adds a file meanwhile renews its time under the same lock, so it is either young or written anew.
        """
        gone = 0
        for path in self._files():
            if path.name in wanted:
                continue
            with self._locked(fcntl.LOCK_EX):
                if path.exists() and path.stat().st_mtime < now - HOUR:
                    path.unlink()
                    gone += 1
        return gone

    def lacking(self, wanted: frozenset[str]) -> list[str]:
        """The digests of the files that are wanted, and are gone or changed."""
        return sorted(digest for digest in wanted if not self._is_whole(digest))

    def _is_whole(self, digest: str) -> bool:
        try:
            self.open(digest).close()
        except NotThere:
            return False
        return True

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest

    def _files(self) -> Iterator[Path]:
        for path in sorted(self.folder.glob("*/*")):
            if DIGEST.fullmatch(path.name) or path.name.startswith(PART):
                yield path

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        part = path.with_name(f"{PART}{uuid4().hex}")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        _through(path.parent)
        _through(self.folder)

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / ".lock").open("a") as lock:
            fcntl.flock(lock, how)
            yield


def _digest_of(file: IO[bytes]) -> str:
    found = hashlib.sha256()
    while chunk := file.read(CHUNK):
        found.update(chunk)
    return found.hexdigest()


def _through(folder: Path) -> None:
    """The names in a folder, through to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
