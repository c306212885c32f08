#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The main job on real input: the European Parliament's amendments to the GDPR (LobbyPlag).

Usage: bench/gdpr.py TRAVAUX [WORKFOLDER]

Adds the base text and all amendments through the field mapping of bench/gdpr/travaux.toml, then compares the ten most amended provisions.
Prints: what was stored and resolved, the reasons of the rest, and for each provision the number of variants, families and conflicts, the
milliseconds of the whole command, and whether each variant was put together again exactly from the lattice and equals the amendment's
own text. Needs the real documents ($TRAVAUX_DATA or ../shared/data).
"""
import collections
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("TRAVAUX_DATA", ROOT.parent / "shared" / "data")) / "lobbyplag"


def run(*words):
    start = time.perf_counter()
    done = subprocess.run(words, capture_output=True, text=True)
    return done, (time.perf_counter() - start) * 1000


def fold(text):
    return " ".join((text or "").replace("\u00ad", "").replace("\u200b", "").split())


def words_of(text):
    return re.findall(r"\w+", (text or "").casefold())


def is_own(amendments, text, base):
    """Is the variant's text that of one of the amendments with its number?  A committee's numbers come more than once; texts kept
    only in a normalised form lack case and marks; of one in another language the English normalised text is stored.  Items that
    the amendment leaves as they are stand behind its own words as the law in force has them."""
    found = words_of(text)
    for item in amendments:
        for whole in (item["new"], item.get("norm_new")):
            own = words_of(fold(whole))
            if not own:
                continue
            for label in range(min(4, len(own))):  # the printed label in front: "(f)", "1.", "34", "b a"
                rest = own[label:]
                if rest == found:
                    return True
                tail = found[len(rest):]
                if found[:len(rest)] == rest and tail and base[len(base) - len(tail):] == tail:
                    return True
    return False


def main():
    travaux = os.path.abspath(sys.argv[1])
    if not DATA.is_dir():
        print(f"skipped: {DATA} is not here")
        return 0
    work = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp())
    work.mkdir(parents=True, exist_ok=True)
    for name in ("gdpr_proposal.jsonl", "amendments.jsonl"):
        shutil.copy(DATA / name, work / name)
    shutil.copy(ROOT / "bench" / "gdpr" / "travaux.toml", work / "travaux.toml")
    for old in work.glob("travaux.db*"):
        old.unlink()
    base = ["-w", str(work / "travaux.db")]
    run(travaux, "init", *base)
    done, ms = run(travaux, "add", *base, "--json", str(work / "gdpr_proposal.jsonl"), str(work / "amendments.jsonl"))
    report = json.loads(done.stdout)
    print(f"add: exit {done.returncode}, {ms:.0f} ms, {report['proposals']} proposals, {report['provisions']} provisions, "
          f"{report['warnings']} warnings, failed {report['failed']}")

    amendments = collections.defaultdict(list)
    for line in (DATA / "amendments.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        amendments[f"{item['committee']}/{item['number']}".upper()].append(item)
    proposals = json.loads(run(travaux, "proposals", *base, "--json")[0].stdout)
    every = [a for same in amendments.values() for a in same]
    with_text = [a for a in every if any(a.get(k) for k in ("old", "new", "norm_old", "norm_new"))]
    placed = [p for p in proposals if p.get("provision")]
    print(f"amendments in the file: {len(every)} under {len(amendments)} numbers, with text: {len(with_text)}; "
          f"stored: {len(proposals)}, tied to a provision: {len(placed)}")
    status = json.loads(run(travaux, "status", *base, "--json")[0].stdout)
    kinds = collections.Counter(r["kind"] for r in status["review"])
    print(f"for review: {dict(kinds)}")
    reasons = collections.Counter(re.sub(r"[\d.]+|'[^']*'|\"[^\"]*\"|“[^”]*”", "…", r["message"]) for r in status["review"]
                                  if r["kind"] == "unresolved-proposal")
    for reason, count in reasons.most_common(12):
        print(f"  {count:5}  {reason[:150]}")
    listed = {r["where"] for r in status["review"] if r["kind"] == "unresolved-proposal"}
    lost = [p["number"] for p in proposals if not p.get("provision") and p["number"] not in listed]
    print(f"neither tied nor listed for review: {len(lost)} {lost[:5]}")

    counts = collections.Counter((p["instrument"], p["provision"]) for p in placed)
    print(f"{'provision':28}{'variants':>9}{'families':>9}{'conflicts':>10}{'ms':>8}  re-derived  own text")
    for (instrument, path), count in counts.most_common(10):
        times = []
        for _ in range(3):
            done, ms = run(travaux, "compare", *base, "--json", f"{instrument}:{path}")
            times.append(ms)
        comparison = json.loads(done.stdout)
        variants = comparison["variants"]
        exact = own = 0
        misses = []
        for index, variant in enumerate(variants):
            text = "".join(column["token"] for column in comparison["lattice"] if index in column["members"])
            exact += text == variant["text"]
            if index == 0:
                own += 1
            elif variant.get("suppressed"):
                own += text == ""
            elif is_own(amendments[(variant.get("proposal") or "").upper()], text, words_of(variants[0]["text"])):
                own += 1
            else:
                misses.append(f"  {instrument}:{path} {variant.get('proposal')}: {text[:110]}")
        print(f"{instrument + ':' + path:28}{len(variants) - 1:>9}{len(comparison['families']):>9}"
              f"{comparison.get('conflicts', -1) if isinstance(comparison.get('conflicts'), int) else len(comparison['conflicts']):>10}"
              f"{statistics.median(times):>8.0f}  {exact}/{len(variants)}  {own}/{len(variants)}")
        print(*misses, sep="\n", end="\n" if misses else "")
    print(f"workspace: {work / 'travaux.db'}, {(work / 'travaux.db').stat().st_size / 1e6:.1f} MB")
    return 0


sys.exit(main())
