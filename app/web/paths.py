"""Where a browser may be sent on to: only to a page of this site."""

from urllib.parse import SplitResult, urlsplit


def own_path(path: str | None) -> str:
    """A path on this site, or the front page: never an address elsewhere."""
    if not path or not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
        return "/"
    return path


def split(address: str) -> SplitResult:
    """The parts of an address that a browser says; none of one that is no address."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")
