#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much of a text is copied: the short answers of Clough and Stevenson ("Developing a corpus of plagiarised short
answers", LREV 2011), four classes told by travaux' match and align, one task of five left out in turn.

    bench/clough_stevenson.py T        T is the program; the data is in $TRAVAUX_DATA or ../shared/data

Each answer is matched with the article of its task as two new texts, and aligned with it.  Own work is told from the rest by
the score of `match` alone; the four classes by what the copied stretches look like: how long, how much of the answer and of
its passages they make up, how many gaps part them, whether they come in another order, and how many of the sentences that
were copied stayed whole.  One logistic regression for each class; "chosen within" takes features and ridge by leaving out
one task of the remaining four in turn.
"""
import csv
import json
import math
import os
import pathlib
import re
import subprocess
import sys

from match_lobbyplag import dot, newton

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("TRAVAUX_DATA", ROOT.parent / "shared/data")) / "reuse/clough-stevenson"
CLASSES = ["non", "heavy", "light", "cut"]  # from least to most
RUNS = [1, 2, 3, 4, 6, 9, 14, 20]
RIDGE, RIDGES = 1.0, [0.3, 1.0, 3.0]
LEAST = 8  # bits from which on align shows a passage: a question of one page against one article


def text(name):
    return (DATA / name).read_text(encoding="utf-8", errors="replace")


def source(task):
    return f"orig_task{task}.txt"


def answers():
    rows = [r for r in csv.DictReader((DATA / "file_information.csv").open(encoding="utf-8-sig"))]
    return [(r["File"], r["Task"], r["Category"]) for r in rows if r["Category"] in CLASSES]


def matched(program, items):
    lines = "".join(json.dumps({"id": name, "language": "en", "a": {"after": text(name)},
                                "b": {"after": text(source(task))}}) + "\n" for name, task, _ in items)
    done = subprocess.run([program, "match", "--pairs", "-"], input=lines, capture_output=True, text=True, check=True)
    return {row["id"]: row for row in map(json.loads, done.stdout.splitlines())}


def aligned(program, name, task):
    done = subprocess.run([program, "align", "--json", "--least", str(LEAST), DATA / name, DATA / source(task)],
                          capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def words(value):
    return len(re.findall(r"\w+", value))


def of_runs(name, match):
    """The share of the answer in runs of at least so many words, the longest, their bits, their root mean square."""
    total = max(words(text(name)), 1)
    runs = [(words(shared["text"]), shared["bits"]) for shared in match["shared"]]
    return [sum(n for n, _ in runs if n >= least) / total for least in RUNS] + [
        math.log2(1 + max((n for n, _ in runs), default=0)) / 8, sum(b for _, b in runs) / total / 5,
        sum(n * n for n, _ in runs) ** 0.5 / total]


def of_alignment(name, passages):
    total = max(words(text(name)), 1)
    stretches = [words(part["text"]) for passage in passages for part in passage["copied"]]
    copied, spans = sum(stretches), [sum(passage["words"][side] for passage in passages) for side in (0, 1)]
    order = sorted(passages, key=lambda passage: passage["a"][0])
    return [math.log(1 + copied / max(1, len(stretches))),                       # length of a stretch: the mean,
            math.log(1 + max(stretches, default=0)),                             # the longest,
            math.log(1 + sum(n * n for n in stretches) / max(1, copied)),        # that of a word's stretch
            min(1, copied / total),                                              # coverage
            copied / max(1, spans[0]),                                           # what is not replaced within passages
            math.log(1 + 100 * len(stretches) / total),                          # gaps
            math.log(1 + sum(passage["score"] for passage in passages)),
            sum(x["b"][0] > y["b"][0] for x, y in zip(order, order[1:])) / max(1, len(passages)),  # another order
            min(3, spans[1] / max(1, spans[0]))]                                 # shortened


def of_sentences(name, match):
    """Of the sentences copied for the better part: how much of them, and the share of those that stayed whole."""
    whole, covered = text(name), bytearray(len(text(name)))
    for shared in match["shared"]:
        start, length = shared["a"]
        if words(shared["text"]) >= 2:
            covered[start:start + length] = b"\1" * length
    sentences = []
    for sentence in re.finditer(r"[^.!?\n]+(?:[.!?](?!\s)[^.!?\n]*)*[.!?]?", whole):
        at = [sentence.start() + word.start() for word in re.finditer(r"\w+", sentence.group())]
        if len(at) >= 3:
            sentences.append((len(at), sum(covered[place] for place in at) / len(at)))
    copied = [(count, share) for count, share in sentences if share >= 0.4]
    total = max(1, sum(count for count, _ in copied))
    return [sum(count * share for count, share in copied) / total,
            sum(count for count, share in copied if share >= 0.95) / total]


def log_odds(row):
    score = min(max(row["score"], 1e-4), 1 - 1e-4)
    return [math.log(score / (1 - score))]


def standard(rows):
    columns = list(zip(*rows))
    means = [sum(c) / len(c) for c in columns]
    spreads = [max((sum((x - m) ** 2 for x in c) / len(c)) ** 0.5, 1e-9) for c, m in zip(columns, means)]
    return means, spreads


def scaled(row, means, spreads):
    return [(x - m) / s for x, m, s in zip(row, means, spreads)]


def guesses(tasks, rows, labels, indices, classes, ridge):
    """{index: guess}, each task of these indices left out in turn."""
    found = {}
    for task in sorted({tasks[i] for i in indices}):
        inside = [i for i in indices if tasks[i] != task]
        means, spreads = standard([rows[i] for i in inside])
        known = [scaled(rows[i], means, spreads) for i in inside]
        weights = [newton(known, [int(labels[i] == k) for i in inside], [1.0] * len(inside), ridge)
                   for k in range(classes)]
        for i in indices:
            if tasks[i] == task:
                odds = [dot(w, scaled(rows[i], means, spreads)) for w in weights]
                found[i] = max(range(classes), key=lambda k: odds[k])
    return found


def right(found, labels):
    return sum(guess == labels[i] for i, guess in found.items())


def chosen_within(tasks, kinds, labels):
    found, choices = {}, []
    for task in sorted(set(tasks)):
        inside = [i for i, t in enumerate(tasks) if t != task]
        best = max(((right(guesses(tasks, rows, labels, inside, 4, ridge), labels), name, ridge)
                    for name, rows in kinds.items() for ridge in RIDGES))
        choices.append(f"{task}: {best[1]}, ridge {best[2]}")
        every = guesses(tasks, kinds[best[1]], labels, list(range(len(tasks))), 4, best[2])
        found.update({i: every[i] for i, t in enumerate(tasks) if t == task})
    return found, choices


def main():
    if len(sys.argv) != 2 or not DATA.exists():
        sys.exit(__doc__ if len(sys.argv) != 2 else f"{DATA} is not there")
    items, program = answers(), sys.argv[1]
    match = matched(program, items)
    tasks, labels = [task for _, task, _ in items], [CLASSES.index(label) for _, _, label in items]
    runs = [of_runs(name, match[name]) for name, _, _ in items]
    alignment = [of_alignment(name, aligned(program, name, task)) for name, task, _ in items]
    sentences = [of_sentences(name, match[name]) for name, _, _ in items]
    kinds = {"runs": runs, "alignment": alignment,
             "alignment and sentences": [a + s for a, s in zip(alignment, sentences)]}
    every = list(range(len(items)))
    print(f"{len(items)} answers, one task of five left out in turn")
    for name, rows in kinds.items():
        print(f"    four classes by {name}: "
              + ", ".join(f"{right(guesses(tasks, rows, labels, every, 4, ridge), labels) / len(items):.3f} (ridge {ridge})"
                          for ridge in RIDGES))
    within, choices = chosen_within(tasks, kinds, labels)
    print(f"    features and ridge chosen within the other four tasks: {right(within, labels) / len(items):.3f} "
          f"({'; '.join(choices)})")
    four = guesses(tasks, kinds["alignment and sentences"], labels, every, 4, RIDGE)
    two = guesses(tasks, [log_odds(match[name]) for name, _, _ in items], [int(k > 0) for k in labels], every, 2, RIDGE)
    print(f"    four classes: {right(four, labels) / len(items):.3f} ({right(four, labels)} right)")
    two_right = right(two, [int(k > 0) for k in labels])
    print(f"    own work against the rest: {two_right / len(items):.3f} ({two_right} right)")
    print("    truth \\ guess " + " ".join(f"{c:>6}" for c in CLASSES))
    for k, truth in enumerate(CLASSES):
        print(f"    {truth:13} " + " ".join(f"{sum(labels[i] == k and four[i] == g for i in every):6}" for g in range(4)))
    print("misses (file, truth, guess, share of the answer copied, longest stretch):")
    for i, (name, _, label) in enumerate(items):
        if four[i] != labels[i]:
            print(f"    {name} {label} {CLASSES[four[i]]} {alignment[i][3]:.2f} {math.exp(alignment[i][1]) - 1:.0f}")
    for i, (name, _, label) in enumerate(items):
        if two[i] != (labels[i] > 0):
            print(f"    {name} {label} taken for {'a copy' if two[i] else 'own work'}: score {match[name]['score']:.3f}")


if __name__ == "__main__":
    main()
