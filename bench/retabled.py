#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Does `travaux retabled` find proposals that come back at a later conference, renumbered, edited, on another base text?

Usage: bench/retabled.py TRAVAUX [--seed N] [--sample N] [--keep FOLDER] [--odds]

The amendments of the European Parliament to the GDPR, in English, are the earlier conference.  The later one has a base text of its
own (a third of the provisions with a word in ten replaced, every article from the tenth on renumbered), and three kinds of proposals:
  again      amendments of the earlier conference, renumbered, with 10, 20 or 30 % of the words that they put in replaced, left out
             or joined by others, and standing on the later base text
  unrelated  amendments taken out of the earlier conference that share less than 0.3 of the words they change with any left there
  kin        others taken out: real amendments that may or may not be like one at the earlier conference (not scored)
A row is right when it names the origin, or one that changes the same words as the origin (Jaccard 0.6 of changed words).  Recall is
of `again`, precision over all rows of `again` and `unrelated`.  Prints both by rate of editing and threshold, and the ten worst
misses.  Nothing of the data is kept.  Needs the real documents.
"""
import argparse
import collections
import difflib
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("TRAVAUX_DATA", ROOT.parent / "shared" / "data")) / "lobbyplag"
RATES = (0.1, 0.2, 0.3)
FIRST_MOVED = 10


def words(text):
    return re.findall(r"\w+|[^\w\s]", text or "")


def changed(old, new):
    """The words that an amendment puts in, and those that it takes out."""
    a, b = words((old or "").casefold()), words((new or "").casefold())
    put, out = collections.Counter(), collections.Counter()
    for op, i, j, k, l in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op != "equal":
            out.update(w for w in a[i:j] if w[0].isalnum())
            put.update(w for w in b[k:l] if w[0].isalnum())
    return put, out


def alike(x, y):
    common = sum((x[0] & y[0]).values()) + sum((x[1] & y[1]).values())
    every = sum((x[0] | y[0]).values()) + sum((x[1] | y[1]).values())
    return common / every if every else 0


def edit(rng, tokens, rate, vocabulary):
    out = []
    for w in tokens:
        if not w[0].isalnum() or rng.random() >= rate:
            out.append(w)
            continue
        kind = rng.random()
        if kind < 0.5:
            out.append(rng.choice(vocabulary))
        elif kind < 0.75:
            out += [w, rng.choice(vocabulary)]
    return out


def join(tokens):
    return re.sub(r" ([,.;:)\]])", r"\1", " ".join(tokens)).replace("( ", "(")


def later_text(text):
    """A text of the earlier base as the later base has it: the same answer for the same text."""
    rng = random.Random("base " + text)
    return join(edit(rng, words(text), 0.1, later_text.vocabulary)) if rng.random() < 0.33 else text


def rebase(rng, item, rate, vocabulary):
    """The amendment on the later base text, its own words edited."""
    a, b = words(item["old"]), words(item["new"])
    base = words(later_text(item["old"] or ""))
    swap = {}
    for op, i, j, k, l in difflib.SequenceMatcher(None, a, base, autojunk=False).get_opcodes():
        if op == "replace" and j - i == l - k:
            swap.update({i + n: base[k + n] for n in range(j - i)})
    out = []
    for op, i, j, k, l in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        out += [swap.get(i + n, w) for n, w in enumerate(b[k:l])] if op == "equal" else edit(rng, b[k:l], rate, vocabulary)
    return join(base), join(out)


def renumber(location):
    return re.sub(r"^Article (\d+)", lambda m: f"Article {int(m[1]) + (int(m[1]) >= FIRST_MOVED)}", location)


def run(*command):
    start = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode > 1:
        sys.exit(f"{command}: {done.stderr}")
    return done.stdout, time.monotonic() - start


def write(path, items):
    path.write_text("".join(json.dumps(i, ensure_ascii=False) + "\n" for i in items), encoding="utf-8")


TOML = """access = "public"
language = "en"
[files."base-1.jsonl"]
kind = "instrument"
instrument = "GDPR"
version = "2012"
date = 2012-01-25
[files."base-1.jsonl".fields]
id = "id"
kind = "type"
label = "literal"
parent = "parent"
heading = "title"
text = "text.en"
[files."base-2.jsonl"]
kind = "instrument"
instrument = "GDPR"
version = "2016"
date = 2016-04-27
meeting = "EP-16"
in_force = true
[files."base-2.jsonl".fields]
id = "id"
kind = "type"
label = "literal"
parent = "parent"
heading = "title"
text = "text.en"
[files."earlier.jsonl"]
kind = "contribution"
meeting = "EP-13"
date = 2013-01-16
instrument = "GDPR"
version = "2012"
[files."earlier.jsonl".fields]
deleted_words = "deleted"
new_words = "(new)"
[files."later.jsonl"]
kind = "contribution"
meeting = "EP-20"
date = 2020-01-16
instrument = "GDPR"
version = "2016"
[files."later.jsonl".fields]
deleted_words = "deleted"
new_words = "(new)"
"""


def record(number, item, old, new, location):
    return {"number": number, "provision": location, "sponsors": item["authors"][:3] or ["X"], "before": old, "after": new,
            "language": "en"}


def prepare(rng, folder, sample):
    every = [json.loads(line) for line in (DATA / "amendments.jsonl").open(encoding="utf-8")]
    every = [a for a in every if a["lang"] == "en" and a["location"] and (a["old"] or a["new"])]
    for a in every:
        a["new"] = "" if (a["new"] or "").strip().casefold() == "deleted" else a["new"] or ""
        a["old"] = a["old"] or ""
        a["changes"] = changed(a["old"], a["new"])
    every = [a for a in every if sum(map(lambda c: sum(c.values()), a["changes"])) > 0]
    vocabulary = [w for a in every for w in a["changes"][0]]
    later_text.vocabulary = vocabulary
    rng.shuffle(every)
    out, earlier = every[:2 * sample], every[2 * sample:]
    again = [{"item": a, "rate": RATES[i % 3]} for i, a in enumerate(rng.sample(earlier, sample))]
    unrelated = [a for a in out if all(alike(a["changes"], e["changes"]) < 0.3 for e in earlier)][:sample]
    chosen = {id(a) for a in unrelated}
    kin = [a for a in out if id(a) not in chosen][:sample // 2]
    for i, a in enumerate(earlier):
        a["name"] = f"E/1/{i + 1}"
    write(folder / "earlier.jsonl", [record(a["name"], a, a["old"], a["new"] or "deleted", a["location"]) for a in earlier])
    lines = []
    for i, entry in enumerate(again):
        entry["name"] = f"A/2/{i + 1}"
        old, new = rebase(rng, entry["item"], entry["rate"], vocabulary)
        entry["old"], entry["new"] = old, new
        lines.append(record(entry["name"], entry["item"], old, new or "deleted", renumber(entry["item"]["location"])))
    for letter, kind in (("U", unrelated), ("K", kin)):
        for i, a in enumerate(kind):
            a["name"] = f"{letter}/2/{i + 1}"
            lines.append(record(a["name"], a, later_text(a["old"]), a["new"] or "deleted", renumber(a["location"])))
    write(folder / "later.jsonl", lines)
    base = [json.loads(line) for line in (DATA / "gdpr_proposal.jsonl").open(encoding="utf-8")]
    write(folder / "base-1.jsonl", base)
    for b in base:
        text = (b["text"] or {}).get("en") if isinstance(b["text"], dict) else None
        b["text"] = {"en": later_text(text) if text else text}
        if b["type"] == "article" and b["literal"] and b["literal"].isdigit() and int(b["literal"]) >= FIRST_MOVED:
            b["literal"] = str(int(b["literal"]) + 1)
    write(folder / "base-2.jsonl", base)
    (folder / "travaux.toml").write_text(TOML, encoding="utf-8")
    return {e["name"]: e for e in again}, {a["name"]: a for a in unrelated}, {a["name"]: a for a in earlier}


def is_right(entry, row, earlier):
    names = [row["earlier"], *row["also"]]
    origin = entry["item"]
    return origin["name"] in names or alike(earlier[row["earlier"]]["changes"], origin["changes"]) >= 0.6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("travaux")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=450)
    parser.add_argument("--keep")
    parser.add_argument("--odds", action="store_true", help="rows by place and score of the edits alone")
    args = parser.parse_args()
    if not DATA.is_dir():
        print(f"skipped: {DATA} is not here")
        return 0
    folder = pathlib.Path(args.keep or tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    travaux, base = os.path.abspath(args.travaux), ["-w", str(folder / "travaux.db")]
    for old in folder.glob("travaux.db*"):
        old.unlink() if old.is_file() else shutil.rmtree(old)
    again, unrelated, earlier = prepare(random.Random(args.seed), folder, args.sample)
    run(travaux, "init", *base)
    run(travaux, "add", *base, *(str(folder / f) for f in ("base-1.jsonl", "base-2.jsonl", "earlier.jsonl", "later.jsonl")))
    out, seconds = run(travaux, "retabled", *base, "--meeting", "EP-20", "--json")
    rows = {r["proposal"]: r for r in json.loads(out)}
    print(f"{len(earlier)} earlier, {len(again)} again, {len(unrelated)} unrelated: {seconds:.1f} s, {len(rows)} rows")
    for threshold in (0.5, 0.7, 0.9, 0.97):
        kept = {n: r for n, r in rows.items() if r["score"] >= threshold}
        by_rate = collections.defaultdict(list)
        for name, entry in again.items():
            by_rate[entry["rate"]].append(name in kept and is_right(entry, kept[name], earlier))
        right = sum(map(sum, by_rate.values()))
        wrong = sum(n in again and not is_right(again[n], r, earlier) for n, r in kept.items())
        false = sum(n in unrelated for n in kept)
        print(f"threshold {threshold}: recall {right / len(again):.3f} ("
              + ", ".join(f"{r:.0%}: {sum(v) / len(v):.3f}" for r, v in sorted(by_rate.items()))
              + f"), precision {right / max(1, right + wrong + false):.3f}: {wrong} with another origin, {false} of {len(unrelated)} "
              f"unrelated")
    misses = [(e["rate"], n, e) for n, e in again.items() if not (n in rows and is_right(e, rows[n], earlier))]
    print("ten worst misses, those with most words first:")
    for rate, name, entry in sorted(misses, key=lambda m: -sum(m[2]["item"]["changes"][0].values()))[:10]:
        row = rows.get(name)
        put, gone = entry["item"]["changes"]
        print(f"  {name} {rate:.0%} {entry['item']['location']}: puts in {sum(put.values())}, takes out {sum(gone.values())} words; "
              + (f"found {row['earlier']} {row['score']}" if row else "nothing found") + f": {' '.join(put)[:90]!r}")
    print("ten worst false rows:")
    bad = [(r["score"], n, r) for n, r in rows.items() if n in unrelated or (n in again and not is_right(again[n], r, earlier))]
    for score, name, row in sorted(bad, key=lambda m: -m[0])[:10]:
        print(f"  {name} as {row['earlier']} {score} {row['place']}: {[s['text'][:60] for s in row['shared'][:3]]}")
    if args.odds:
        every = json.loads(run(travaux, "retabled", *base, "--meeting", "EP-20", "--all", "--json")[0])
        table = collections.defaultdict(lambda: [0, 0])
        for r in every:
            if r["proposal"] in again or r["proposal"] in unrelated:
                right = r["proposal"] in again and is_right(again[r["proposal"]], {**r, "also": []}, earlier)
                table[r["place"], round(min(0.99, r["match"]) * 10) / 10][not right] += 1
        for key, (right, wrong) in sorted(table.items()):
            print(f"  {key[0]:8} edits {key[1]:.1f}: {right} right, {wrong} wrong")
    if not args.keep:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
