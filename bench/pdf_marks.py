#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Character-level F1 of the marks that `travaux read --json` finds in redline PDFs of make_redline_pdf.py.

A character counts when it is no white space, or is white space within one marked stretch. Text that is out of order or
lost counts as missed, for the two texts are aligned first. Prints ins, del and both together for each document that is
not perfect, by language, and over all; right-to-left documents apart.

usage: bench/pdf_marks.py [--show N] [--all] TRAVAUX FOLDER
"""
import argparse
import collections
import difflib
import json
import pathlib
import subprocess

MARKS = {"ins": "ins", "moved-to": "ins", "del": "del", "moved-from": "del"}


def flatten(runs):
    """[(char, mark)] of all but white space, and the set of indices behind which marked white space stands."""
    letters, spaces, due = [], {}, None
    for text, mark in runs:
        for c in text:
            if c.isspace():
                due = mark if due is None or due == mark else ""
            else:
                if due and letters and letters[-1][1] == due == mark:
                    spaces[len(letters) - 1] = due
                letters.append((c, mark))
                due = None
    return letters, spaces


def ours(program, path):
    run = subprocess.run([program, "read", "--json", str(path)], capture_output=True, text=True, timeout=120)
    if run.returncode != 0:
        return []
    runs = []
    for block in json.loads(run.stdout)["blocks"]:
        for piece in block["runs"]:
            runs.append((piece["text"], MARKS.get(piece["change"], "")))
        runs.append(("\n", ""))
    return runs


def align(a, b):
    """Pairs of equal characters."""
    if a == b:
        return [(i, i) for i in range(len(a))]
    pairs = []
    for tag, a0, a1, b0, _ in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += [(a0 + k, b0 + k) for k in range(a1 - a0)]
    return pairs


def score(truth, found, count, show):
    letters, spaces = flatten(truth)
    got, got_spaces = flatten(found)
    pairs = align("".join(c for c, _ in letters), "".join(c for c, _ in got))
    to_ours, misses, last = dict(pairs), [], -2
    for mark in ("ins", "del"):
        wanted = {("c", i) for i, (_, m) in enumerate(letters) if m == mark} | {("s", i) for i, m in spaces.items() if m == mark}
        given = {("c", a) for a, b in pairs if got[b][1] == mark}
        given |= {("s", a) for a, b in pairs if got_spaces.get(b) == mark}
        count[mark, "hit"] += len(wanted & given)
        count[mark, "missed"] += len(wanted - given)
        matched = {b for _, b in pairs}
        count[mark, "false"] += len(given - wanted) + sum(m == mark for i, (_, m) in enumerate(got) if i not in matched)
        for what, i in sorted((wanted ^ given), key=lambda x: x[1]):
            if i > last + 3 and len(misses) < show:
                misses.append("%s %s: …%s…" % ("missed" if (what, i) in wanted else "false", mark, "".join(
                    c for c, _ in letters[max(0, i - 12):i]) + "|" + "".join(c for c, _ in letters[i:i + 12])))
            last = i
    count["text", "lost"] += len(letters) - len(to_ours)
    return misses


def f1(count, marks):
    hit, missed, false = (sum(count[m, k] for m in marks) for k in ("hit", "missed", "false"))
    return 2 * hit / (2 * hit + missed + false) if hit + missed + false else 1.0


def line(name, count):
    return (f"{name:24} ins {f1(count, ['ins']):.4f}  del {f1(count, ['del']):.4f}  both {f1(count, ['ins', 'del']):.4f}  "
            f"letters out of place {count['text', 'lost']}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--all", action="store_true", help="print perfect documents too")
    parser.add_argument("travaux")
    parser.add_argument("folder", type=pathlib.Path)
    options = parser.parse_args()
    groups = collections.defaultdict(collections.Counter)
    for path in sorted(options.folder.glob("*.json")):
        truth = json.loads(path.read_text("utf-8"))
        runs = [(text, mark) for paragraph in truth["paragraphs"] for text, mark in paragraph + [["\n", ""]]]
        count = collections.Counter()
        misses = score(runs, ours(options.travaux, path.with_suffix(".pdf")), count, options.show)
        if options.all or f1(count, ["ins", "del"]) < 1:
            print(line(path.stem, count), "|", truth["font"], truth["size"])
            for miss in misses:
                print("   ", miss)
        groups["language " + truth["language"]] += count
        groups["layout " + truth["layout"]] += count if truth["language"] != "ar" else {}
        groups["manner " + truth["manner"]] += count if truth["language"] != "ar" else {}
        groups["all but right-to-left" if truth["language"] != "ar" else "right-to-left"] += count
    for name, count in groups.items():
        print(line(name, count))


main()
