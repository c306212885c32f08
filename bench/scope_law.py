#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Definitions of real law: are all found, and do languages agree on where they are used?

Usage: bench/scope_law.py TRAVAUX [--show]

Counts the definitions that `scope` finds in the articles and annexes of definitions of the ITU's Constitution and Convention, its
Regulations of 1988, the High Seas Treaty in six languages and the proposal for the GDPR, against counts made by eye; --show lists
them.  The language versions of the treaty number their definitions alike, so that their counts of uses should agree: each
definition for which one differs from the median by more than two and by more than a tenth is printed.  Then the time of `scope`
over the GDPR with all amendments.  Needs the real documents ($TRAVAUX_DATA or ../shared/data).
"""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("TRAVAUX_DATA", ROOT.parent / "shared" / "data"))
# key, file, where its definitions stand, how many a reader counts
LAWS = [("CS", "itu/basic-texts/ITU-Constitution.txt", "annex", 18), ("CV", "itu/basic-texts/ITU-Convention.txt", "annex", 6),
        ("ITR", "itu/basic-texts/ITR-1988.md", "2", 10)] + [
    (f"BBNJ-{tongue}", f"bbnj/bbnj-{tongue}.{kind}", "1", 14)
    for tongue, kind in (("en", "pdf"), ("fr", "pdf"), ("es", "pdf"), ("ru", "pdf"), ("zh", "pdf"), ("ar", "txt"))]


def run(*words):
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(map(str, words))}: {done.stderr}")
    return done.stdout


def scope_of(travaux, base, *more):
    start = time.perf_counter()
    out = run(travaux, "scope", *base, "--json", *more)
    return json.loads(out), time.perf_counter() - start


def main():
    if not DATA.is_dir():
        print(f"skipped: {DATA} is not here")
        return
    travaux, show = os.path.abspath(sys.argv[1]), "--show" in sys.argv
    work = pathlib.Path(tempfile.mkdtemp())
    found, wanted = 0, 0
    uses = {}
    print(f"{'instrument':12}{'by eye':>8}{'found':>7}{'elsewhere':>11}{'undefined':>11}{'seconds':>9}")
    for key, file, place, count in LAWS:
        base = ["-w", work / f"{key}.db"]
        run(travaux, "init", *base)
        run(travaux, "add", *base, "--kind", "instrument", "--instrument", key, "--version", "1", "--in-force", DATA / file)
        scope, seconds = scope_of(travaux, base)
        here = [d for d in scope["definitions"] if d["provision"] == place or d["provision"].startswith(place + ".")]
        others = [d for d in scope["definitions"] if d not in here]
        print(f"{key:12}{count:8}{len(here):7}{len(others):11}{len(scope['undefined']):11}{seconds:9.2f}")
        found += min(len(here), count)
        wanted += count
        for d in here if show else []:
            print(f"    {d['provision']:12} {d['term']}: {len(d['affected'])} uses, {len(d['affected_through'])} through")
        for d in others if show else []:
            print(f"    elsewhere: {d['provision']} {d['term']}")
        for d in here if key.startswith("BBNJ") and not key.endswith("ar") else []:
            uses.setdefault(d["provision"], {})[key[-2:]] = len(d["affected"])
    print(f"definitions found: {found} of {wanted}")
    agree = 0
    for provision, counts in sorted(uses.items(), key=lambda item: int(item[0].split(".")[1])):
        middle = statistics.median(counts.values())
        odd = {t: n for t, n in counts.items() if abs(n - middle) > max(2, middle / 10)}
        agree += len(counts) - len(odd)
        if odd:
            print(f"    {provision}: uses in {counts}")
    print(f"counts of uses that agree between five languages: {agree} of {sum(len(c) for c in uses.values())}")

    for name in ("gdpr_proposal.jsonl", "amendments.jsonl"):
        shutil.copy(DATA / "lobbyplag" / name, work / name)
    shutil.copy(ROOT / "bench" / "gdpr" / "travaux.toml", work / "travaux.toml")
    base = ["-w", work / "gdpr.db"]
    run(travaux, "init", *base)
    run(travaux, "add", *base, work / "gdpr_proposal.jsonl", work / "amendments.jsonl")
    scope, seconds = scope_of(travaux, base)
    changes = [c for d in scope["definitions"] for c in d["changes"]]
    kinds = {k: sum(c["direction"] == k for c in changes) for k in ("widened", "narrowed", "unclear", "same")}
    print(f"GDPR: {len(scope['definitions'])} definitions (by eye 19), {len(changes)} changes {kinds}, "
          f"{len(scope['proposed'])} new terms proposed, {seconds:.2f} s with 4,635 amendments")
    shutil.rmtree(work)


main()
