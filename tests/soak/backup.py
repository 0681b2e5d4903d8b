"""Back-ups taken while people write, put back in an empty place: what was done before is there, whole; and equal by hash."""

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from tests import postgres
from tests.soak.server import ROOT, flask, served
from tests.soak.whole import faults
from tests.soak.world import Place, World
from tests.soak.writing import PEOPLE, Writer, lost
from tests.whole.test_backup import content

WRITES_BEFORE, WRITES_MEANWHILE = 20, 10


@dataclass
class Copied:
    """What came of it."""

    back_ups: int = 0
    writes: int = 0
    meanwhile: int = 0
    rows: int = 0
    documents: int = 0
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """The figures that are told."""
        return {
            "back-ups put back": self.back_ups,
            "writes before": self.writes,
            "answered meanwhile": self.meanwhile,
            "rows": self.rows,
            "documents": self.documents,
            "lost": len(self.lost),
            "half": len(self.half),
            "not equal": len(self.unlike),
            "wrong": [*self.lost, *self.half, *self.unlike][:20],
        }


def copy(made: World, rounds: int, seed: int) -> Copied:
    """So many back-ups while people write, each followed by one when all is quiet; all of them put back."""
    found = Copied()
    place = made.lay(f"backup-{seed}")
    app = place.app()
    before = faults(app)
    with served(place, made.folder / "backup.log") as server:
        writers = [Writer(server.port, email, seed * 10 + number) for number, email in enumerate(PEOPLE)]
        for writer in writers:
            writer.client.sign_in(writer.email)
        for number in range(rounds):
            stop = threading.Event()
            threads = [threading.Thread(target=writer.write_until, args=(stop,)) for writer in writers]
            for thread in threads:
                thread.start()
            _wait(writers, WRITES_BEFORE)
            done = [one for each in writers for one in each.writes if one.is_done]
            file = made.folder / f"{number}.dump"
            _script("backup", place, file)
            _wait(writers, WRITES_MEANWHILE)
            stop.set()
            for thread in threads:
                thread.join()
            back = _put_back(made, place, file, f"busy-{number}")
            again = back.app()
            found.lost += lost(again, [one for one in done if one.what != "edit"])  # a later edit may be in the copy
            found.half += sorted(faults(again) - before)
            again.extensions["engine"].dispose()
            found.meanwhile += sum(len(each.writes) for each in writers) - len(done)
            found.writes = len(done)
            quiet = made.folder / f"{number}-quiet.dump"
            _script("backup", place, quiet)
            found.unlike += _unlike(found, place, _put_back(made, place, quiet, f"quiet-{number}"))
            found.back_ups += 2
    app.extensions["engine"].dispose()
    return found


def _wait(writers: list[Writer], more: int) -> None:
    wanted = sum(len(each.writes) for each in writers) + more
    until = time.monotonic() + 60
    while time.monotonic() < until and sum(len(each.writes) for each in writers) < wanted:
        time.sleep(0.02)


def _script(name: str, place: Place, file: Path) -> None:
    """One of the scripts, as an operator types it: on PostgreSQL as the owner of the tables."""
    config = place.config
    where = f"{postgres.binaries()}{os.pathsep}{os.environ['PATH']}"
    environment = {
        "DATABASE_URL": config.owner_url or config.database_url,
        "DOCUMENTS": str(config.documents),
        "PATH": where,
    }
    command = [sys.executable, str(ROOT / "scripts" / name), str(file)]
    subprocess.run(command, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL)


def _put_back(made: World, place: Place, file: Path, name: str) -> Place:
    """A back-up, restored where nothing was."""
    home = made.folder / name
    home.mkdir()
    config = replace(place.config, documents=home / "documents")
    if made.server is None:
        back = Place(replace(config, database_url=f"sqlite:///{home / 'live.sqlite3'}"))
        _script("restore", back, file)
        return back
    database = make_url(made.template.new_address()).database or ""
    postgres.create(made.server.set(database=database), "template0")
    owner = make_url(config.owner_url or "").username
    postgres._ask(made.server, f'ALTER DATABASE "{database}" OWNER TO {owner}')

    def there(url: str | None) -> str:
        return make_url(url or "").set(database=database).render_as_string(hide_password=False)

    addresses = ("database_url", "programme_url", "system_url", "owner_url")
    moved: dict[str, Any] = {each: there(getattr(config, each)) for each in addresses}
    back = Place(replace(config, **moved))
    _script("restore", back, file)
    answer = flask(back, "secure")
    assert answer.returncode == 0, answer.stderr
    return back


def _unlike(found: Copied, place: Place, back: Place) -> list[str]:
    """The tables and files that are not equal by hash, and whether the copy is sound by its own check."""
    with ExitStack():
        rows = [_rows(one) for one in (place, back)]
        files = [_files(one.config.documents) for one in (place, back)]
    found.rows, found.documents = sum(count for _hash, count in rows[0].values()), len(files[0])
    unlike = [f"table {name}" for name in rows[0].keys() | rows[1].keys() if rows[0].get(name) != rows[1].get(name)]
    wanted = _wanted(place)
    unlike += [f"document {name[:8]}" for name in wanted if files[0].get(name) != files[1].get(name)]
    answer = flask(back, "verify")
    return unlike + ([] if answer.returncode == 0 else [f"verify: {answer.stdout[-300:]}{answer.stderr[-300:]}"])


def _rows(place: Place) -> Mapping[str, tuple[str, int]]:
    url = place.config.owner_url or place.config.database_url
    if place.config.owner_url:
        url = make_url(url).set(username="postgres", password=None).render_as_string(hide_password=False)
    return {
        name: (hashlib.sha256(json.dumps(rows).encode()).hexdigest(), len(rows)) for name, rows in content(url).items()
    }


def _files(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("??/*")}


def _wanted(place: Place) -> set[str]:
    return set(_files(place.config.documents))


def run(made: World, count: int, seed: int) -> dict[str, Any]:
    """The figures of so many back-ups on one of the databases."""
    return copy(made, count, seed).figures()
