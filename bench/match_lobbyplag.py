#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who copied whom among the European Parliament's GDPR amendments and lobby papers (LobbyPlag), by travaux' match.

    bench/match_lobbyplag.py B              AUC in five folds, reliability of the probabilities, the worst misses
    bench/match_lobbyplag.py B --fit        fits and writes data/match-model.tsv
    bench/match_lobbyplag.py B --grid       all amendments x all proposals; recall, and precision by the verdicts
    bench/match_lobbyplag.py B --blind SEED IDS         draws a sample around the threshold, writes its ids to IDS and prints
                                                        the edits alone, shuffled, to be judged without score or label
    bench/match_lobbyplag.py B --judged NAME IDS VERDICTS   adds the verdicts ("ynny...", in their order) as sample NAME

B is the build folder.  The real data is found in $TRAVAUX_DATA or ../shared/data.  Verdicts on samples are in
bench/match_verdicts.tsv: hashes and yes/no, no texts.  Precision is estimated from the blind samples, by bands of scores of
which so many were drawn; its interval is that of 4,000 draws from the posteriors of the bands (Jeffreys' prior).
"""
import difflib
import json
import math
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("TRAVAUX_DATA", ROOT.parent / "shared/data")) / "lobbyplag"
NAMES = ["inserted", "order", "deleted", "whole", "spot"]
FOLDS, INNER, ROUNDS, SEED = 5, 4, 10, 20260101
LEAST = 0.3 # score from which on pairs of the grid are looked at
# Bands of scores, and how many pairs of each a blind sample holds.
BANDS = [(.3, .5, 12), (.5, .6, 14), (.6, .7, 14), (.7, .8, 14), (.8, .9, 16), (.9, 1.1, 30)]
# Random pairs that share a word stand for the many that nobody would look at: so many of them, of this weight each.
EASY, EASY_WEIGHT = 600, 0.2
RIDGES = [0.3, 1.0, 3.0]


def lines(name):
    return [json.loads(line) for line in (DATA / name).open(encoding="utf-8")]


def edit(record):
    """The edit of an amendment or a proposal; where it is not in English, its normalised translation."""
    if record.get("old") is None and record.get("new") is None or record.get("lang", "en") != "en":
        before, after = record.get("norm_old"), record.get("norm_new")
    else:
        before, after = record["old"], record["new"]
    before, after = before or "", after or ""
    return before, "" if after.strip().lower() in ("deleted", "delete") else after


def write_edits(path, records):
    with open(path, "w", encoding="utf-8") as out:
        for record in records:
            before, after = edit(record)
            out.write(json.dumps({"id": record["uid"], "before": before, "after": after}) + "\n")


def features(build, folder, pairs):
    with open(folder / "pairs", "w", encoding="ascii") as out:
        out.writelines(f"{a} {p}\n" for a, p in pairs)
    done = subprocess.run([f"{build}/bench/bench-match-grid", folder / "a", folder / "b", "--pairs", folder / "pairs"],
                          check=True, capture_output=True, text=True)
    rows = [line.split() for line in done.stdout.splitlines()]
    return [(float(row[2]), [float(x) for x in row[3:]]) for row in rows]


# ---- logistic regression with weights at or above zero: more in common never speaks against a copy ----

def dot(weights, row):
    return weights[0] + sum(w * x for w, x in zip(weights[1:], row))


def sigmoid(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def solve(matrix, vector):
    """Gauss-Jordan with pivoting; a handful of unknowns."""
    rows = [row + [x] for row, x in zip(matrix, vector)]
    count = len(vector)
    for c in range(count):
        pivot = max(range(c, count), key=lambda r: abs(rows[r][c]))
        rows[c], rows[pivot] = rows[pivot], rows[c]
        for r in range(count):
            if r != c:
                factor = rows[r][c] / rows[c][c]
                rows[r] = [x - factor * y for x, y in zip(rows[r], rows[c])]
    return [rows[i][count] / rows[i][i] for i in range(count)]


def newton(rows, labels, masses, ridge):
    size = len(rows[0]) + 1
    weights = [0.0] * size
    for _ in range(30):
        hessian = [[(ridge if i else 1e-9) if i == j else 0.0 for j in range(size)] for i in range(size)]
        gradient = [ridge * w if i else 0.0 for i, w in enumerate(weights)]
        for row, label, mass in zip(rows, labels, masses):
            chance = sigmoid(dot(weights, row))
            full = [1.0] + row
            for i, x in enumerate(full):
                gradient[i] += mass * (chance - label) * x
                for j, y in enumerate(full):
                    hessian[i][j] += mass * chance * (1 - chance) * x * y
        step = solve(hessian, gradient)
        weights = [w - s for w, s in zip(weights, step)]
        if max(map(abs, step)) < 1e-8:
            break
    return weights


def fit(rows, labels, masses, ridge):
    """Maximum likelihood with a ridge on all but the intercept; a weight that comes out below zero is left out."""
    active = list(range(len(rows[0])))
    while True:
        found = newton([[row[k] for k in active] for row in rows], labels, masses, ridge)
        below = [k for k, w in zip(active, found[1:]) if w < 0]
        if not below:
            weights = [found[0]] + [0.0] * len(rows[0])
            for k, w in zip(active, found[1:]):
                weights[k + 1] = w
            return weights
        active = [k for k in active if k not in below]


def auc(pairs):
    positive = [s for s, y in pairs if y]
    negative = [s for s, y in pairs if not y]
    wins = sum((p > n) + (p == n) / 2 for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


# ---- the labelled pairs ----

def folded(indices, keys, count, seed):
    """Indices dealt out to folds, all that are tied by a key (or by a chain of them) to one."""
    groups = {}
    for i in indices:
        same = {id(g): g for g in (groups.get(key) for key in keys(i)) if g is not None}
        joined = [i] + [k for g in same.values() for k in g]
        for k in joined:
            for key in keys(k):
                groups[key] = joined
    order = sorted({id(g): g for g in groups.values()}.values(), key=min)
    random.Random(seed).shuffle(order)
    folds = [[] for _ in range(count)]
    for group in order:
        min(folds, key=len).extend(group)
    return folds


class Labelled:
    def __init__(self, build, folder):
        self.build, self.folder = build, folder
        self.amendments, self.proposals = lines("amendments.jsonl"), lines("proposals.jsonl")
        write_edits(folder / "a", self.amendments)
        write_edits(folder / "b", self.proposals)
        self.edits = {record["uid"]: edit(record) for record in self.amendments + self.proposals}
        self.proposal = {record["uid"]: record for record in self.proposals}
        seen, self.matches = set(), []
        for match in lines("matches-dev.jsonl"):
            key = (match["amendment"], match["proposal"])
            if match["label"] != "candidate" and key not in seen:
                self.matches.append(match)
                seen.add(key)
        self.labels = [m["label"] != "crowd_no" for m in self.matches]
        self.astray = [self.goes_astray(m) for m in self.matches]
        self.rows = self.rows_of([m["proposal"] for m in self.matches])
        draw = random.Random(SEED)
        some = [(draw.choice(self.amendments)["uid"], draw.choice(self.proposals)["uid"]) for _ in range(4 * EASY)]
        self.easy = [row for _, row in features(build, folder, some) if any(row)][:EASY]

    def rows_of(self, proposals, alone=False):
        """Features of the matches with these proposals; `alone`: words are counted in these edits only, as `travaux match
        --pairs` does."""
        folder, pairs = self.folder, [(m["amendment"], p) for m, p in zip(self.matches, proposals)]
        if alone:
            folder = self.folder / "alone"
            folder.mkdir(exist_ok=True)
            write_edits(folder / "a", [r for r in self.amendments if r["uid"] in {a for a, _ in pairs}])
            write_edits(folder / "b", [r for r in self.proposals if r["uid"] in {p for _, p in pairs}])
        return [row for _, row in features(self.build, folder, pairs)]

    def goes_astray(self, match):
        """The record says on which provision the two agree, and the proposal it names is on another one."""
        own = self.proposal[match["proposal"]]["relations"]
        return bool(own) and not set(own) & set(match["relations"])

    def meant(self, match):
        """Where the record goes astray, the proposal of the same paper on that provision, if there is one."""
        if self.goes_astray(match):
            paper = self.proposal[match["proposal"]]["doc"]
            for p in self.proposals:
                if p["doc"] == paper and set(p["relations"]) & set(match["relations"]):
                    return p["uid"]
        return match["proposal"]

    def keys(self, by_paper):
        """What ties two pairs to one fold: an amendment, and a proposal and a provision, or else the whole paper."""
        def of(i):
            match = self.matches[i]
            paper = self.proposal[match["proposal"]]["doc"]
            rest = [("paper", paper)] if by_paper else [match["proposal"], *(("on", r) for r in match["relations"])]
            return [match["amendment"], *rest]
        return of

    def train(self, indices, easy, active, ridge):
        indices = [i for i in indices if not self.astray[i]]
        rows = [[row[k] for k in active] for row in [self.rows[i] for i in indices] + easy]
        labels = [self.labels[i] for i in indices] + [False] * len(easy)
        found = fit(rows, labels, [1.0] * len(indices) + [EASY_WEIGHT * EASY / max(len(easy), 1)] * len(easy), ridge)
        weights = [found[0]] + [0.0] * len(NAMES)
        for k, w in zip(active, found[1:]):
            weights[k + 1] = w
        return weights

    def chosen(self, indices, keys, seed):
        """Ridge and features, all or all but one, by the likelihood of inner folds."""
        every = list(range(len(NAMES)))
        inner = folded(indices, keys, INNER, seed)
        best = None
        for active in [every] + [[k for k in every if k != left] for left in every]:
            for ridge in RIDGES:
                loss = 0
                for fold in inner:
                    held = set(fold)
                    weights = self.train([i for i in indices if i not in held], self.easy[::3], active, ridge)
                    for i in fold:
                        chance = sigmoid(dot(weights, self.rows[i]))
                        loss -= 0 if self.astray[i] else math.log(max(1e-9, chance if self.labels[i] else 1 - chance))
                if best is None or loss < best[0]:
                    best = (loss, active, ridge)
        return best[1:]

    def out_of_fold(self, seed, by_paper, nested=False):
        """Weights for every labelled pair that never saw its fold."""
        keys, every = self.keys(by_paper), range(len(self.matches))
        weights, choices = [None] * len(self.matches), []
        for fold in folded(every, keys, FOLDS, seed):
            held = set(fold)
            rest = [i for i in every if i not in held]
            choice = self.chosen(rest, keys, seed) if nested else (list(range(len(NAMES))), 1.0)
            choices.append(choice)
            found = self.train(rest, self.easy, *choice)
            for i in fold:
                weights[i] = found
        return weights, choices


def odds_of(weights, rows):
    return [dot(w, row) for w, row in zip(weights, rows)]


def measure(data, odds):
    crowd = [(o, y) for o, y, m in zip(odds, data.labels, data.matches) if m["label"] != "verified"]
    return auc(crowd), auc(list(zip(odds, data.labels)))


def calibrate(odds, labels):
    """Platt's scaling: a straight line through the log-odds of the held-out folds."""
    return newton([[o] for o in odds], labels, [1.0] * len(odds), 0.0)


def reliability(odds, labels):
    print("    probability    pairs  mean   copies")
    for low, high in ((0, .1), (.1, .3), (.3, .5), (.5, .7), (.7, .9), (.9, 1.01)):
        within = [(sigmoid(o), y) for o, y in zip(odds, labels) if low <= sigmoid(o) < high]
        if within:
            print(f"    {low:.1f} to {min(high, 1):.1f}   {len(within):8} {sum(p for p, _ in within) / len(within):6.2f}"
                  f" {sum(y for _, y in within) / len(within):7.2f}")
    brier = sum((sigmoid(o) - y) ** 2 for o, y in zip(odds, labels)) / len(odds)
    print(f"    Brier score {brier:.3f} (always saying the mean: "
          f"{(m := sum(labels) / len(labels)) * (1 - m):.3f})")


def report(name, figures):
    print("    " + "   ".join(f"{sum(f[k] for f in figures) / len(figures):.3f} ({min(f[k] for f in figures):.3f} to "
                              f"{max(f[k] for f in figures):.3f})" for k in range(2)) + f"  {name}")


def folds(data):
    kinds = [sum(m["label"] == k for m in data.matches) for k in ("crowd_yes", "crowd_no", "verified")]
    print(f"different pairs: {kinds[0]} crowd yes, {kinds[1]} crowd no, {kinds[2]} verified; {len(data.easy)} random pairs")
    rounds = [data.out_of_fold(SEED + r, False)[0] for r in range(ROUNDS)]
    strict = [data.out_of_fold(SEED + r, True)[0] for r in range(ROUNDS)]
    nested, choices = [], []
    for r in range(3):
        weights, chosen = data.out_of_fold(SEED + r, False, nested=True)
        nested.append(weights)
        choices += chosen
    meant = [data.meant(m) for m in data.matches]
    moved = [i for i, m in enumerate(data.matches) if meant[i] != m["proposal"]]
    right, alone = data.rows_of(meant), data.rows_of([m["proposal"] for m in data.matches], alone=True)
    print(f"AUC, five folds, mean of {ROUNDS} rounds (lowest to highest): crowd labels, crowd and verified")
    report("folds by amendment, proposal and provision", [measure(data, odds_of(w, data.rows)) for w in rounds])
    report("folds by amendment and paper", [measure(data, odds_of(w, data.rows)) for w in strict])
    report("features and ridge chosen within the folds, 3 rounds", [measure(data, odds_of(w, data.rows)) for w in nested])
    report("words counted in these pairs only, as the command does", [measure(data, odds_of(w, alone)) for w in rounds])
    report(f"{len(moved)} of {sum(data.astray)} pairs that name a proposal on another provision than their own taken with the "
           "paper's proposal on it", [measure(data, odds_of(w, right)) for w in rounds])
    print("    moved: " + " ".join(f"{data.matches[i]['label']} {data.matches[i]['uid'][:12]}" for i in moved))
    left = [" ".join(NAMES[k] for k in range(len(NAMES)) if k not in active) or "none" for active, _ in choices]
    print("    chosen within: left out " + ", ".join(f"{n} {left.count(n)}x" for n in sorted(set(left))) + "; ridge "
          + ", ".join(f"{r} {sum(c[1] == r for c in choices)}x" for r in RIDGES))
    every = [odds_of(w, data.rows) for w in rounds]
    odds = [sum(r[i] for r in every) / ROUNDS for i in range(len(data.matches))]
    sound = [i for i in range(len(odds)) if not data.astray[i]]
    line = calibrate([odds[i] for i in sound], [data.labels[i] for i in sound])
    print(f"held-out probabilities after Platt's scaling, against the labels (all; fitted without the {sum(data.astray)}):")
    reliability([line[0] + line[1] * o for o in odds], data.labels)
    print("the same, crowd labels alone:")
    reliability([line[0] + line[1] * o for o, m in zip(odds, data.matches) if m["label"] != "verified"],
                [y for y, m in zip(data.labels, data.matches) if m["label"] != "verified"])
    return odds, line


def worst(data, odds, count=10):
    wrong = sorted(range(len(odds)), key=lambda i: -abs(sigmoid(odds[i]) - data.labels[i]))[:count]
    print(f"the {count} worst: label, probability, match, features")
    for i in wrong:
        print(f"    {data.matches[i]['label']:9} {sigmoid(odds[i]):.2f} {data.matches[i]['uid'][:12]} "
              + " ".join(f"{n} {x:.2f}" for n, x in zip(NAMES, data.rows[i])))


def write_model(data, line):
    weights = data.train(range(len(data.matches)), data.easy, list(range(len(NAMES))), 1.0)
    scaled = [line[0] + line[1] * weights[0]] + [line[1] * w for w in weights[1:]]
    with open(ROOT / "data/match-model.tsv", "w", encoding="utf-8") as out:
        out.write("# The logistic model of travaux/reuse/match.h: name\tcoefficient.  Written by bench/match_lobbyplag.py "
                  "--fit,\n# calibrated on the log-odds of held-out folds.\n")
        for name, weight in zip(["intercept"] + NAMES, scaled):
            out.write(f"{name}\t{weight:.4f}\n")
    print("data/match-model.tsv:", " ".join(f"{n} {w:.3f}" for n, w in zip(["intercept"] + NAMES, scaled)))


# ---- the grid ----

VERDICTS = ROOT / "bench/match_verdicts.tsv"


def grid(build, folder, least):
    done = subprocess.run([f"{build}/bench/bench-match-grid", folder / "a", folder / "b", str(least)], check=True,
                          capture_output=True, text=True)
    print(done.stderr, end="")
    rows = [line.split() for line in done.stdout.splitlines()]
    return sorted(((float(s), a, p) for s, a, p in rows), key=lambda r: (-r[0], r[1], r[2]))


def verdicts():
    """{(amendment, proposal): (yes?, sample)}"""
    if not VERDICTS.exists():
        return {}
    rows = [line.split("\t") for line in VERDICTS.read_text(encoding="ascii").splitlines() if not line.startswith("#")]
    return {(row[0], row[1]): (row[2] == "yes", row[3]) for row in rows}


def sized(pairs):
    return [[pair for pair in pairs if low <= pair[0] < high] for low, high, _ in BANDS]


def precision(pairs, judged, least, draw):
    """Share of copies among the pairs at or above: the middle and the ends of the 95 % interval."""
    parts = []
    for band in sized([pair for pair in pairs if pair[0] >= least]):
        seen = [judged[a, p][0] for _, a, p in band if (a, p) in judged]
        if band:
            parts.append((len(band), sum(seen) + .5, len(seen) - sum(seen) + .5))
    total = sum(n for n, _, _ in parts)
    draws = sorted(sum(n * draw.betavariate(yes, no) for n, yes, no in parts) / total for _ in range(4000))
    plain = sum(n * (yes - .5) / max(yes + no - 1, 1) for n, yes, no in parts) / total
    return plain, draws[100], draws[3899]


def wilson(found, total):
    share, z = found / total, 1.96
    middle, half = share + z * z / 2 / total, z * math.sqrt(share * (1 - share) / total + z * z / 4 / total / total)
    return (middle - half) / (1 + z * z / total), (middle + half) / (1 + z * z / total)


def measure_grid(data, pairs):
    every, draw = verdicts(), random.Random(SEED)
    blind = {key: verdict for key, verdict in every.items() if verdict[1].startswith("blind")}
    score_of = {(a, p): score for score, a, p in pairs}
    verified = [m for m in data.matches if m["label"] == "verified"]
    print(f"{len(blind)} pairs were judged blind, {sum(key in score_of for key in blind)} of them are at or above {LEAST}")
    print("    band          pairs   judged   copies")
    for (low, high, _), band in zip(BANDS, sized(pairs)):
        seen = [blind[a, p][0] for _, a, p in band if (a, p) in blind]
        print(f"    {low:.1f} to {min(high, 1):.1f}  {len(band):8} {len(seen):8} {sum(seen):8}")
    print("    score at or above   pairs   precision (95 % interval)   verified found of " + str(len(verified)))
    for least in (.4, .5, .55, .6, .65, .7, .75, .8, .85, .9):
        middle, low, high = precision(pairs, blind, least, draw)
        found = sum(score_of.get((m["amendment"], m["proposal"]), 0) >= least for m in verified)
        ends = wilson(found, len(verified))
        print(f"    {least:17} {sum(s >= least for s, _, _ in pairs):7}   {middle:.3f} ({low:.3f} to {high:.3f})     {found:10} "
              f"({found / len(verified):.3f}; {ends[0]:.3f} to {ends[1]:.3f})")
    missed = sorted(((score_of.get((m["amendment"], m["proposal"]), 0), m["uid"][:12], row)
                     for m, row in zip(data.matches, data.rows) if m["label"] == "verified"), key=lambda r: r[0])
    print("the ten worst misses: score, match, features")
    for score, uid, row in missed[:10]:
        print(f"    {score:.3f} {uid} " + " ".join(f"{n} {x:.2f}" for n, x in zip(NAMES, row)))
    wrong = sorted(((score, a, p) for score, a, p in pairs if blind.get((a, p), (True,))[0] is False), reverse=True)
    print("judged no copy: " + ", ".join(f"{a[:12]} {p[:12]} {s:.3f}" for s, a, p in wrong[:12]))


def print_blind(data, pairs, seed, path):
    judged, draw = verdicts(), random.Random(seed)
    sample = [pair for (_, _, count), band in zip(BANDS, sized([r for r in pairs if (r[1], r[2]) not in judged]))
              for pair in draw.sample(band, min(count, len(band)))]
    draw.shuffle(sample)
    pathlib.Path(path).write_text("".join(f"{a}\t{p}\n" for _, a, p in sample), encoding="ascii")
    for number, (_, a, p) in enumerate(sample, 1):
        print(f"## {number}")
        for name, uid in (("A", a), ("B", p)):
            print(f"  {name}: {marked(*data.edits[uid])}")


def marked(before, after):
    """The edit on one line, [-deleted-] and {+inserted+}, with what stays the same cut short."""
    old, new = re.findall(r"\w+", before), re.findall(r"\w+", after)
    matcher = difflib.SequenceMatcher(None, [w.lower() for w in old], [w.lower() for w in new], autojunk=False)
    out = []
    for op, i, j, k, m in matcher.get_opcodes():
        if op == "equal":
            out.append(" ".join(old[i:j]) if j - i < 14 else " ".join(old[i:i + 6]) + " ... " + " ".join(old[j - 6:j]))
        else:
            out += ["[-" + " ".join(old[i:j][:70]) + "-]"] if j > i else []
            out += ["{+" + " ".join(new[k:m][:110]) + "+}"] if m > k else []
    return " ".join(out)


def add_verdicts(name, path, letters):
    rows = [line.split("\t") for line in pathlib.Path(path).read_text(encoding="ascii").splitlines()]
    letters = [letter for letter in letters if letter in "yn"]
    if len(rows) != len(letters):
        sys.exit(f"{len(letters)} verdicts for {len(rows)} pairs")
    with VERDICTS.open("a", encoding="ascii") as out:
        out.writelines(f"{a}\t{p}\t{'yes' if letter == 'y' else 'no'}\t{name}\n" for (a, p), letter in zip(rows, letters))


def main():
    if len(sys.argv) < 2 or not DATA.exists():
        sys.exit(__doc__ if len(sys.argv) < 2 else f"{DATA} is not there")
    if sys.argv[2:3] == ["--judged"]:
        return add_verdicts(*sys.argv[3:6])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        data = Labelled(sys.argv[1], folder)
        wish = sys.argv[2] if len(sys.argv) > 2 else ""
        if wish in ("", "--fit"):
            odds, line = folds(data)
            worst(data, [line[0] + line[1] * o for o in odds])
            if wish == "--fit":
                write_model(data, line)
        else:
            pairs = grid(sys.argv[1], folder, LEAST)
            if wish == "--grid":
                measure_grid(data, pairs)
            else:
                print_blind(data, pairs, int(sys.argv[3]), sys.argv[4])


if __name__ == "__main__":
    main()
