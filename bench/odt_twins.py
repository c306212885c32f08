#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Converts DOCX files with tracked changes to ODT by LibreOffice, a few starts for all, and compares what is read of both.

For each file: the word F1 of the ODT's text before and after the changes against the DOCX's, and of the text after against
pandoc's reading of the ODT (which knows no other). Differences of both kinds are listed with the words that only one has;
many are LibreOffice's: it loses or adds content when it converts. Labels are part of the text and so of the measure.

usage: bench/odt_twins.py [--show N] [--keep FOLDER] TRAVAUX [FOLDER or FILE …]    (FOLDER: $TRAVAUX_DATA/docx/tracked)
"""
import argparse
import collections
import os
import pathlib
import re
import subprocess
import tempfile
import unicodedata

WORD = re.compile(r"[^\W_]+")
BATCH = 30


def words(text):
    return collections.Counter(WORD.findall(unicodedata.normalize("NFKC", text)))


def counts(a, b):
    both = sum((a & b).values())
    return both, sum(a.values()), sum(b.values())


def f1(both, a, b):
    return 2 * both / (a + b) if a + b else 1.0


def read(program, path, view):
    run = subprocess.run([program, "read", "--text", view, str(path)], capture_output=True, text=True, timeout=120)
    return words(run.stdout) if run.returncode == 0 else None


def convert(paths, folder):
    pathlib.Path(folder, "in").mkdir(exist_ok=True)
    for i, path in enumerate(paths):
        link = pathlib.Path(folder, "in", f"{i}.docx")
        if not link.exists():
            link.symlink_to(path.resolve())
    for first in range(0, len(paths), BATCH):
        names = [f"{folder}/in/{i}.docx" for i in range(first, min(first + BATCH, len(paths)))]
        names = [name for name in names if not pathlib.Path(folder, pathlib.Path(name).stem + ".odt").exists()]
        if names:
            subprocess.run(["nice", "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
                            "odt", "--outdir", folder] + names, capture_output=True, timeout=900)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--show", type=int, default=12)
    parser.add_argument("--keep")
    parser.add_argument("program")
    parser.add_argument("paths", nargs="*")
    options = parser.parse_args()
    roots = options.paths or [os.environ.get("TRAVAUX_DATA", "../shared/data") + "/docx/tracked"]
    paths = [path for root in map(pathlib.Path, roots)
             for path in (sorted(root.glob("*.docx")) if root.is_dir() else [root])]
    totals, missing = collections.defaultdict(lambda: [0, 0, 0]), []
    exact = collections.Counter()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or temporary
        convert(paths, folder)
        for i, path in enumerate(paths):
            twin = pathlib.Path(folder, f"{i}.odt")
            if not twin.exists():
                missing.append(path.name)
                continue
            pandoc = subprocess.run(["pandoc", "-f", "odt", "-t", "plain", "--wrap=none", str(twin)], capture_output=True,
                                    text=True, timeout=120)
            pairs = {view: (read(options.program, twin, view), read(options.program, path, view))
                     for view in ("before", "after")}
            pairs["after, pandoc"] = (pairs["after"][0], words(pandoc.stdout) if pandoc.returncode == 0 else None)
            for view, (ours, other) in pairs.items():
                if ours is None:
                    print(f"{path.name}: the ODT is not read")
                    continue
                if other is None:
                    continue
                figures = counts(ours, other)
                totals[view] = [a + b for a, b in zip(totals[view], figures)]
                exact[view, ours == other] += 1
                if ours != other and "pandoc" not in view:
                    extra, lost = (list((a - b).elements())[:options.show] for a, b in ((ours, other), (other, ours)))
                    print(f"{f1(*figures):.3f} {view:6} {i}.odt {path.name}: only ODT {' '.join(extra)} | only DOCX "
                          f"{' '.join(lost)}")
    for view, figures in totals.items():
        print(f"{view}: word F1 {f1(*figures):.4f} ({figures[1]} words of ODT, {figures[2]} of the other); "
              f"{exact[view, True]} files the same, {exact[view, False]} not")
    print(f"not converted by LibreOffice ({len(missing)}): {' '.join(missing)}")


main()
