#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Word-level F1 of the text that `travaux read` takes from PDFs against the text that lies beside them (zh: characters).

usage: bench/pdf_text.py TRAVAUX PDF…      (each FILE.pdf is held against FILE.txt)
"""
import collections
import re
import subprocess
import sys


def units(text, chinese):
    return re.findall(r"\w", text) if chinese else re.findall(r"\w+", text)


def main():
    program, files = sys.argv[1], sys.argv[2:]
    for path in files:
        truth = open(path[:-4] + ".txt", encoding="utf-8").read()
        run = subprocess.run([program, "read", "--text", "after", path], capture_output=True, text=True)
        chinese = len(re.findall(r"[\u4e00-\u9fff]", truth)) * 4 > len(truth)
        want = collections.Counter(units(truth, chinese))
        got = collections.Counter(units(run.stdout, chinese))
        both = sum((want & got).values())
        precision, recall = both / max(1, sum(got.values())), both / max(1, sum(want.values()))
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"{path.split('/')[-1]}\tF1 {f1:.4f}\tprecision {precision:.4f}\trecall {recall:.4f}\t"
              f"lines {len(run.stdout.splitlines())} of {len([l for l in truth.splitlines() if l.strip()])}")
        print("  missing:", (want - got).most_common(8))
        print("  too much:", (got - want).most_common(8))
        print("  " + run.stderr.strip().replace("\n", "\n  "))


main()
