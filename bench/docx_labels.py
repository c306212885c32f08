#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Holds the numbers that travaux computes for Word lists against those that LibreOffice prints (its text export).

Counts the labelled lines of `travaux read --text after` (labels told by --json) that stand in LibreOffice's text,
bullets left out. Prints each miss with what LibreOffice has for the same text. Documents with tracked changes are
passed over: the export shows both texts.

usage: bench/docx_labels.py TRAVAUX [FOLDER or FILE …]
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unicodedata

BULLETS = ("•", "–")


def folded(text):
    return " ".join(unicodedata.normalize("NFKC", text.replace("\u2011", "-").replace("\ufeff", "")).split())


def labelled(document):
    for block in document["blocks"]:
        text = "".join(r["text"] for r in block["runs"] if "note-ref" not in r.get("format", []))
        if block["label"] and block["label"] not in BULLETS and block["kind"] != "note" and len(folded(text)) > 2:
            yield block["label"], folded(text)


def main():
    program = sys.argv[1]
    data = os.environ.get("TRAVAUX_DATA", "../shared/data")
    places = sys.argv[2:] or [data + "/itu/contributions", data + "/unfccc", data + "/docx/tracked"]
    files = [f for p in map(pathlib.Path, places) for f in ([p] if p.is_file() else sorted(p.rglob("*.docx")))]
    documents = {}
    for path in files:
        run = subprocess.run([program, "read", "--json", str(path)], capture_output=True, text=True, timeout=120)
        if run.returncode != 0:
            continue
        document = json.loads(run.stdout)
        if all(r["change"] == "none" for b in document["blocks"] for r in b["runs"]) and any(labelled(document)):
            documents[path] = document
    same = other = 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["soffice", "--headless", "--convert-to", "txt:Text", "--outdir", folder, *map(str, documents)],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)
        for path, document in documents.items():
            text = pathlib.Path(folder, path.stem + ".txt")
            if not text.exists():
                print(f"NOT CONVERTED {path.name}")
                continue
            lines = {folded(line) for line in text.read_text(encoding="utf-8", errors="replace").splitlines()}
            for label, words in labelled(document):
                starts = (f"{folded(label)} {words[:40]}", f"{folded(label)}{words[:40]}")
                if any(line.startswith(starts) for line in lines):
                    same += 1
                    continue
                other += 1
                theirs = next((line for line in lines if words[:40] in line), "(no such line)")
                print(f"{path.name}: \"{label}\" {words[:50]} -- LibreOffice: {theirs[:60]}")
    print(f"labels: {same} as in LibreOffice, {other} otherwise, in {len(documents)} documents")


main()
