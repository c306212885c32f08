#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes the files that tests/cli/bad-input.test feeds to the program: broken, hostile and odd ones, into the folder given."""
import io
import pathlib
import sys
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = ('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
         'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
RELS = ('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>')


def docx(body, prolog='<?xml version="1.0"?>'):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELS)
        archive.writestr("word/document.xml", f"{prolog}<w:document {W}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def zip_bomb(path):
    """One megabyte that unpacks to a gigabyte."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELS)
        with archive.open("word/document.xml", "w") as member:
            member.write(f"<w:document {W}><w:body><w:p><w:r><w:t>".encode())
            for _ in range(1024):
                member.write(b"A" * 1024 * 1024)
            member.write(b"</w:t></w:r></w:p></w:body></w:document>")


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    good = docx("".join(paragraph(f"Paragraph {i} of a good document.") for i in range(200)))
    (folder / "good.docx").write_bytes(good)
    (folder / "truncated.docx").write_bytes(good[: len(good) // 2])
    (folder / "not-a-zip.docx").write_bytes(b"This is a letter, not a Word document.\n" * 20)
    (folder / "empty.docx").write_bytes(b"")
    zip_bomb(folder / "zip-bomb.docx")
    lol = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY l0 "lol">{lol}]>'
    (folder / "entity-bomb.docx").write_bytes(docx(paragraph("&l9;"), bomb))
    (folder / "entity-file.docx").write_bytes(
        docx(paragraph("&f;"), '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]>'))
    deep = 100_000
    (folder / "deep.docx").write_bytes(docx("<w:sdt><w:sdtContent>" * deep + paragraph("x") + "</w:sdtContent></w:sdt>" * deep))
    (folder / "deep.html").write_text("<div>" * deep + "x" + "</div>" * deep)
    akn = ('<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><body>' + "<section>" * deep + "<p>x</p>"
           + "</section>" * deep + "</body></act></akomaNtoso>")
    (folder / "deep.xml").write_text(akn)
    (folder / "entity-bomb.xml").write_text(
        '<?xml version="1.0"?><!DOCTYPE akomaNtoso [<!ENTITY l0 "lol">' + lol
        + ']><akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><body><p>&l9;</p></body></act></akomaNtoso>')
    with open(folder / "sparse.docx", "wb") as sparse:
        sparse.truncate(2 * 1024**3)
    (folder / "legacy.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\n" + b"garbage " * 50)
    return 0


sys.exit(main())
