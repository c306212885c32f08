#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks that reading a DOCX loses no character: every one in w:t, w:delText and m:t of the body and the notes must be
in a run.

Counts characters other than white space, after NFC. Left out on purpose, as Word does not show them either: an
mc:Fallback beside an mc:Choice that has text, and notes to which nothing refers. Characters of symbol fonts
(U+F0xx) may come out as their Unicode equals. Prints each file that differs and the figures; also counts the
revision marks found.

usage: bench/no_loss.py TRAVAUX [FOLDER or FILE …]
"""
import collections
import json
import os
import pathlib
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as tree
import zipfile

TEXT = {"t", "delText"}
NOTES = {"footnote": "footnoteReference", "endnote": "endnoteReference"}


def local(tag):
    return tag.rsplit("}", 1)[-1]


def attribute(node, name):
    return next((value for key, value in node.attrib.items() if local(key) == name), None)


def text_of(node, out, skip):
    for child in node:
        name = local(child.tag)
        if name == "AlternateContent":
            for choice in child:
                inner = []
                text_of(choice, inner, skip)
                if inner:
                    out += inner
                    break
        elif name in NOTES and (name, attribute(child, "id")) in skip:
            continue
        elif name in TEXT and child.tag.startswith("{http"):
            out.append(child.text or "")
        else:
            text_of(child, out, skip)


def part_of(package, name):
    try:
        return tree.fromstring(package.read(name))
    except KeyError:
        return None


def source_text(path):
    out = []
    with zipfile.ZipFile(path) as package:
        roots = tree.fromstring(package.read("_rels/.rels"))
        main = next(r.attrib["Target"].lstrip("/") for r in roots if r.attrib["Type"].endswith("/officeDocument"))
        folder = main.rsplit("/", 1)[0] + "/" if "/" in main else ""
        body = part_of(package, main)
        parts = {"footnote": part_of(package, folder + "footnotes.xml"), "endnote": part_of(package, folder + "endnotes.xml")}
        used = {(kind, attribute(node, "id")) for node in body.iter() for kind, ref in NOTES.items() if local(node.tag) == ref}
        text_of(body, out, set())
        for kind, part in parts.items():
            if part is not None:
                unused = {(kind, attribute(n, "id")) for n in part if (kind, attribute(n, "id")) not in used}
                text_of(part, out, unused)
    return "".join(out)


def characters(text):
    return collections.Counter(c for c in unicodedata.normalize("NFC", text) if not c.isspace())


def main():
    program = sys.argv[1]
    data = os.environ.get("TRAVAUX_DATA", "../shared/data")
    places = sys.argv[2:] or [data + "/docx", data + "/itu", data + "/unfccc"]
    files = [f for p in map(pathlib.Path, places) for f in ([p] if p.is_file() else sorted(p.rglob("*.docx")))]
    whole = lossy = unread = total = lost = 0
    marks = collections.Counter()
    for path in files:
        run = subprocess.run([program, "read", "--json", str(path)], capture_output=True, text=True, timeout=120)
        if run.returncode != 0:
            unread += 1
            print(f"UNREAD {path.name}: {run.stderr.strip()}")
            continue
        try:
            wanted = characters(source_text(path))
        except Exception as problem:
            print(f"NOT COMPARED {path.name}: {problem!r}")
            continue
        blocks = json.loads(run.stdout)["blocks"]
        runs = [r for b in blocks if b["kind"] != "header" for r in b["runs"] if "note-ref" not in r.get("format", []) or not r["text"].startswith("[")]
        got = characters("".join(r["text"] for r in runs))
        marks.update(r["change"] for r in runs)
        missing = wanted - got
        private = sum(n for c, n in missing.items() if "\uf000" <= c <= "\uf0ff" or unicodedata.category(c) in ("Cf", "Cc"))
        total += sum(wanted.values())
        loss = sum(missing.values()) - private
        lost += loss
        whole += loss == 0
        if loss:
            lossy += 1
            print(f"LOST {loss} of {sum(wanted.values())} in {path.name}: {''.join(sorted(missing.elements()))[:120]}")
    print(f"no loss: {whole} of {whole + lossy} files whole, {lost} of {total} characters missing, {unread} not read; "
          f"runs by change: {dict(marks)}")


main()
