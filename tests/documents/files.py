"""Small files of every type that is taken."""

import zipfile
from io import BytesIO

from app.documents.rules import CONTENT_TYPES, OPEN

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
MAIL = b"From: Jan <jan@bedrijf.example>\r\nTo: Femke <taskforce@bom.example>\r\nSubject: Stroom\r\n\r\nDag Femke\r\n"
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x\r\nEND:VCALENDAR\r\n"


def packed(parts: dict[str, bytes | str]) -> bytes:
    """A zip of these parts."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def docx(words: str = "Verslag") -> bytes:
    """A Word document with a few words."""
    return packed({CONTENT_TYPES: "<Types/>", "word/document.xml": f"<w:document>{words}</w:document>"})


def xlsx(**more: bytes) -> bytes:
    """A workbook, with other parts beside."""
    return packed({CONTENT_TYPES: "<Types/>", "xl/workbook.xml": "<workbook/>", **more})


def odt() -> bytes:
    """A text in OpenDocument."""
    return packed({"mimetype": f"{OPEN}.text", "content.xml": "<office:document-content/>"})


SAMPLES: dict[str, tuple[str, bytes]] = {
    "pdf": ("Offerte.pdf", PDF),
    "docx": ("Verslag.docx", docx()),
    "xlsx": ("Begroting.xlsx", xlsx()),
    "pptx": ("Praatje.pptx", packed({CONTENT_TYPES: "<Types/>", "ppt/presentation.xml": "<p/>"})),
    "odt": ("Brief.odt", odt()),
    "ods": ("Som.ods", packed({"mimetype": f"{OPEN}.spreadsheet", "content.xml": "<a/>"})),
    "odp": ("Dia.odp", packed({"mimetype": f"{OPEN}.presentation", "content.xml": "<a/>"})),
    "png": ("Kaart.PNG", PNG),
    "jpeg": ("Hal.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 40),
    "webp": ("Hal.webp", b"RIFF\x20\0\0\0WEBPVP8 " + b"\0" * 20),
    "txt": ("Notitie.txt", "Eén café, € 5".encode()),
    "csv": ("Lijst.csv", "naam;bedrag\r\nCafé;€ 5\r\n".encode("cp1252")),
    "eml": ("Bericht.eml", MAIL),
    "ics": ("Bezoek.ics", CALENDAR),
}
