#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Is a text recognised in another language, by its structure alone?

    bench/cross.py BUILD [--pairs en-fr …] [--misses 10] [--fit] [--only provisions|articles|edits|documents]

The High Seas Treaty in six languages (bbnj): its provisions as the program reads them from the PDF, one a line; of Arabic,
whose PDF does not say its letters, its articles from the text file (some pages of which are out of order).
`shown`: with their labels; `hidden`: without labels, numbers of articles and headings of parts.

provisions  the treaty of one language laid beside that of another: the share of provisions laid beside the one with the
            same path, of those that both have; with labels, without, without and with no dictionary.
articles    each article of one language (labels hidden) against all of another: is its twin first?  And the scores of
            twins and others at 0.5.
edits       changes made to provisions of the treaty alike in both languages, cut at the ends of sentences and items: a
            sentence put in, struck out, put in the place of another, a whole provision added.  Told from the same change
            to another sentence of the same provision (near), and from one elsewhere (far); the place is not given.
documents   whole documents in two languages, pairs among all: the treaty in five languages (not Arabic), Recommendation
            E.119 in five, 250 other treaties and laws in English.

The weights of the score were fitted (--fit prints them) on articles of en-fr, es-ru and ru-zh; other pairs are held out.
"""
import argparse
import bisect
import collections
import itertools
import json
import math
import os
import pathlib
import random
import re
import subprocess
import tempfile

LANGUAGES = ["en", "fr", "es", "ru", "ar", "zh"]
TUNED = ["en-fr", "es-ru", "ru-zh"]


def steps(path, siblings):
    """The path in numbers: letters and small Roman numerals count as their place in a list."""
    out, so_far = [], ""
    for step in path.split("."):
        parent, so_far = so_far, so_far + "." + step
        if re.fullmatch("[a-z]", step) and not (step in "ivx" and "ii" in siblings[parent]):
            step = str(ord(step) - 96)
        elif re.fullmatch("[ivx]+", step):
            values = [{"i": 1, "v": 5, "x": 10}[c] for c in step]
            step = str(sum(-v if v < max(values[i:]) else v for i, v in enumerate(values)))
        out.append(step)
    return ".".join(out)


def provisions(build, path, language):
    """[(path, article, label, text)] of the treaty."""
    if language == "ar":
        text = " ".join(path.with_suffix(".txt").read_text().split())
        parts = re.split(r"(?=المادة \d+ )", text[text.index("المادة 1 "):])
        found = {}
        for part in parts:
            number = re.match(r"المادة (\d+) (.*)", part)
            if number and number[1] not in found and len(part) > 120:
                found[number[1]] = number[2]
        return [(number, number, f"المادة {number}", found[number]) for number in found if int(number) <= 76]
    out = subprocess.run([f"{build}/bench/bench-instruments", path], capture_output=True, text=True, check=True).stdout
    rows = [line.split("\t") for line in out.splitlines() if line.startswith("P\t")]
    siblings = collections.defaultdict(set)
    for row in rows:
        parts = row[2].split(".")
        for i in range(len(parts)):
            siblings["".join("." + part for part in parts[:i])].add(parts[i])
    return [(steps(row[2], siblings), row[2].split(".")[0], row[3], " ".join([row[6], *row[9:]]).strip())
            for row in rows if re.match(r"\d", row[2])]


def line_of(row, shown):
    text = " ".join(row[3].split())
    return f"{row[2]} {text}".strip() if shown else text


def bench_cross(build, pairs, *options):
    """For each pair of (language, file)s the score, the features and the pairs of units."""
    out = subprocess.run([f"{build}/bench/bench-cross", *options], text=True, capture_output=True, check=True,
                         input="".join(f"{a}\t{b}\t{c}\t{d}\n" for (a, b), (c, d) in pairs)).stdout
    answers = []
    for line in out.splitlines():
        kind, *fields = line.split("\t")
        if kind == "S":
            answers.append(([float(field) for field in fields], []))
        else:
            answers[-1][1].append([float(field) for field in fields])
    return answers


def write(folder, name, lines):
    path = folder / name
    path.write_text("\n".join(lines) + "\n")
    return path


def by_provision(words, folder, treaty):
    print("provisions laid beside their twin, of those that both have")
    misses = []
    for pair in words.pairs:
        a, b = pair.split("-")
        report = []
        for name, shown, options in [("shown", True, []), ("hidden", False, ["-l"]), ("no dictionary", False, ["-l", "-d"])]:
            sides = []
            for language in (a, b):
                rows = treaty[language]
                if "ar" in (a, b) and language != "ar": # articles only
                    joined = {}
                    for row in rows:
                        joined.setdefault(row[1], []).append(row[3] if not shown or len(joined.get(row[1], [])) else
                                                             f"{row[2]} {row[3]}")
                    rows = [(key, key, "", " ".join(texts)) for key, texts in joined.items()]
                lines = [(row[0], line_of(row, shown)) for row in rows]
                sides.append([(key, line) for key, line in lines if line])
            files = [(language, write(folder, f"{language}.txt", [line for _, line in side]))
                     for language, side in zip((a, b), sides)]
            (_, units), = bench_cross(words.build, [files], "-p", *options)
            place = {key: i for i, (key, _) in enumerate(sides[1])}
            beside = collections.defaultdict(set)
            for first, count, other, others, _ in units:
                for i in range(int(first), int(first + count)):
                    beside[i] |= set(range(int(other), int(other + others)))
            twins = [(i, place[key]) for i, (key, _) in enumerate(sides[0]) if key in place]
            right = sum(j in beside[i] for i, j in twins)
            made = sum(len(others) for others in beside.values())
            report.append(f"{name} {right / len(twins):.3f}")
            if name == "shown":
                report.append(f"({len(twins)})")
            if name == "hidden":
                report.append(f"precision {right / max(1, made):.3f}")
                misses += [(pair, sides[0][i][1], sides[1][j][1], [sides[1][k][1] for k in sorted(beside[i])])
                           for i, j in twins if j not in beside[i]]
        print(f"  {pair}{'  tuned on' if pair in TUNED else '':10}  " + "  ".join(report), flush=True)
    random.Random(1).shuffle(misses)
    for pair, a, b, other in misses[:words.misses]:
        print(f"  missed {pair}: {a[:110]}\n      is {b[:110]}\n      not {' / '.join(other)[:110] or 'nothing'}")


def articles_of(folder, treaty, language, whole):
    """`whole`: an article is one paragraph, as the text in Arabic has it."""
    files = {}
    for row in treaty[language]:
        files.setdefault(row[1], []).append(line_of(row, False))
    if whole:
        files = {key: [" ".join(lines)] for key, lines in files.items()}
    return {key: (language, write(folder, f"{language}-{key}{whole}.txt", [line for line in lines if line]))
            for key, lines in files.items() if sum(map(len, lines)) > 40}


def fit(rows):
    """Weights of a logistic regression, by Newton's method, a little held back."""
    width = len(rows[0][0]) + 1
    weights = [0.0] * width
    for _ in range(30):
        gradient, hessian = [0.0] * width, [[1e-3 * (i == j) for j in range(width)] for i in range(width)]
        for features, label, importance in rows:
            x = [1.0] + features
            p = 1 / (1 + math.exp(-max(-30, min(30, sum(w * v for w, v in zip(weights, x))))))
            for i in range(width):
                gradient[i] += importance * (label - p) * x[i]
                for j in range(width):
                    hessian[i][j] += importance * p * (1 - p) * x[i] * x[j]
        for i in range(width): # Gauss
            for j in range(i + 1, width):
                factor = hessian[j][i] / hessian[i][i]
                for k in range(i, width):
                    hessian[j][k] -= factor * hessian[i][k]
                gradient[j] -= factor * gradient[i]
        step = [0.0] * width
        for i in reversed(range(width)):
            step[i] = (gradient[i] - sum(hessian[i][k] * step[k] for k in range(i + 1, width))) / hessian[i][i]
        weights = [w + s for w, s in zip(weights, step)]
    return weights


