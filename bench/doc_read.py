#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads every .doc of the given folders and holds its words against antiword's and LibreOffice's own plain text.

For each file: seconds, blocks, words, revision marks, and the word F1 of the text after the changes against both. The two do
not agree with each other either: antiword shows neither headers nor text boxes, LibreOffice's text has deleted words too.
The last lines sum up what could not be read, with its reason, and the time of one `travaux add` over all of them.

usage: bench/doc_read.py TRAVAUX [FOLDER …]      (FOLDER: the folders of $TRAVAUX_DATA that hold .doc files)
"""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unicodedata

WORD = re.compile(r"[^\W_]+")


def words(text):
    return collections.Counter(WORD.findall(unicodedata.normalize("NFKC", text)))


def f1(a, b):
    both = sum((a & b).values())
    return 2 * both / max(1, sum(a.values()) + sum(b.values()))


def antiword(path):
    run = subprocess.run(["antiword", "-m", "UTF-8.txt", "-w", "0", path], capture_output=True, timeout=60)
    return words(run.stdout.decode("utf-8", "replace")) if run.returncode == 0 else None


def libreoffice(paths, folder):
    """All files in one start, under names of ours."""
    for i, path in enumerate(paths):
        os.symlink(os.path.abspath(path), f"{folder}/{i}.doc")
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
                    "txt:Text (encoded):UTF8", "--outdir", f"{folder}/text"] + [f"{folder}/{i}.doc" for i in range(len(paths))],
                   capture_output=True, timeout=900)
    texts = [pathlib.Path(f"{folder}/text/{i}.txt") for i in range(len(paths))]
    return [words(text.read_text("utf-8", "replace")) if text.exists() else None for text in texts]


def main():
    program, root = sys.argv[1], os.environ.get("TRAVAUX_DATA", "../shared/data")
    folders = sys.argv[2:] or [f"{root}/itu/contributions", f"{root}/lobbyplag/raw", f"{root}/hostile"]
    paths = sorted(str(path) for folder in folders for path in pathlib.Path(folder).glob("*.doc"))
    refused, scores = [], collections.defaultdict(list)
    print("  sec blocks  words marks  antiw  LibreO  file")
    with tempfile.TemporaryDirectory() as folder:
        theirs = libreoffice(paths, folder)
    for path, other in zip(paths, theirs):
        start = time.time()
        run = subprocess.run([program, "read", "--json", path], capture_output=True, text=True, timeout=200)
        took = time.time() - start
        if run.returncode != 0:
            refused.append(f"{os.path.basename(path)}: {run.stderr.strip()[:200] if run.returncode > 0 else 'CRASH'}")
            continue
        document = json.loads(run.stdout)
        after = subprocess.run([program, "read", "--text", "after", path], capture_output=True, text=True, timeout=200)
        mine = words(after.stdout)
        marks = sum(piece["change"] != "none" for block in document["blocks"] for piece in block["runs"])
        figures = []
        for name, reference in (("antiword", antiword(path)), ("LibreOffice", other)):
            figures.append("     –" if reference is None else f"{f1(mine, reference):6.3f}")
            if reference is not None:
                scores[name].append(f1(mine, reference))
        print(f"{took:5.2f} {len(document['blocks']):6} {sum(mine.values()):6} {marks:5} {figures[0]} {figures[1]}  "
              f"{os.path.basename(path)}")
    for name, values in scores.items():
        print(f"mean F1 against {name}: {sum(values) / len(values):.4f} over {len(values)} files; "
              f"least {min(values):.3f}")
    print(f"read {len(paths) - len(refused)} of {len(paths)}; not read:")
    print("\n".join(refused))
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "init", folder], capture_output=True)
        start = time.time()
        subprocess.run([program, "-w", f"{folder}/travaux.db", "add"] + paths, capture_output=True)
        print(f"one `add` over all: {time.time() - start:.1f} s for {len(paths)} files")


main()
