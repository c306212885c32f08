#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which way of writing amendments each document was taken for, and why.

Usage: bench/forms.py BUILD [--all] [FILE|FOLDER]...

Prints the form, its score, the number of proposals and the reason for every document that got a form, with the weights of the others; --all
lists the rest too. Without files: every DOCX, DOC, PDF and HTML file of $TRAVAUX_DATA or ../shared/data. A person reads the list
for wrong choices; at the end the counts by folder and form.
"""
import collections
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("TRAVAUX_DATA", ROOT.parent / "shared" / "data"))
ENDINGS = {".docx", ".doc", ".pdf", ".html", ".htm", ".odt"}


def main():
    words = [w for w in sys.argv[1:] if w != "--all"]
    everything = "--all" in sys.argv
    program = pathlib.Path(words[0]) / "tests" / "print-contribution"
    roots = [pathlib.Path(w) for w in words[1:]] or [DATA]
    files = sorted(f for r in roots for f in ([r] if r.is_file() else r.rglob("*")) if f.suffix.lower() in ENDINGS and f.is_file())
    if not files:
        print(f"skipped: no documents in {', '.join(map(str, roots))}")
        return 0
    counts = collections.Counter()
    for at in range(0, len(files), 40):
        done = subprocess.run([program, *files[at:at + 40]], capture_output=True)
        for line in done.stdout.decode("utf-8", "replace").splitlines():
            item = json.loads(line)
            path = pathlib.Path(item["file"])
            name = path.relative_to(DATA) if path.is_relative_to(DATA) else path
            counts[(str(name.parent), item["form"] or "-")] += 1
            if not item["form"] and not everything:
                continue
            chosen = next((w for w in item["weights"] if w["form"] == item["form"]), {"score": "", "because": ""})
            others = " ".join(f"{w['form']} {w['score']}" for w in item["weights"]
                              if w["form"] != item["form"] and float(w["score"]) > 0)
            print(f"{item['form'] or '-':14} {chosen['score']:4} {len(item['proposals']):5}  {name}\n"
                  f"{'':27}{chosen['because']}{' [also ' + others + ']' if others else ''}")
    print(f"\n{len(files)} files")
    for (folder, form), count in sorted(counts.items()):
        print(f"{count:5}  {form:14} {folder}")
    return 0


sys.exit(main())