def by_article(words, folder, treaty):
    print("articles, labels hidden: twin first; of twins above 0.5; right of those above 0.5")
    misses, rows = [], []
    for pair in words.pairs:
        a, b = pair.split("-")
        sides = [articles_of(folder, treaty, language, "ar" in (a, b)) for language in (a, b)]
        keys = [key for key in sides[0] if key in sides[1]]
        report = []
        for name, options in [("", ["-l"]), ("no dictionary", ["-l", "-d"])]:
            grid = list(itertools.product(keys, keys))
            answers = dict(zip(grid, bench_cross(words.build, [(sides[0][x], sides[1][y]) for x, y in grid], *options)))
            first = {x: max(keys, key=lambda y: answers[x, y][0][0]) for x in keys}
            above = [(x, y) for x, y in grid if answers[x, y][0][0] >= 0.5]
            right = sum(x == y for x, y in above)
            report.append(f"{name} {sum(first[x] == x for x in keys) / len(keys):.3f}  {right / len(keys):.3f}  "
                          f"{right / max(1, len(above)):.3f}")
            if not name:
                misses += [(answers[x, first[x]][0][0] - answers[x, x][0][0], pair, x, first[x]) for x in keys if first[x] != x]
                if pair in TUNED:
                    rows += [(answers[x, y][0][1:], float(x == y), 1.0 if x == y else 3 / len(keys)) for x, y in grid]
        print(f"  {pair}{'  tuned on' if pair in TUNED else '':10} ({len(keys)}) " + "   ".join(report), flush=True)
    for gap, pair, x, other in sorted(misses, reverse=True)[:words.misses]:
        print(f"  missed {pair}: article {x} taken for {other}, by {gap:.3f}")
    if words.fit and rows:
        print("  weights:", " ".join(f"{weight:.3f}" for weight in fit(rows)))


