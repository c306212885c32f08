#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lattices of the most amended provisions of the GDPR: variants, families, conflicts, milliseconds.

Usage: gdpr_lattices.py BUILD_DIR [--loci] [HOW_MANY]
Base and amendments come from lobbyplag in the data folder ($TRAVAUX_DATA or ../shared/data); labels are taken off.
"""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("TRAVAUX_DATA", ROOT / "../shared/data")) / "lobbyplag"
LABEL = re.compile(r"^\s*\(?(?:\d{1,3}[a-z]?|[a-z]{1,2}|[ivx]+)(?:\s(?:bis|ter|[a-z]))?(?:[.)]|\.\s)\s+")


def plain(text):
    return LABEL.sub("", text, count=1).strip().replace("\x1e", " ")


def rows(name):
    with open(DATA / name, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main():
    options = [word for word in sys.argv[2:] if word == "--loci"]
    most = [int(word) for word in sys.argv[2:] if word.isdigit()] or [10]
    base = {row["title"].lower(): row["text"].get("en") or "" for row in rows("gdpr_proposal.jsonl")}
    variants = collections.defaultdict(list)
    old = collections.defaultdict(collections.Counter)
    for row in rows("amendments.jsonl"):
        if row["location"] and row["new"] is not None:
            variants[row["location"]].append(plain(row["new"]))
            old[row["location"]][plain(row["old"] or "")] += 1
    ranked = sorted(variants.items(), key=lambda item: (-len(item[1]), item[0]))[: most[0]]
    for location, texts in ranked:
        text = plain(base.get(location.lower()) or old[location].most_common(1)[0][0])
        with tempfile.NamedTemporaryFile() as file:
            file.write("\x1e".join([text] + texts).encode())
            file.flush()
            done = subprocess.run([str(pathlib.Path(sys.argv[1]) / "bench/bench-lattice-show")] + options + [file.name],
                                  stdout=subprocess.PIPE, text=True, check=False)
        print(f"{location:45} {done.stdout}", end="")


main()
