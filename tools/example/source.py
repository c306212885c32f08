# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sources of the example conference: a small text format, read into paragraphs with change marks.

A source is a head of `key: value` lines, an empty line, then paragraphs with an empty line between them.
Within a paragraph [-words-] are deleted, {+words+} inserted, ¶ inside such a mark is a paragraph mark that is
deleted or inserted with them, " | " is a tab and {fn:words} a footnote.  sources/README.md tells it in full.
"""
import re
from dataclasses import dataclass, field

MARK = re.compile(r"\[-(.*?)-\]|\{\+(.*?)\+\}|\{fn:(.*?)\}", re.S)
KEYS = ("heading", "action", "target", "center", "italic", "reasons", "title", "formula", "number", "chapter",
        "article", "preamble", "table")


@dataclass
class Piece:
    """Some text of a paragraph.  change: "" stands in both views, "+" inserted, "-" deleted, "fn" a footnote."""
    change: str
    text: str


@dataclass
class Paragraph:
    style: str              # one of KEYS, or "body"
    pieces: list
    proposal: object = None  # the proposal whose text it belongs to
    rows: list = field(default_factory=list)  # of a table: (change, [cells])

    def view(self, which):
        """The text "before" or "after" the changes; paragraphs within it are joined by a newline."""
        drop = "+" if which == "before" else "-"
        return "".join(p.text for p in self.pieces if p.change not in (drop, "fn"))

    def notes(self):
        return [p.text for p in self.pieces if p.change == "fn"]


@dataclass
class Proposal:
    number: str
    action: str
    instrument: str
    version: str
    path: str
    sponsors: list
    unresolved: bool
    body: list = field(default_factory=list)
    reasons: str = ""
    target: list = field(default_factory=list)


@dataclass
class Source:
    name: str
    head: dict
    paragraphs: list
    proposals: list


def pieces_of(text):
    out, at = [], 0
    for m in MARK.finditer(text):
        if m.start() > at:
            out.append(Piece("", text[at:m.start()]))
        change = "-" if m.group(1) is not None else "+" if m.group(2) is not None else "fn"
        out.append(Piece(change, next(g for g in m.groups() if g is not None).replace("¶", "\n")))
        at = m.end()
    if at < len(text):
        out.append(Piece("", text[at:]))
    return out


def proposal_of(line, where):
    words = line[1:].split()
    if len(words) < 4:
        raise SystemExit(f"{where}: a proposal line reads '= NUMBER ACTION INSTRUMENT PATH', not '{line}'")
    number, action, place, path = words[:4]
    instrument, _, version = place.partition("@")
    options = words[4:]
    sponsors = [number.split("/")[0]]
    for option in options:
        if option.startswith("sponsors="):
            sponsors = option[9:].split(",")
    return Proposal(number, action, "" if instrument == "-" else instrument, version, "" if path == "-" else path,
                    sponsors, "unresolved" in options)


def table_rows(block):
    rows = []
    for line in block.split("\n"):
        inserted = re.fullmatch(r"\{\+(.*)\+\}", line)
        rows.append(("+" if inserted else "", (inserted.group(1) if inserted else line).split(" | ")))
    return rows


def read(path, name):
    with open(path, encoding="utf-8") as f:
        head_text, _, body = f.read().partition("\n\n")
    head = dict(line.split(": ", 1) for line in head_text.split("\n"))
    source, current = Source(name, head, [], []), None
    for block in re.split(r"\n\s*\n", body.strip("\n")):
        if block.startswith("= "):
            current = proposal_of(block, name)
            source.proposals.append(current)
            continue
        key, colon, rest = block.partition(":")
        style = key if colon and key in KEYS else "body"
        text = rest.strip() if style != "body" else block
        if style == "table":
            source.paragraphs.append(Paragraph("table", [], None, table_rows(text)))
            continue
        paragraph = Paragraph(style, pieces_of(" ".join(text.split("\n")).replace(" | ", "\t")))
        if style == "heading":
            current = None
        if current and style == "reasons":
            current.reasons = paragraph.view("after")
        elif current and style == "target":
            current.target.append(paragraph)
        elif current and style in ("body", "center", "italic"):
            paragraph.proposal = current
            current.body.append(paragraph)
        source.paragraphs.append(paragraph)
    return source
