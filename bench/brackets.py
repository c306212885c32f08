#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Brackets and options of negotiating texts, as `travaux brackets` finds them, against plain counts over the same text.

  bench/brackets.py TRAVAUX [FILE ...]      without files: the UNFCCC drafts among the real documents

The plain counts know nothing of structure: signs, regular expressions, a stack.  Every opening bracket and every
"Option N" that one side has and the other has not is listed with its line and words.
"""
import json
import os
import re
import subprocess
import sys
from pathlib import Path

DATA = Path(os.environ.get("TRAVAUX_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
OWN = {"Art_6.2_SBSTA_13a_DD_1stIteration_241114.txt": (420, 88)}  # as told beside the data


def place(text, at):
    start = text.rfind("\n", 0, at) + 1
    return f"line {text.count(chr(10), 0, at) + 1}: …{text[max(start, at - 25):at + 40].splitlines()[0]}…"


def stack(text):
    depth = deepest = pairs = stray = 0
    for c in text:
        if c == "[":
            depth += 1
            deepest = max(deepest, depth)
        elif c == "]":
            pairs, depth, stray = (pairs + 1, depth - 1, stray) if depth else (pairs, 0, stray + 1)
    return pairs, depth, stray, deepest


def measure(travaux, path):
    text = subprocess.run([travaux, "read", "--text", "after", path], capture_output=True, text=True, check=True).stdout
    found = json.loads(subprocess.run([travaux, "brackets", "--json", path], capture_output=True, text=True,
                                      check=True).stdout)
    print(f"{path.name}")
    signs, (pairs, left, stray, deepest) = text.count("["), stack(text)
    numbered = [m.start() for m in re.finditer(r"Option\s*\d", text)]
    headed = len(re.findall(r"(?m)^\W*(?:\d+\.\s*)?Option\s*\d", text))
    lettered = len(re.findall(r"(?m)^\W*Option\s+[A-Z]\b", text))
    print(f"  plain: {signs} '[', {text.count(']')} ']'; a stack pairs {pairs}, leaves {left} open and {stray} stray, "
          f"{deepest} deep; {len(numbered)} 'Option N' ({headed} head a line), {lettered} 'Option A' head a line")
    labels = found["options"]
    ours = [o for o in labels if re.match(r"\w+\s*\d", o["label"])]
    print(f"  found: {found['count']} brackets, {found['depth']} deep, {len(found['apart'])} counted apart "
          f"({', '.join(sorted({a['kind'] for a in found['apart']})) or 'none'}); {len(labels)} options, {len(ours)} "
          f"numbered, {sum(o['level'] == 0 for o in labels)} outermost; {len(found['unbalanced'])} unbalanced")
    if path.name in OWN:
        print(f"  told:  {OWN[path.name][0]} brackets ({found['count'] - OWN[path.name][0]:+d}), "
              f"{OWN[path.name][1]} options (numbered {len(ours) - OWN[path.name][1]:+d}, all "
              f"{len(labels) - OWN[path.name][1]:+d})")
    places = {b["start"] for b in found["brackets"]} | {a["start"] for a in found["apart"]}
    for m in re.finditer(r"\[", text):
        if m.start() not in places:
            print(f"  '[' not found: {place(text, m.start())}")
    ends = [(o["start"], o["label"]) for o in ours]
    for at in numbered:  # the label stands shortly before the text that it governs
        if not any(at <= start <= at + 300 and text.startswith(label, at) for start, label in ends):
            print(f"  'Option N' not found: {place(text, at)}")
    wrong = [b for b in found["brackets"] if text[b["start"]:b["start"] + b["len"]] != b["text"]]
    print(f"  places that do not quote their text: {len(wrong)}")
    for fault in found["unbalanced"]:
        print(f"  {fault['kind']}: line {fault['line']} ({fault['provision']}): {fault['context'][:70]}")
    return bool(wrong)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    files = [Path(f) for f in sys.argv[2:]] or sorted((DATA / "unfccc").glob("*"))
    if not files:
        sys.exit("no documents found; set TRAVAUX_DATA")
    sys.exit(any([measure(sys.argv[1], f) for f in files]))


if __name__ == "__main__":
    main()
