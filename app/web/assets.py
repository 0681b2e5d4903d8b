"""Where the built style sheets, scripts and icons stand, with a hash that lets browsers keep them for a year."""

import json
from functools import lru_cache
from pathlib import Path

from flask import Flask
from markupsafe import Markup

ICON = Markup('<svg class="icon{more}" aria-hidden="true"><use href="{sheet}#{name}" /></svg>')
MANIFEST = Path(__file__).parent / "static" / "build" / "manifest.json"


def read_manifest(path: Path = MANIFEST) -> dict[str, str]:
    """Name (app.css) → place under /static with its hash; empty when nothing was built yet."""
    if not path.exists():
        return {}
    return json.loads(path.read_text(encoding="utf-8"))


def register_assets(app: Flask, *, manifest: Path = MANIFEST) -> None:
    """Gives templates `asset(name)`, the address of a built file, and the icons of `look.html`.

    Says so in the log when the build is missing.
    """
    places = read_manifest(manifest)
    if not places:
        app.logger.warning("The screens are not built yet: run `npm ci && npm run build`.")
    root = app.static_url_path or "/static"

    def asset(name: str) -> str:
        return f"{root}/{places.get(name, name)}"

    @lru_cache(maxsize=256)
    def icon(name: str, more: str = "") -> Markup:
        return ICON.format(more=f" {more}" if more else "", sheet=asset("icons.svg"), name=name)

    app.jinja_env.globals.update(asset=asset, drawn_icon=icon)
