#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""PAN text alignment without obfuscation: plagdet, precision, recall and granularity of bench-passages.

    bench/pan.py BUILD [--half tune|held] [--all-pairs] [--misses N]

The measures are those of Potthast, Stein, Barrón-Cedeño & Rosso, "An Evaluation Framework for Plagiarism Detection"
(COLING 2010), over characters of both documents; macro means each passage counts the same (as PAN's own script does), micro
each character.  Suspicious documents with an even number are for tuning, those with an odd one are held back.
"""
import argparse
import collections
import json
import math
import os
import pathlib
import re
import subprocess


def detect(build, pairs, data):
    """{pair: [(susp start, end, source start, end, score)]}"""
    names = [(f"{data}/susp/{susp}", f"{data}/src/{source}") for susp, source in pairs]
    run = subprocess.run([f"{build}/bench/bench-passages"], input="".join(f"{a}\t{b}\n" for a, b in names),
                         capture_output=True, text=True, check=True)
    print(run.stderr.strip())
    found = collections.defaultdict(list)
    for line in run.stdout.splitlines():
        a, b, a_start, a_length, b_start, b_length, score, words = line.split("\t")
        found[os.path.basename(a), os.path.basename(b)].append(
            (int(a_start), int(a_start) + int(a_length), int(b_start), int(b_start) + int(b_length), float(score)))
    return found


def overlap(one, other):
    """Characters of `one` that `other` covers too, on both sides; none unless they meet on both."""
    susp = set(range(max(one[0], other[0]), min(one[1], other[1])))
    source = set(range(max(one[2], other[2]), min(one[3], other[3])))
    return {("susp", at) for at in susp} | {("source", at) for at in source} if susp and source else set()


def size(one):
    return one[1] - one[0] + one[3] - one[2]


def covered(these, those):
    """For each of `these` the characters that `those` cover, as sizes."""
    return [set().union(*(overlap(one, other) for other in those)) for one in these]


def measure(truth, found):
    recalls, precisions, splits, misses = [], [], [], []
    micro = collections.Counter()
    for pair in set(truth) | set(found):
        cases, hits = truth.get(pair, []), found.get(pair, [])
        for case, characters in zip(cases, covered(cases, hits)):
            recalls.append(len(characters) / size(case))
            misses.append((recalls[-1], pair, case, "recall"))
            if characters:
                splits.append(sum(bool(overlap(case, hit)) for hit in hits))
        for hit, characters in zip(hits, covered(hits, cases)):
            precisions.append(len(characters) / size(hit))
            misses.append((precisions[-1], pair, hit, "precision"))
        for key, these, those in (("truth", cases, hits), ("found", hits, cases)):
            every = [{("susp", at) for at in range(one[0], one[1])} | {("source", at) for at in range(one[2], one[3])}
                     for one in these]
            micro[key] += len(set().union(*every))
            micro[key + " met"] += len(set().union(*covered(these, those)))
    granularity = sum(splits) / len(splits) if splits else 1
    figures = {"macro": (sum(precisions) / max(1, len(precisions)), sum(recalls) / len(recalls)),
               "micro": (micro["found met"] / max(1, micro["found"]), micro["truth met"] / micro["truth"])}
    return figures, granularity, sorted(misses)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--half", choices=["tune", "held"])
    parser.add_argument("--all-pairs", action="store_true", help="every suspicious document against every source")
    parser.add_argument("--misses", type=int, default=10)
    words = parser.parse_args()
    root = pathlib.Path(os.environ.get("TRAVAUX_DATA", pathlib.Path(__file__).resolve().parents[2] / "shared/data"))
    data = root / "reuse/pan-no-obfuscation"
    truth = collections.defaultdict(list)
    for line in (data / "truth.jsonl").read_text().splitlines():
        case = json.loads(line)
        a, a_length, b, b_length = case["realigned"]
        number = int(re.search(r"\d+", case["susp"]).group())
        if words.half is None or (number % 2 == 0) == (words.half == "tune"):
            truth[case["susp"], case["source"]].append((a, a + a_length, b, b + b_length, 0))
    pairs = sorted(truth)
    if words.all_pairs:
        pairs = [(susp, source) for susp in sorted({susp for susp, _ in truth})
                 for source in sorted(os.listdir(data / "src"))]
    found = detect(words.build, pairs, data)
    figures, granularity, misses = measure(truth, found)
    print(f"{len(pairs)} pairs, {sum(map(len, truth.values()))} passages, {sum(map(len, found.values()))} found")
    for name, (precision, recall) in figures.items():
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0
        print(f"{name}: precision {precision:.4f}  recall {recall:.4f}  granularity {granularity:.4f}  "
              f"plagdet {f1 / math.log2(1 + granularity):.4f}")
    for part, pair, span, kind in misses[:words.misses]:
        print(f"  {kind} {part:.2f}  {pair[0]} {span[0]}+{span[1] - span[0]}  {pair[1]} {span[2]}+{span[3] - span[2]}  "
              f"score {span[4]}")


main()
