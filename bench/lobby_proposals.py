#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Drafting proposals in lobby papers (PDF, DOCX) against those that LobbyPlag's readers found in them.

Usage: bench/lobby_proposals.py TRAVAUX [--misses]

A proposal of the truth counts as recovered when one of ours from the same paper has a new text (and an old text) of word-F1 0.9 or
more; readers often cut one amendment into its points, so `within` counts those whose words stand in one of ours in order (0.95 of
them). `extra` are ours that fit none, which are not wrong: the readers did not take everything. Needs the real documents.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("TRAVAUX_DATA", ROOT.parent / "shared" / "data")) / "lobbyplag"
DELETED = {"deleted", "delete", "gestrichen", "entfällt", "streichen"}


def words(text):
    found = re.findall(r"\w+", (text or "").casefold())
    return [] if " ".join(found) in DELETED else found


def f1(a, b):
    if not a or not b:
        return float(a == b)
    common = sum((collections.Counter(a) & collections.Counter(b)).values())
    return 2 * common / (len(a) + len(b))


def within(a, b):
    """The share of a's words that stand in b within a window of a's length and a half."""
    if not a:
        return 1.0
    best, width, want = 0, len(a) * 3 // 2, collections.Counter(a)
    for start in range(0, max(1, len(b) - width + 1), max(1, len(a) // 8)):
        best = max(best, sum((want & collections.Counter(b[start:start + width])).values()))
    return best / len(a)


def key(name):
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", name).casefold())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("travaux")
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    if not DATA.is_dir():
        print(f"skipped: {DATA} is not here")
        return 0
    truth = collections.defaultdict(list)
    for line in open(DATA / "proposals.jsonl", encoding="utf-8"):
        item = json.loads(line)
        truth[key(item["doc"])].append(item)
    papers = sorted(p for p in (DATA / "raw").iterdir() if p.suffix in (".pdf", ".docx"))
    base = ["-w", str(pathlib.Path(tempfile.mkdtemp()) / "travaux.db")]
    subprocess.run([args.travaux, "init", *base], check=True, capture_output=True)
    subprocess.run([args.travaux, "add", *base, "--kind", "contribution", *map(str, papers)], capture_output=True)
    listed = json.loads(subprocess.run([args.travaux, "proposals", *base, "--json"], capture_output=True, text=True, check=True).stdout)
    ours = collections.defaultdict(list)
    for item in listed:
        ours[pathlib.Path(item["file"]).name].append((words(item["before"]), words(item["after"]), item))
    total = collections.Counter()
    print(f"{'new':>5} {'old':>5} {'both':>5} {'within':>6} {'of':>5} {'ours':>5} {'extra':>5}  paper")
    for paper in papers:
        items, mine, used = truth.get(key(paper.name), []), ours[paper.name], set()
        count = collections.Counter(of=len(items), ours=len(mine))
        misses = []
        for item in items:
            old, new = words(item["old"]), words(item["new"])
            scores = [(f1(new, b), f1(old, a), i) for i, (a, b, _) in enumerate(mine)]
            fits = [s for s in scores if s[0] >= 0.9 and (new or s[1] >= 0.9)]
            both = [s for s in fits if s[1] >= 0.9]
            inside = [i for i, (a, b, _) in enumerate(mine)
                      if within(new, b) >= 0.95 and (new or not b) and (new or within(old, a) >= 0.95)]
            used |= {i for _, _, i in both or fits} | set(inside)
            count["new"] += bool(fits)
            count["old"] += any(s[1] >= 0.9 for s in scores)
            count["both"] += bool(both)
            count["within"] += bool(inside or fits)
            if not fits and not inside:
                misses.append(f"      page {item['page']} {item['relations']}: {item['new'][:120]!r} (old {item['old'][:60]!r})")
        count["extra"] = len(mine) - len(used)
        if items or mine:
            print("".join(f"{count[c]:{w}} " for c, w in (("new", 5), ("old", 5), ("both", 5), ("within", 6), ("of", 5), ("ours", 5),
                                                          ("extra", 5))) + f" {paper.name}")
            if args.misses:
                print("\n".join(misses))
        if items:
            total.update(count)
    share = {c: total[c] / max(1, total["of"]) for c in ("new", "old", "both", "within")}
    print("in papers with a truth: " + ", ".join(f"{c} {total[c]}/{total['of']} = {share[c]:.3f}" for c in share) +
          f"; ours {total['ours']}, extra {total['extra']}")
    return 0


sys.exit(main())