def sentences(text):
    """Stretches up to the end of a sentence or item; each ends with white space, but for Chinese."""
    return [part for part in re.split(r"(?<=[.;؛])\s+|(?<=[。；])", text) if part.strip()]


def edits_of(treaty, pair, rng):
    """(before, after) in both languages, and which provision and sentence was changed."""
    a, b = ({row[0]: sentences(row[3]) for row in treaty[language]} for language in pair.split("-"))
    keys = [key for key in a if key in b and len(a[key]) == len(b[key]) and len(" ".join(a[key])) > 60]
    several = [key for key in keys if len(a[key]) > 1]
    edits = []
    for key in keys:
        edits.append((key, 0, "add", *[("", "".join(part + " " for part in side[key])) for side in (a, b)]))
    for key in several:
        for i in range(len(a[key])):
            other = rng.choice(keys)
            k = rng.randrange(len(a[other]))
            made = {"in": [], "out": [], "for": []}
            for side in (a, b):
                whole = " ".join(side[key])
                less = " ".join(side[key][:i] + side[key][i + 1:])
                made["in"].append((less, whole))
                made["out"].append((whole, less))
                made["for"].append((whole, " ".join(side[key][:i] + [side[other][k]] + side[key][i + 1:])))
            edits += [(key, i, kind, *both) for kind, both in made.items()]
    return edits


def by_edit(words, treaty):
    print("edits: area under the curve against near and far ones; recall and precision at 0.5, as many true as false")
    rows, misses = [], []
    for pair in words.pairs:
        if "ar" in pair:
            continue
        rng = random.Random(3)
        languages = pair.split("-")
        edits = edits_of(treaty, pair, rng)
        tried = []
        for edit in edits:
            near = [other for other in edits if other[0] == edit[0] and other[2] == edit[2] and other[1] != edit[1]]
            far = rng.choice([other for other in edits if other[0] != edit[0] and other[2] == edit[2]])
            tried += [("true", edit, edit), ("far", edit, far)] + [("near", edit, other) for other in near[:1]]
        out = subprocess.run([f"{words.build}/bench/bench-cross", "-e"], text=True, capture_output=True, check=True,
                             input="".join(f"{languages[0]}\t{x[3][0]}\t{x[3][1]}\t{languages[1]}\t{y[4][0]}\t{y[4][1]}\n"
                                           for _, x, y in tried)).stdout
        answers = [[float(field) for field in line.split("\t")[1:]] for line in out.splitlines()]
        scores = {kind: sorted(answer[0] for answer, (what, *_) in zip(answers, tried) if what == kind)
                  for kind in ("true", "near", "far")}
        auc = {kind: sum(bisect.bisect_left(scores[kind], s) + bisect.bisect_right(scores[kind], s) for s in scores["true"]) /
               2 / len(scores["true"]) / len(scores[kind]) for kind in ("near", "far")}
        recall = sum(s >= 0.5 for s in scores["true"]) / len(scores["true"])
        wrong = sum(s >= 0.5 for kind in ("near", "far") for s in scores[kind]) / sum(len(scores[kind]) for kind in ("near", "far"))
        print(f"  {pair}{'  tuned on' if pair in TUNED else '':10} ({len(scores['true'])})  near {auc['near']:.3f}  "
              f"far {auc['far']:.3f}  recall {recall:.3f}  precision {recall / (recall + wrong):.3f}", flush=True)
        misses += [(answer[0] if what != "true" else 1 - answer[0], pair, what, x, y)
                   for answer, (what, x, y) in zip(answers, tried)]
        if pair in TUNED:
            rows += [(answer[1:], float(what == "true"), 1.0 if what == "true" else 0.5)
                     for answer, (what, *_) in zip(answers, tried)]
    for wrong, pair, what, x, y in sorted(misses, key=lambda miss: -miss[0])[:words.misses]:
        print(f"  {what} {pair} by {wrong:.3f}: {x[2]} {x[0]}, sentence {x[1]}: {x[3][1][:80]}\n      {y[0]}: {y[4][1][:80]}")
    if words.fit and rows:
        print("  weights:", " ".join(f"{weight:.3f}" for weight in fit(rows)))


