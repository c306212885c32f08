# SPDX-License-Identifier: AGPL-3.0-or-later
"""Turns a source into a document: DOCX or PDF through Writer, HTML and plain text directly.

How a contribution looks (header table, action lines, reasons) and how an instrument looks is said here, once for
each output.  What the texts are is said in the sources alone.
"""
import html
import re
import textwrap

from .office import Office, Writer
from .source import Piece

ORIGINAL = {"English": ("en", "Original"), "français": ("fr", "Original")}
REASONS = {"en": "Reasons:", "fr": "Motifs :"}


def language(source):
    return ORIGINAL[source.head.get("original", "English")][0]


def session(source):
    return source.head.get("session", "PLENARY MEETING")


def header_lines(source):
    """The header table: rows of two cells, or of one that spans both."""
    h = source.head
    return [[f'{h["conference"]}\n{h["place"]}', ""], [session(source), h["symbol"]], ["", h["date"]],
            ["", f'Original: {h["original"]}'], [h["source"]], [h["title"]]]


def action_words(pieces):
    """"NOC!" of the sources is an underlined NOC on paper."""
    return [Piece(p.change, p.text.replace("NOC!", "NOC")) for p in pieces]


# ---------------------------------------------------------------- Writer

def write_contribution(w, source):
    rows = []
    for row in header_lines(source):
        first = [(part, True) for part in row[0].split("\n")]
        rows.append([first, [(row[1], True)] if len(row) > 1 else [("", False)]])
    w.table(rows, borders=False, merge=(4, 5))
    manual = source.head.get("redline") == "manual"
    for p in source.paragraphs:
        if p.style == "heading":
            w.paragraph(p.pieces, style="Heading 2")
        elif p.style == "action":
            cursor = w.paragraph(action_words(p.pieces), bold=True)
            if p.view("after").startswith("NOC!"):
                w.underline_action(cursor, "NOC")
        elif p.style in ("target", "center"):
            w.paragraph(p.pieces, bold=True, center=True)
        elif p.style == "italic":
            w.paragraph(p.pieces, italic=True)
        elif p.style == "reasons":
            w.paragraph([Piece("", "\t")] + p.pieces, bold_prefix=REASONS[language(source)])
        elif p.style == "table":
            kept = [cells for change, cells in p.rows if change != "+"]
            table = w.table(kept, header_rows=1)
            w.tables += [(table, i, cells) for i, (change, cells) in enumerate(p.rows) if change == "+"]
        else:
            w.paragraph(p.pieces, manual=manual, indent=1300 if "\t" in p.view("before") else 0)


def write_acts(w, source):
    for line in (source.head["title"], source.head["place"]):
        w.paragraph([Piece("", line)], bold=True, center=True)
    for p in source.paragraphs:
        if p.style == "heading":
            w.paragraph(p.pieces, style="Heading 2")
        elif p.style == "action":
            w.paragraph(p.pieces, bold=True)
        else:
            w.paragraph(p.pieces, indent=1300 if "\t" in p.view("before") else 0)


def write_computed(w, source):
    """An instrument whose numbers Writer computes: none of them is typed."""
    w.numbering()
    for p in source.paragraphs:
        label, tab, rest = p.view("after").partition("\t")
        body = [Piece("", rest)] + [x for x in p.pieces if x.change == "fn"] if tab else p.pieces
        if p.notes():  # the note stands within the paragraph
            body, seen = [], False
            for x in p.pieces:
                if not seen and "\t" in x.text:
                    x, seen = Piece(x.change, x.text.partition("\t")[2]), True
                body.append(x)
        if p.style in ("title", "formula", "preamble"):
            w.paragraph(p.pieces, center=True, bold=p.style != "formula")
        elif p.style == "article":
            w.paragraph(body, style="Heading 1", list_style="Articles", list_level=0)
        elif label == "–":
            w.paragraph(body, list_style="Dashes", list_level=0)
        elif tab:
            w.paragraph(body, list_style="Articles", list_level=2 if label.endswith(")") else 1)
        else:
            w.paragraph(p.pieces)


