"""Where the built style sheets, scripts and icons stand, with a hash that lets browsers keep them for a year."""

import json
from pathlib import Path

from flask import Flask

MANIFEST = Path(__file__).parent / "static" / "build" / "manifest.json"


def read_manifest(path: Path = MANIFEST) -> dict[str, str]:
    """Name (app.css) → place under /static with its hash; empty when nothing was built yet."""
    if not path.exists():
        return {}
    return json.loads(path.read_text(encoding="utf-8"))


def register_assets(app: Flask, *, manifest: Path = MANIFEST) -> None:
    """Gives templates `asset(name)`: the address of a built file; says so in the log when the build is missing."""
    places = read_manifest(manifest)
    if not places:
        app.logger.warning("The screens are not built yet: run `npm ci && npm run build`.")
    root = app.static_url_path or "/static"

    def asset(name: str) -> str:
        return f"{root}/{places.get(name, name)}"

    app.jinja_env.globals["asset"] = asset
