#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compares the words of `travaux read`, before and after the changes, with pandoc's --track-changes=reject and accept.

Words are runs of letters and digits after NFKC, so that table borders, bullets and kinds of hyphen do not count.
Three things that the two print by different convention are left out of both: computed labels (pandoc prints its own
list numbers and none before headings), the marks of notes, and nothing else. Both are read from their trees (`read
--json`, `pandoc -t json`), which hold the words of `--text` and `-t plain` less list markers and table borders.
Prints micro F1 over all files and, for each file that differs, the words that only one has.

usage: bench/tracked_words.py [--show N] TRAVAUX [FOLDER or FILE …]      (FOLDER: $TRAVAUX_DATA/docx/tracked)
"""
import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import unicodedata

WORD = re.compile(r"[^\W_]+")
GONE = {"before": {"ins", "moved-to"}, "after": {"del", "moved-from"}}


def words(text):
    return collections.Counter(WORD.findall(unicodedata.normalize("NFKC", text)))


def run_json(command):
    run = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return json.loads(run.stdout) if run.returncode == 0 else None


def ours(program, path, view):
    document = run_json([program, "read", "--json", str(path)])
    if document is None:
        return None
    gone, text = GONE[view], []
    for block in document["blocks"]:
        if block.get("presence", "none") in gone or block["kind"] == "header":  # page heads: pandoc reads none
            continue
        for piece in block["runs"]:
            if piece["change"] not in gone and piece.get("nested", "none") not in gone and \
                    "note-ref" not in piece.get("format", []):
                text.append(piece["text"])
        if block.get("mark", "none") not in gone:
            text.append("\n")
    return words("".join(text))


def tree_text(node, out):
    """The text of pandoc's tree, paragraphs parted."""
    if isinstance(node, list):
        for item in node:
            tree_text(item, out)
        return
    if not isinstance(node, dict):
        return
    kind, content = node.get("t"), node.get("c")
    if kind == "Str":
        out.append(content)
    elif kind in ("Space", "SoftBreak", "LineBreak"):
        out.append(" ")
    elif kind in ("Code", "CodeBlock", "RawInline", "RawBlock", "Math"):
        out.append(content[1])
    elif kind in ("Link", "Image", "Span", "Div", "Quoted", "OrderedList"):
        tree_text(content[1], out)
    elif kind == "Header":
        tree_text(content[2], out)
    elif content is not None:
        tree_text(content, out)
    if kind in ("Para", "Plain", "Header", "CodeBlock", "LineBlock"):
        out.append("\n")


def pandoc(path, view):
    document = run_json(["pandoc", "-f", "docx", "--track-changes=" + ("reject" if view == "before" else "accept"), "-t", "json",
                         str(path)])
    if document is None:
        return None
    notes, out = [], []

    def walk(node):  # notes are gathered apart, so that a mark within a word does not cut it
        if isinstance(node, list):
            return [walk(item) for item in node]
        if isinstance(node, dict):
            if node.get("t") == "Note":
                notes.append(walk(node["c"]))
                return {"t": "Str", "c": ""}
            return {key: walk(value) for key, value in node.items()}
        return node

    body = walk(document["blocks"])
    for value in document["meta"].values():
        tree_text(value, out)
        out.append("\n")
    tree_text(body, out)
    tree_text(notes, out)
    return words("".join(out))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--show", type=int, default=12)
    parser.add_argument("program")
    parser.add_argument("paths", nargs="*")
    options = parser.parse_args()
    data = os.environ.get("TRAVAUX_DATA", "../shared/data")
    files = []
    for path in map(pathlib.Path, options.paths or [data + "/docx/tracked"]):
        files += sorted(path.glob("*.docx")) if path.is_dir() else [path]
    both = only_ours = only_pandoc = equal = compared = 0
    for path in files:
        for view in ("before", "after"):
            a, b = ours(options.program, path, view), pandoc(path, view)
            if a is None or b is None:
                print(f"UNREAD {path.name} by{'' if a is not None else ' travaux'}{'' if b is not None else ' pandoc'}")
                break
            compared += 1
            extra, missing = a - b, b - a
            both += sum((a & b).values())
            only_ours += sum(extra.values())
            only_pandoc += sum(missing.values())
            equal += not extra and not missing
            if extra or missing:
                print(f"{path.name} {view}: {sum(a.values())} words")
                print(f"    only travaux ({sum(extra.values())}): {' '.join(list(extra.elements())[:options.show])}")
                print(f"    only pandoc  ({sum(missing.values())}): {' '.join(list(missing.elements())[:options.show])}")
    total = 2 * both + only_ours + only_pandoc
    print(f"tracked: micro word-F1 {2 * both / total if total else 0:.5f}; {equal} of {compared} views equal; "
          f"{both} words in both, {only_ours} only in travaux, {only_pandoc} only in pandoc")


main()
