"""Small files of the formats that people have, made for tests."""

import zipfile
from io import BytesIO
from itertools import accumulate

CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="{}"/></rootfiles></container>'
)
PACKAGE = (
    '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
    "<dc:creator>A. Writer</dc:creator><dc:date>2026-02-03T00:00:00Z</dc:date></metadata>"
    "<manifest>{items}</manifest><spine>{spine}</spine></package>"
)
CHAPTER = (
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" '
    'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>{}</body></html>'
)
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def packed(files, method=zipfile.ZIP_DEFLATED):
    """A zip archive of `files`, contents by name, in their order."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            # Not the time at which it is made: the same each time.
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def epub(chapters, *, title="The Margin", root="book/package.opf", items="", extra=None):
    """An EPUB of `chapters`, bodies by name; `items` are more rows of its manifest."""
    manifest = "".join(
        f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>'
        for name in chapters
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    package = PACKAGE.format(title=title, items=manifest + items, spine=spine)
    pages = {
        f"book/{name}.xhtml": body if isinstance(body, bytes) else CHAPTER.format(body)
        for name, body in chapters.items()
    }
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER.format(root),
            "book/package.opf": package,
            **pages,
            **(extra or {}),
        }
    )


def docx(body, *, extra=None, declared=""):
    """A DOCX whose body is that XML of WordprocessingML; `extra` are more of its parts."""
    return packed(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="http://schemas.'
            f'openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<?xml version="1.0"?>{declared}<w:document xmlns:w="{WORD}" '
            f'xmlns:r="{RELATIONS}"><w:body>{body}</w:body></w:document>',
            **(extra or {}),
        }
    )


def word_paragraph(text, style=""):
    """A paragraph for `docx`."""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}<w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(pages, *, trailer="", box="0 0 612 792", more=()):
    """A PDF of `pages`, each a list of (x, y, size, text) from the lower left corner, in points.

    `more` are objects behind those that are needed; a page may be a content stream instead.
    """
    count = len(pages)
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(count))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>",
    ]
    for at, page in enumerate(pages):
        content = page if isinstance(page, str) else "\n".join(map(_shown, page))
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents {5 + 2 * at} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>",
            f"<</Length {len(content.encode('cp1252'))}>>stream\n{content}\nendstream",
        ]
    written = [
        f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
        for number, content in enumerate([*objects, *more], 1)
    ]
    head = b"%PDF-1.7\n"
    *starts, end = accumulate(map(len, written), initial=len(head))
    table = f"xref\n0 {len(starts) + 1}\n0000000000 65535 f \n" + "".join(
        f"{start:010} 00000 n \n" for start in starts
    )
    last = f"trailer<</Size {len(starts) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{end}\n%%EOF\n"
    return head + b"".join(written) + (table + last).encode()


def _shown(line):
    x, y, size, text = line
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F1 {size} Tf {x} {y} Td ({escaped}) Tj ET"
