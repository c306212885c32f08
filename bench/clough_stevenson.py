#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much of a text is copied: the short answers of Clough and Stevenson ("Developing a corpus of plagiarised short
answers", LREV 2011), four classes told by travaux' match, one task of five left out in turn.

    bench/clough_stevenson.py T        T is the program; the data is in $TRAVAUX_DATA or ../shared/data

Each answer is matched with the article of its task as two new texts.  Own work is told from the rest by the score alone;
the four classes by how much of the answer lies in shared runs of at least so many words, and how surprising those are.
"""
import csv
import json
import math
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("TRAVAUX_DATA", ROOT.parent / "shared/data")) / "reuse/clough-stevenson"
CLASSES = ["non", "heavy", "light", "cut"]  # from least to most
RUNS = [1, 2, 3, 4, 6, 9, 14, 20]


def text(name):
    return (DATA / name).read_text(encoding="utf-8", errors="replace")


def answers():
    rows = [r for r in csv.DictReader((DATA / "file_information.csv").open(encoding="utf-8-sig"))]
    return [(r["File"], r["Task"], r["Category"]) for r in rows if r["Category"] in CLASSES]


def matched(program, items):
    lines = "".join(json.dumps({"id": name, "language": "en", "a": {"after": text(name)},
                                "b": {"after": text(f"orig_task{task}.txt")}}) + "\n" for name, task, _ in items)
    done = subprocess.run([program, "match", "--pairs", "-"], input=lines, capture_output=True, text=True, check=True)
    return {row["id"]: row for row in map(json.loads, done.stdout.splitlines())}


def words(value):
    return len(re.findall(r"\w+", value))


def features(name, row):
    total = max(words(text(name)), 1)
    runs = [(words(shared["text"]), shared["bits"]) for shared in row["shared"]]
    covered = [sum(n for n, _ in runs if n >= least) / total for least in RUNS]
    longest = max((n for n, _ in runs), default=0)
    bits = sum(b for _, b in runs) / total
    return covered + [math.log2(1 + longest) / 8, bits / 5,
                      sum(n * n for n, _ in runs) ** 0.5 / total]


def log_odds(row):
    score = min(max(row["score"], 1e-4), 1 - 1e-4)
    return [math.log(score / (1 - score))]


def standard(rows):
    columns = list(zip(*rows))
    means = [sum(c) / len(c) for c in columns]
    spreads = [max((sum((x - m) ** 2 for x in c) / len(c)) ** 0.5, 1e-9) for c, m in zip(columns, means)]
    return means, spreads


def scaled(row, means, spreads):
    return [1.0] + [(x - m) / s for x, m, s in zip(row, means, spreads)]


def chances(weights, row):
    sums = [sum(w * x for w, x in zip(ws, row)) for ws in weights]
    top = max(sums)
    powers = [math.exp(s - top) for s in sums]
    return [p / sum(powers) for p in powers]


def fit(rows, labels, classes, ridge):
    """Softmax regression with a ridge, by gradient steps."""
    weights = [[0.0] * len(rows[0]) for _ in range(classes)]
    rate = 2.0 / len(rows)
    for _ in range(1500):
        slope = [[0.0] * len(rows[0]) for _ in range(classes)]
        for row, label in zip(rows, labels):
            for k, p in enumerate(chances(weights, row)):
                error = p - (k == label)
                for j, x in enumerate(row):
                    slope[k][j] += error * x
        for k in range(classes):
            for j in range(len(rows[0])):
                weights[k][j] -= rate / 4 * (slope[k][j] + (ridge * weights[k][j] if j else 0))
    return weights


def leave_one_task_out(items, rows, label_of, classes, ridge):
    guesses = [None] * len(items)
    for task in sorted({task for _, task, _ in items}):
        inside = [i for i, item in enumerate(items) if item[1] != task]
        means, spreads = standard([rows[i] for i in inside])
        weights = fit([scaled(rows[i], means, spreads) for i in inside], [label_of(items[i]) for i in inside], classes, ridge)
        for i, item in enumerate(items):
            if item[1] == task:
                odds = chances(weights, scaled(rows[i], means, spreads))
                guesses[i] = max(range(classes), key=lambda k: odds[k])
    return guesses


def main():
    if len(sys.argv) != 2 or not DATA.exists():
        sys.exit(__doc__ if len(sys.argv) != 2 else f"{DATA} is not there")
    items = answers()
    found = matched(sys.argv[1], items)
    rows = [features(name, found[name]) for name, _, _ in items]
    four = leave_one_task_out(items, rows, lambda item: CLASSES.index(item[2]), 4, 1.0)
    two = leave_one_task_out(items, [log_odds(found[name]) for name, _, _ in items], lambda item: int(item[2] != "non"),
                             2, 0.1)
    right = sum(CLASSES[g] == item[2] for g, item in zip(four, items))
    right_two = sum(g == (item[2] != "non") for g, item in zip(two, items))
    print(f"{len(items)} answers, one task of five left out in turn")
    print(f"    four classes: {right / len(items):.3f} ({right} right)")
    print(f"    own work against the rest: {right_two / len(items):.3f} ({right_two} right)")
    print("    truth \\ guess " + " ".join(f"{c:>6}" for c in CLASSES))
    for truth in CLASSES:
        print(f"    {truth:13} " + " ".join(f"{sum(item[2] == truth and CLASSES[g] == c for g, item in zip(four, items)):6}"
                                            for c in CLASSES))
    print("misses (file, truth, guess):")
    for g, item in zip(four, items):
        if CLASSES[g] != item[2]:
            print(f"    {item[0]} {item[2]} {CLASSES[g]}")
    for g, item in zip(two, items):
        if g != (item[2] != "non"):
            print(f"    {item[0]} {item[2]} taken for {'a copy' if g else 'own work'}")


if __name__ == "__main__":
    main()