def by_document(words, folder, root):
    documents = {}
    for language in LANGUAGES:
        if language != "ar":
            documents[f"bbnj-{language}"] = (language, root / f"bbnj/bbnj-{language}.pdf", "bbnj")
    for letter, language in zip("AEFRS", ["ar", "en", "fr", "ru", "es"]):
        documents[f"E.119-{language}"] = (language, root / f"itu/contributions/T-REC-E.119-201704-I!!MSW-{letter}.docx", "E.119")
    files = {}
    for name, (language, path, what) in documents.items():
        out = subprocess.run([f"{words.build}/src/cmd/travaux", "read", "--text", "after", path], text=True,
                             capture_output=True, check=True).stdout
        files[name] = ((language, write(folder, f"{name}.txt", [out])), what)
    lines = subprocess.run(["zstd", "-dc", root / "corpora/treaties-en.jsonl.zst"], capture_output=True, check=True).stdout
    decoys = [text for text in (json.loads(line)["text"] for line in lines.splitlines()) if 3000 < len(text) < 200000]
    for i, text in enumerate(random.Random(1).sample(decoys, 250)):
        files[f"decoy-{i}"] = (("en", write(folder, f"decoy-{i}.txt", [text])), f"decoy {i}")
    pairs = [(x, y) for x, y in itertools.combinations(files, 2) if files[x][0][0] != files[y][0][0]]
    scores = {pair: answer[0][0] for pair, answer in
              zip(pairs, bench_cross(words.build, [(files[x][0], files[y][0]) for x, y in pairs]))}
    true = [pair for pair in pairs if files[pair[0]][1] == files[pair[1]][1]]
    above = [pair for pair in pairs if scores[pair] >= 0.5]
    right = [pair for pair in above if pair in true]
    best = 0
    for x, y in true:
        for one, other in ((x, y), (y, x)):
            rivals = [pair for pair in pairs if one in pair and files[(set(pair) - {one}).pop()][0][0] == files[other][0][0]]
            best += max(rivals, key=scores.get) in ((x, y), (y, x))
    print(f"documents: {len(true)} true pairs of {len(pairs)}: best of its language {best / 2 / len(true):.3f}, "
          f"recall {len(right) / len(true):.3f}, precision {len(right) / max(1, len(above)):.3f} at 0.5")
    worst = sorted(true, key=scores.get)[:words.misses] + sorted(set(pairs) - set(true), key=scores.get)[-words.misses:]
    for pair in worst:
        print(f"  {'true ' if pair in true else 'false'} {scores[pair]:.4f} {pair[0]} {pair[1]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--pairs", nargs="+", default=["-".join(pair) for pair in itertools.combinations(LANGUAGES, 2)])
    parser.add_argument("--misses", type=int, default=10)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--only", choices=["provisions", "articles", "edits", "documents"])
    words = parser.parse_args()
    root = pathlib.Path(os.environ.get("TRAVAUX_DATA", pathlib.Path(__file__).resolve().parents[2] / "shared/data"))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        treaty = {language: provisions(words.build, root / f"bbnj/bbnj-{language}.pdf", language) for language in LANGUAGES}
        if words.only in (None, "provisions"):
            by_provision(words, folder, treaty)
        if words.only in (None, "articles"):
            by_article(words, folder, treaty)
        if words.only in (None, "edits"):
            by_edit(words, treaty)
        if words.only in (None, "documents"):
            by_document(words, folder, root)


main()
