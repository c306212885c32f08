#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""F1 of actor, modal and condition, and agreement of the level, of the labelled sentences in bench/force.

    bench/force.py B [--held-out] [--language en]     B: the build folder

Norms are paired by their modal, else in order.  An actor counts when it is the same but for its articles and case, a modal when
it is the same but for case, a condition when the shared words are at least 0.6 of all words of the two (exact ones are counted
too).  Misses of the building half only, unless --held-out asks for the half that was kept aside.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys

ARTICLES = {"the", "a", "an", "each", "every", "any", "all", "no", "le", "la", "les", "un", "une", "des", "tout", "toute", "tous",
            "toutes", "chaque", "à", "aux", "au", "aucun", "aucune", "el", "los", "las", "una", "cada", "todo", "a", "al",
            "каждая", "каждое", "каждый", "любое", "любой", "любая"}


def words(text):
    return re.findall(r"[^\W_]+", text.lower().replace("’", "'"))


def actor(text):
    out = words(re.sub(r"\b([lL])['’]", "", text))
    while out and out[0] in ARTICLES:
        out.pop(0)
    return " ".join(out)


def modal(text):
    return " ".join(words(text))


def near(a, b):
    x, y = words(a), words(b)
    if any("一" <= c <= "鿿" for c in a + b):
        x, y = list(a), list(b)
    shared = 0
    rest = list(y)
    for w in x:
        if w in rest:
            rest.remove(w)
            shared += 1
    return shared / max(1, len(x) + len(y) - shared) >= 0.6


def pair(gold, found):
    """Pairs of norms: same modal first, the rest in order; None where one has no partner."""
    left, out = list(found), []
    rest = []
    for g in gold:
        same = next((f for f in left if modal(f["modal"]) == modal(g["modal"])), None)
        if same is None:
            rest.append(g)
        else:
            left.remove(same)
            out.append((g, same))
    for g in rest:
        out.append((g, left.pop(0) if left else None))
    return out + [(None, f) for f in left]


class Count:
    def __init__(self):
        self.hit = self.gold = self.found = 0

    def f1(self):
        p = self.hit / self.found if self.found else 1
        r = self.hit / self.gold if self.gold else 1
        return 2 * p * r / (p + r) if p + r else 0


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("build")
    arguments.add_argument("--held-out", action="store_true")
    arguments.add_argument("--language")
    options = arguments.parse_args()
    half = "held-out" if options.held_out else "building"
    folder = pathlib.Path(__file__).parent / "force"
    for path in [folder / (name + ".jsonl") for name in ("en", "fr", "es", "ru", "ar", "zh")]:
        if options.language and path.stem != options.language:
            continue
        records = [json.loads(line) for line in path.open(encoding="utf-8")]
        records = [r for r in records if r["half"] == half]
        given = "".join(json.dumps({k: r[k] for k in ("language", "instrument", "place", "chapeau", "text")},
                                   ensure_ascii=False) + "\n" for r in records)
        done = subprocess.run([options.build + "/bench/bench-force"], input=given, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(done.stderr)
        counts = {"actor": Count(), "modal": Count(), "condition": Count()}
        levels = exact = negations = norms = 0
        for record, line in zip(records, done.stdout.splitlines(), strict=True):
            found = json.loads(line)
            wrong = []
            levels += found["level"] == max([n["level"] for n in record["norms"]], default=0)
            if found["level"] != max([n["level"] for n in record["norms"]], default=0):
                wrong.append(f"level {found['level']}")
            for g, f in pair(record["norms"], found["norms"]):
                for name, key in (("actor", actor), ("modal", modal)):
                    a, b = (key(n[name]) if n else "" for n in (g, f))
                    counts[name].gold += a != ""
                    counts[name].found += b != ""
                    counts[name].hit += a != "" and a == b
                    if a != b:
                        wrong.append(f"{name} {f[name] if f else '-'!r} for {g[name] if g else '-'!r}")
                norms += g is not None and f is not None
                negations += g is not None and f is not None and g["negated"] == f["negated"]
                a, b = ([c["text"] for c in n["conditions"]] if n else [] for n in (g, f))
                counts["condition"].gold += len(a)
                counts["condition"].found += len(b)
                for text in b:
                    same = next((t for t in a if near(t, text)), None)
                    if same is None:
                        wrong.append(f"condition {text!r} for {a}")
                    else:
                        a.remove(same)
                        counts["condition"].hit += 1
                        exact += words(same) == words(text)
                if a:
                    wrong.append(f"no condition {a}")
            if wrong:
                print(f"{record['id']}: {record['chapeau']} >> {record['text']}")
                for what in wrong:
                    print("    " + what)
        print(f"{path.stem} {half}: {len(records)} sentences; "
              + ", ".join(f"{name} F1 {c.f1():.3f} ({c.hit} of {c.gold}, {c.found} found)" for name, c in counts.items())
              + f"; exact conditions {exact}; negation {negations}/{norms}; level {levels}/{len(records)}")


main()