def write_resolution(w, source):
    for p in source.paragraphs:
        if p.style in ("number", "title"):
            w.paragraph(p.pieces, bold=True, center=True)
        elif p.style == "italic":
            w.paragraph(p.pieces, italic=True)
        else:
            w.paragraph(p.pieces, indent=900 if "\t" in p.view("before") else 0)


WRITERS = {"contribution": write_contribution, "acts": write_acts, "computed": write_computed,
           "resolution": write_resolution}


def layout(source):
    return source.head.get("layout", "contribution")


def write_office(source, path):
    office = Office(source.head.get("author", "Secretariat"), source.head.get("date"))
    try:
        w = Writer(office, source, language(source))
        WRITERS[layout(source)](w, source)
        w.record()
        office.save(w.doc, path)
        w.doc.close(True)
    finally:
        office.close()


# ---------------------------------------------------------------- HTML

def html_pieces(pieces):
    out = []
    for p in pieces:
        text = html.escape(p.text, quote=False).replace("\t", " ").replace("\n", "<br>")
        tag = {"+": "ins", "-": "del"}.get(p.change)
        out.append(f"<{tag}>{text}</{tag}>" if tag else text)
    return "".join(out)


def write_html(source, path):
    h, out = source.head, []
    out.append(f'<!doctype html>\n<html lang="{language(source)}">\n<head>\n<meta charset="utf-8">\n'
               f'<title>{html.escape(h["title"])}</title>\n</head>\n<body>')
    if layout(source) == "contribution":
        out.append("<table>")
        for row in header_lines(source):
            cells = [html.escape(c).replace("\n", "<br>") for c in row]
            out.append("<tr>" + ("".join(f"<td>{c}</td>" for c in cells) if len(cells) > 1 else
                                 f'<td colspan="2">{cells[0]}</td>') + "</tr>")
        out.append("</table>")
    else:
        out.append(f'<h1>{html.escape(h["title"])}</h1>\n<p>{html.escape(h["source"])}, {h["date"]}</p>')
    for p in source.paragraphs:
        inner = html_pieces(action_words(p.pieces))
        if p.style == "heading":
            out.append(f"<h2>{inner}</h2>")
        elif p.style in ("action", "target", "center"):
            out.append(f"<p><b>{inner}</b></p>")
        elif p.style == "reasons":
            out.append(f"<p><b>{REASONS[language(source)]}</b> {inner}</p>")
        else:
            out.append(f"<p>{inner}</p>")
    out.append("</body>\n</html>\n")
    path.write_text("\n".join(out), encoding="utf-8")


# ---------------------------------------------------------------- plain text

def wrap(text, hanging=0):
    return textwrap.fill(" ".join(text.split()), 78, subsequent_indent=" " * hanging, break_long_words=False,
                         break_on_hyphens=False)


def text_contribution(source):
    out = []
    for row in header_lines(source):
        left, right = (row[0].split("\n"), row[1]) if len(row) > 1 else ([row[0]], None)
        out += [line for line in left + ([right] if right else []) if line]
    for p in source.paragraphs:
        words = p.view("after")
        if p.style == "action":
            out.append(words.replace("NOC!", "NOC").replace("\t", "  "))
        elif p.style == "reasons":
            out.append(wrap(f"{REASONS[language(source)]} {words}"))
        else:
            out.append(wrap(words.replace("\t", "  ")))
    return out


def text_instrument(source):
    out = []
    for p in source.paragraphs:
        words = p.view("after")
        if p.style in ("article", "chapter"):
            number, _, title = words.partition("\t")
            out += [f"ARTICLE {number}" if p.style == "article" else number, title]
        else:
            out.append(wrap(words.replace("\t", "  ")))
    return out


def text_prose(source):
    h = source.head
    out = [h["title"]] + [h[k] for k in ("conference", "place", "source", "date") if k in h]
    return out + [wrap(p.view("after").replace("\t", "  ")) for p in source.paragraphs]


def write_text(source, path):
    lines = {"contribution": text_contribution, "prose": text_prose}.get(layout(source), text_instrument)(source)
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")


def write(source, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    {".html": write_html, ".txt": write_text}.get(path.suffix, write_office)(source, path)
