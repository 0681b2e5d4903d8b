"""Opens a downloaded file and reads all that stands in it: its words, its properties and what its parts are called."""

import zipfile
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

from pypdf import PdfReader
from werkzeug.test import TestResponse


def all_of(answer: TestResponse) -> str:
    """All that somebody can read in an answer: the text of a page, or what is within a file, its name included."""
    name, content = answer.headers.get("Content-Disposition", ""), answer.get_data()
    return "\n".join([name, *(_within(content) if content.startswith(FILES) else _parts(content))])


FILES = (b"PK", b"%PDF")


@lru_cache(maxsize=64)
def _within(content: bytes) -> tuple[str, ...]:
    """What stands in a file, which takes long: the same one, for another reader, is not read again."""
    return tuple(_parts(content))


def _parts(content: bytes) -> Iterator[str]:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as parts:
            for part in parts.namelist():
                yield part
                yield parts.read(part).decode(errors="replace")
    elif content.startswith(b"%PDF"):
        pdf = PdfReader(BytesIO(content))
        yield from (f"{name}: {value}" for name, value in (pdf.metadata or {}).items())
        yield (pdf.xmp_metadata.stream.get_data() if pdf.xmp_metadata else b"").decode()
        yield from (page.extract_text() for page in pdf.pages)
        yield from pdf.attachments
    else:
        yield content.decode(errors="replace")
