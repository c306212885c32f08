#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Layouts of contributions: each case of layouts/*.case is written as DOCX, HTML and plain text, read, and compared.

usage: layouts.py PRINT_CONTRIBUTION [CASE_FILE...] [--keep DIR]

A case file holds cases, each beginning with "== name".  Its lines are blocks:
    @head NAME key=value; key=value     a header table of HEADS
    # words            a heading
    | words            a cell of a next row; "|+ words" a further cell of that row
    words              a paragraph
Within a line: \\t a tab, \\p a paragraph break (in a cell) and \\n a line break, <b> <i> <u> formats, [-deleted-],
{+inserted+}, [<moved away<], {>moved here>}, ¶ in such a mark a paragraph mark that changes with it, ^[a footnote].
Lines that begin with "=" are what must be found:
    =h symbol=… | meeting=… | …         of the header; sponsors=AAA,BBB
    =p NUMBER ACTION PLACE SPONSORS     a proposal; PLACE is INSTRUMENT@VERSION:PATH, #N a marginal number, - none
    =b before   =a after   =r reasons   its texts, ¶ between paragraphs; absent: empty; "=b ?" is not compared;
                                =t the text after in plain text, where that differs
Plain text shows no marks: there a text before is not compared.
"""
import glob
import html
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
W = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
     'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"')

HEADS = {
    # the table of four rows with the conference at the left
    "table": ["| <b>{conf} ({key})\\n{place}</b>", "|+ ", "| <b>PLENARY MEETING</b>", "|+ <b>{sym}</b>", "| ",
              "|+ <b>{date}</b>", "| ", "|+ <b>Original: {lang}</b>", "| <b>{source}</b>", "| {title}"],
    # conference and place as two paragraphs of one cell; symbol, date and language in one cell
    "cells": ["| <b>{conf} ({key})</b>\\p<b>{place}</b>", "|+ INTERNATIONAL UNION", "| ",
              "|+ <b>{sym}</b>\\p<b>{date}</b>\\p<b>Original: {lang}</b>", "| <b>{source}</b>",
              "| <b>{title}</b>"],
    # source and title in a table, an empty cell for the logo, the agenda item last
    "agenda": ["| ", "|+ <b>{conf}</b>\\p{place}", "| <b>PLENARY MEETING</b>", "|+ <b>{sym}</b>", "| ", "|+ {date}", "| ",
               "|+ Original: {lang}", "| ", "| {source}", "| {title}", "| ", "| Agenda item: {agenda}"],
    # key in the line, brackets absent
    "split": ["| {conf}\\n({key})", "|+ ", "| {place}", "|+ ", "| WORKING GROUP OF THE PLENARY", "|+ {sym}", "| ", "|+ {date}",
              "| ", "|+ Original: {lang}", "| {source}", "| {title}"],
    # Source: and Title: cells
    "labels": ["| {conf} ({key})", "|+ {sym}", "| {place}", "|+ {date}", "| ", "|+ Original: {lang}", "| Source:",
               "|+ {source}", "| Title:", "|+ {title}"],
    # paragraphs, no table
    "lines": ["{conf} ({key})", "{place}", "PLENARY MEETING\\t{sym}", "\\t{date}", "\\tOriginal: {lang}", "{source}",
              "{title}"],
    "lines2": ["{conf} ({key})", "{place}", "{sym}", "{date}", "Original: {lang}", "<b>{source}</b>", "{title}"],
}
CONFERENCES = {
    "WCIT-12": ("World Conference on International Telecommunications", "Dubai, 3-14 December 2012"),
    "PP-10": ("PLENIPOTENTIARY CONFERENCE", "GUADALAJARA, 4-22 OCTOBER 2010"),
    "PP-14": ("Plenipotentiary Conference", "Busan, 20 October – 7 November 2014"),
    "PP-18": ("Plenipotentiary Conference", "Dubai, 29 October – 16 November 2018"),
    "PP-22": ("PLENIPOTENTIARY CONFERENCE", "Bucharest, 26 September – 14 October 2022"),
    "WTDC-17": ("World Telecommunication Development Conference", "Buenos Aires, Argentina, 9-20 October 2017"),
    "WTSA-16": ("World Telecommunication Standardization Assembly", "Hammamet, 25 October - 3 November 2016"),
}


# ---- cases ----

def expand(line):
    name, _, rest = line[6:].partition(" ")
    values = dict(part.strip().split("=", 1) for part in rest.split(";") if part.strip())
    values.setdefault("title", "PROPOSALS FOR THE WORK OF THE CONFERENCE")
    values.setdefault("lang", "English")
    values.setdefault("date", "2 November 2012")
    values.setdefault("agenda", "TBD")
    conference = CONFERENCES[values["key"]]
    values.setdefault("conf", conference[0])
    values.setdefault("place", conference[1])
    return [text.format(**values) for text in HEADS[name]]


def load(path):
    cases = []
    for line in open(path, encoding="utf-8").read().split("\n"):
        if line.startswith("== "):
            cases.append({"name": line[3:].strip(), "blocks": [], "header": {}, "proposals": []})
        elif line.startswith("@head "):
            cases[-1]["blocks"] += expand(line)
        elif line.startswith("=h "):
            cases[-1]["header"] = dict(part.strip().split("=", 1) for part in line[3:].split(" | "))
        elif line.startswith("=p "):
            number, action, place, *who = line[3:].split(" ")
            cases[-1]["proposals"].append({"number": number, "action": action, "place": place, "sponsors": "".join(who),
                                           "before": "", "after": "", "reasons": "", "text": None})
        elif line[:2] in ("=b", "=a", "=r", "=t"):
            key = {"b": "before", "a": "after", "r": "reasons", "t": "text"}[line[1]]
            cases[-1]["proposals"][-1][key] = line[3:].strip().replace("¶", "\n")
        elif line.strip() and cases and not line.startswith("//"):
            cases[-1]["blocks"].append(line)
    return cases


TOKENS = re.compile(r"(\[-|-\]|\{\+|\+\}|\[<|<\]|\{>|>\}|</?[bius]>|\^\[[^\]]*\]|¶|\\t|\\n|\\p)")


def pieces(line):
    """(text or control, formats, change) of a line."""
    formats, change = frozenset(), None
    opens = {"[-": "del", "{+": "ins", "[<": "moveFrom", "{>": "moveTo"}
    for token in TOKENS.split(line):
        if token in opens:
            change = opens[token]
        elif token in ("-]", "+}", "<]", ">}"):
            change = None
        elif re.fullmatch(r"<[bius]>", token):
            formats |= {token[1]}
        elif re.fullmatch(r"</[bius]>", token):
            formats -= {token[2]}
        elif token:
            yield token, formats, change


def kind_of(line):
    for prefix, kind in (("# ", "heading"), ("|+ ", "cell"), ("| ", "row")):
        if line.startswith(prefix):
            return kind, line[len(prefix):]
    if line in ("|", "|+"):
        return ("row" if line == "|" else "cell"), ""
    return "paragraph", line


# ---- DOCX ----

class Docx:
    def __init__(self, seed):
        self.random, self.notes, self.marks = random.Random(seed), [], 0

    def attributes(self):
        self.marks += 1
        return f'w:id="{self.marks}" w:author="Delegation" w:date="2012-11-02T10:00:00Z"'

    def run(self, text, formats, change):
        properties = "".join({"b": "<w:b/>", "i": "<w:i/>", "u": '<w:u w:val="single"/>', "s": "<w:strike/>"}[f]
                             for f in sorted(formats))
        tag = "delText" if change == "del" else "t"
        out, at = "", 0
        while at < len(text): # a word processor cuts text into runs anywhere
            length = self.random.choice((3, 9, 40, 400))
            out += (f'<w:r><w:rPr>{properties}</w:rPr><w:{tag} xml:space="preserve">{html.escape(text[at:at + length])}'
                    f'</w:{tag}></w:r>')
            at += length
        return f"<w:{change} {self.attributes()}>{out}</w:{change}>" if change else out

    def paragraphs(self, line, style=None):
        out, content = "", ""
        style = f'<w:pStyle w:val="{style}"/>' if style else ""
        for token, formats, change in pieces(line):
            if token in ("\\t", "\\n"):
                content += "<w:r><w:tab/></w:r>" if token == "\\t" else "<w:r><w:br/></w:r>"
            elif token in ("\\p", "¶"):
                mark = f"<w:rPr><w:{change} {self.attributes()}/></w:rPr>" if token == "¶" and change else ""
                out += f"<w:p><w:pPr>{style}{mark}</w:pPr>{content}</w:p>"
                content = ""
            elif token.startswith("^["):
                self.notes.append(token[2:-1])
                content += f'<w:r><w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
            else:
                content += self.run(token, formats, change)
        return out + f"<w:p><w:pPr>{style}</w:pPr>{content}</w:p>"

    def body(self, blocks):
        out, rows = "", None
        for line in blocks + [None]:
            kind, text = kind_of(line) if line is not None else (None, "")
            if kind in ("row", "cell"):
                cell = f"<w:tc>{self.paragraphs(text)}</w:tc>"
                if kind == "row":
                    rows = (rows + "</w:tr>" if rows else "") + "<w:tr>"
                rows += cell
                continue
            if rows:
                out += f"<w:tbl>{rows}</w:tr></w:tbl>"
                rows = None
            if kind:
                out += self.paragraphs(text, "Heading1" if kind == "heading" else None)
        return out

    def write(self, path, blocks):
        body = self.body(blocks)
        notes = "".join(f'<w:footnote w:id="{i + 1}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> '
                        f'{html.escape(text)}</w:t></w:r></w:p></w:footnote>' for i, text in enumerate(self.notes))
        base = "http://schemas.openxmlformats.org/"
        part = "application/vnd.openxmlformats-officedocument.wordprocessingml.%s+xml"
        relation = f'<Relationship Id="r%d" Type="{base}officeDocument/2006/relationships/%s" Target="%s"/>'
        relations = f'<Relationships xmlns="{base}package/2006/relationships">%s</Relationships>'
        styles = (f'<w:styles {W}><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
                  '</w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr>'
                  '<w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>')
        types = (f'<Types xmlns="{base}package/2006/content-types"><Default Extension="rels" ContentType='
                 '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
                 f'"application/xml"/><Override PartName="/word/document.xml" ContentType="{part % "document.main"}"/>'
                 f'<Override PartName="/word/styles.xml" ContentType="{part % "styles"}"/>'
                 f'<Override PartName="/word/footnotes.xml" ContentType="{part % "footnotes"}"/></Types>')
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            out.writestr("[Content_Types].xml", types)
            out.writestr("_rels/.rels", relations % (relation % (1, "officeDocument", "word/document.xml")))
            out.writestr("word/_rels/document.xml.rels", relations % (
                relation % (1, "styles", "styles.xml") + relation % (2, "footnotes", "footnotes.xml")))
            out.writestr("word/styles.xml", styles)
            out.writestr("word/footnotes.xml", f"<w:footnotes {W}>{notes}</w:footnotes>")
            out.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")


# ---- HTML and plain text ----

def html_inline(line):
    out = ""
    tags = {"ins": "ins", "moveTo": "ins", "del": "del", "moveFrom": "del"}
    for token, formats, change in pieces(line):
        if token.startswith("^["):
            continue
        text = {"\\t": " &emsp;", "\\n": "<br>", "\\p": "</p><p>", "¶": "</p><p>"}.get(token)
        if text is None:
            text = html.escape(token)
            for f in formats:
                text = f"<{f}>{text}</{f}>"
            if change:
                text = f"<{tags[change]}>{text}</{tags[change]}>"
        out += text
    return out


def write_html(path, blocks):
    out, in_table = [], False
    for line in blocks:
        kind, text = kind_of(line)
        if kind == "row":
            out.append("</tr><tr>" if in_table else "<table><tr>")
            in_table = True
        elif kind != "cell" and in_table:
            out.append("</tr></table>")
            in_table = False
        tag = {"row": "td", "cell": "td", "heading": "h2", "paragraph": "p"}[kind]
        inner = html_inline(text)
        out.append(f"<td><p>{inner}</p></td>" if tag == "td" else f"<{tag}>{inner}</{tag}>")
    if in_table:
        out.append("</tr></table>")
    with open(path, "w", encoding="utf-8") as f:
        f.write("<!DOCTYPE html><html><head><meta charset=utf-8><title>x</title></head><body>" + "\n".join(out) + "</body></html>")


def write_text(path, blocks):
    out = []
    for line in blocks:
        text = "".join({"\\t": "\t", "\\n": "\n", "\\p": "\n", "¶": "\n"}.get(token, "" if token.startswith("^[") else token)
                       for token, _, change in pieces(kind_of(line)[1]) if change not in ("del", "moveFrom"))
        out.append(text)
        out.append("")
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(out))


# ---- comparison ----

def squeeze(text):
    return "\n".join(" ".join(part.split()) for part in (text or "").split("\n") if part.strip())


def place_of(proposal):
    name = proposal["instrument"] or ""
    if proposal["version"]:
        name += "@" + proposal["version"]
    where = "#" + proposal["marginal"] if proposal["marginal"] else proposal["path"] or ""
    if proposal["marginal"] and proposal["path"]:
        where += "/" + proposal["path"]
    return (name + (":" if name and where else "") + where) or "-"


def differences(case, got, form):
    for key, want in case["header"].items():
        have = got["header"][key]
        have = ",".join(have) if key == "sponsors" else have or "-"
        if form == "txt" and key == "title" and want.startswith(have): # a text does not show that a title goes on
            continue
        if squeeze(have).replace("\n", " ") != want:
            yield "header", f"{key}: {have!r}, not {want!r}"
    have, want = got["proposals"], case["proposals"]
    if [p["number"] for p in have] != [p["number"] for p in want]:
        yield "number", f"numbers: {[p['number'] for p in have]}, not {[p['number'] for p in want]}"
    by_number = {p["number"]: p for p in have}
    for p in want:
        h = by_number.get(p["number"])
        if h is None:
            yield "missing", p["number"]
            continue
        h = dict(h, place=place_of(h), sponsors=",".join(h["sponsors"]))
        for key in ("action", "place", "sponsors", "before", "after", "reasons"):
            a, b = h[key], p[key]
            if key == "after" and form == "txt" and p["text"]:
                b = p["text"]
            if key == "before" and form == "txt" or b == "?":
                continue
            if key == "action" and form == "txt":
                b = b.rstrip("!")
            if key == "place" and form == "txt" and " (" in b:
                continue
            if key in ("before", "after", "reasons"):
                a, b = squeeze(a), squeeze(b)
            if key == "place" and b.startswith("~"): # where the change is marked, the place before it
                b = b[1:].split("~")[1 if form == "txt" else 0]
            if a != b:
                yield key, f"{p['number']} {key}: {a!r}, not {b!r}"


def main():
    arguments = sys.argv[1:]
    keep = arguments[arguments.index("--keep") + 1] if "--keep" in arguments else None
    if keep:
        at = arguments.index("--keep")
        del arguments[at:at + 2]
    files = arguments[1:] or sorted(glob.glob(os.path.join(HERE, "layouts", "*.case")))
    cases = [(case, form) for path in files for case in load(path) for form in ("docx", "html", "txt")]
    fields, wrong = {}, 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or temporary
        paths = []
        for case, form in cases:
            path = os.path.join(folder, case["name"].replace(" ", "-") + "." + form)
            paths.append(path)
            if form == "docx":
                Docx(case["name"]).write(path, case["blocks"])
            else:
                (write_html if form == "html" else write_text)(path, case["blocks"])
        done = subprocess.run([arguments[0]] + paths, capture_output=True, text=True)
        got = {item["file"]: item for item in map(json.loads, done.stdout.splitlines())}
    for index, ((case, form), path) in enumerate(zip(cases, paths)):
        found = list(differences(case, got[path], form)) if path in got else [("read", done.stderr)]
        wrong += bool(found)
        print(f"{'not ok' if found else 'ok'} {index + 1} - {case['name']} ({form})")
        for key, message in found:
            fields[key] = fields.get(key, 0) + 1
            print("# " + message.replace("\n", "¶"))
    proposals = sum(len(case["proposals"]) for case, _ in cases)
    print(f"# {len(cases) - wrong} of {len(cases)} documents right ({proposals} proposals); wrong fields: {fields}")
    print(f"1..{len(cases)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
