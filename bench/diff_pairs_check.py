#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nothing is lost between two files and their redline.

Usage: bench/diff_pairs_check.py TRAVAUX [A B]...

The words are counted, not their order: a note comes after the text.  Running heads ("214 Decision 5") are left out on purpose, and
told by a warning; they are not counted here.  For each pair of files (without any: the adopted revisions of ITU resolutions in $TRAVAUX_DATA or ../shared/data): the equal and
deleted pieces of `diff --json` must hold the words of A's text (`read --text after`), the equal, moved and inserted ones those of
B's.  Prints for each pair the words of both, how many are missing or made up, the milliseconds, and the
misses.  Exit status 1 when a word was lost or made up.
"""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("TRAVAUX_DATA", ROOT.parent / "shared" / "data"))


HEAD = re.compile(r"^(\d+ )?(Resolution|Decision|Recommendation) \d+( \d+)?$", re.M)


def words(text):
    """Letters and digits apart, so that the mark of a note is a word of its own ("countries1")."""
    return re.findall(r"[^\W\d_]+|\d+", HEAD.sub("", text))


def misses(expected, found):
    """Words of the file that the redline lacks, and words it has that the file has not."""
    expected, found = collections.Counter(expected), collections.Counter(found)
    return sorted((expected - found).elements()), sorted((found - expected).elements())


def main():
    travaux = os.path.abspath(sys.argv[1])
    given = sys.argv[2:]
    pairs = [(given[i], given[i + 1]) for i in range(0, len(given) - 1, 2)]
    if not pairs:
        pairs = [(str(a), str(a).replace(".pp18.", ".pp22.")) for a in sorted((DATA / "itu" / "revisions").glob("*.pp18.txt"))]
    if not pairs:
        print(f"skipped: no revisions in {DATA}")
        return 0
    wrong = 0
    print(f"{'pair':24}{'words A':>8}{'words B':>8}{'kept':>7}{'out':>6}{'in':>6}{'ms':>6}  lost  made up")
    for a, b in pairs:
        start = time.perf_counter()
        done = subprocess.run([travaux, "diff", "--json", a, b], capture_output=True, text=True)
        ms = (time.perf_counter() - start) * 1000
        pieces = json.loads(done.stdout)
        sides = []
        for side, file, ops in (("a", a, ("equal", "move", "del")), ("b", b, ("equal", "move", "ins"))):
            text = subprocess.run([travaux, "read", "--text", "after", file], capture_output=True, text=True).stdout
            chosen = sorted((p for p in pieces if p["op"] in ops and p[side][1] > 0), key=lambda p: p[side][0])
            at = 0
            for piece in chosen:  # every code point once
                if piece[side][0] != at:
                    print(f"  {file}: a hole or an overlap at {at}, next piece at {piece[side][0]}")
                    wrong += 1
                at = piece[side][0] + piece[side][1]
            sides.append((words(text), words("".join(p["text"] for p in chosen))))
        count = {op: sum(len(words(p["text"])) for p in pieces if p["op"] == op) for op in ("equal", "move", "del", "ins")}
        found = [misses(*side) for side in sides]
        lost = sum(len(words(x)) for f in found for x in f[0])
        made_up = sum(len(words(x)) for f in found for x in f[1])
        wrong += lost + made_up
        print(f"{pathlib.Path(a).name[:23]:24}{len(sides[0][0]):>8}{len(sides[1][0]):>8}{count['equal'] + count['move']:>7}"
              f"{count['del']:>6}{count['ins']:>6}{ms:>6.0f}{lost:>6}{made_up:>9}")
        for name, (gone, extra) in zip("AB", found):
            if gone or extra:
                print(f"    {name} lost: {' '.join(gone)[:110]}; made up: {' '.join(extra)[:110]}")
    return 1 if wrong else 0


sys.exit(main())
