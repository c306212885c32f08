#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often `travaux novelty` finds the provision that a sentence says in other words.

    bench/novelty.py TRAVAUX [--misses]

Each sentence of bench/novelty/pairs.jsonl is added as a proposal for a new article; recall@n: its provision is among the
first n of the law that is told.  The development half was looked at while the engine was made, the other half not.
"""
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent / "novelty"


def travaux(program, folder, *arguments):
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: {done.stderr}")
    return done.stdout


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    pairs = [json.loads(line) for line in open(HERE / "pairs.jsonl", encoding="utf-8")]
    with tempfile.TemporaryDirectory() as folder:
        travaux(program, folder, "init")
        travaux(program, folder, "add", "--kind", "instrument", "--instrument", "CRL", "--version", "2011", "--date",
                "2011-05-01", "--in-force", str(HERE / "charter.txt"))
        with open(pathlib.Path(folder) / "proposals.jsonl", "w", encoding="utf-8") as out:
            for pair in pairs:
                out.write(json.dumps({"number": f"AAA/1/{int(pair['id'][1:])}", "action": "ADD", "provision": "20",
                                      "sponsors": ["AAA"], "before": "", "after": pair["text"]}) + "\n")
        travaux(program, folder, "add", "--instrument", "CRL", "proposals.jsonl")
        found = {report["reference"]: report for report in json.loads(travaux(program, folder, "novelty", "--json"))}
    for half, parity in (("development", 0), ("held out", 1)):
        mine = [p for p in pairs if hashlib.sha256(p["id"].encode()).digest()[0] % 2 == parity]
        ranks = []
        for pair in mine:
            sentence = found[f"AAA/1/{int(pair['id'][1:])}"]["sentences"][0]
            laws = ([sentence["nearest"]] if sentence["nearest"] else []) + sentence["others"]
            refs = [law["ref"].split(":")[1] for law in laws]
            rank = next((n for n, ref in enumerate(refs, 1) if ref in pair["nearest"]), 99)
            ranks.append(rank)
            if rank > 1 and "--misses" in sys.argv:
                print(f"  {half}: {pair['id']} wants {pair['nearest'][0]}, has {refs[:4]}: {pair['text']}")
        print(f"{half}: {len(mine)} sentences, recall@1 {sum(r <= 1 for r in ranks) / len(mine):.2f}, "
              f"recall@3 {sum(r <= 3 for r in ranks) / len(mine):.2f}, "
              f"recall@8 {sum(r <= 8 for r in ranks) / len(mine):.2f}")


main()
