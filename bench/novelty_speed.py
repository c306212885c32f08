#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Wall time and memory of `novelty` over made-up proposals beside the treaty library and the law in force.

    bench/novelty_speed.py TRAVAUX DATA [--proposals N] [--no-library]

Each proposal is three sentences of the treaty library (every so many-th of it), on a new article; law in force are the
Constitution, the Convention and the regulations of 1988.  The time to add them is told apart.
"""
import argparse
import json
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time


def run(program, folder, *arguments):
    start = time.monotonic()
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: {done.stderr[-600:]}")
    return done.stdout, time.monotonic() - start


def sentences(library):
    text = subprocess.run(["zstd", "-dc", str(library)], capture_output=True, check=True).stdout.decode("utf-8")
    for line in text.splitlines():
        for sentence in re.split(r"(?<=[.;])\s+", json.loads(line)["text"]):
            if 80 < len(sentence) < 400 and "shall" in sentence:
                yield " ".join(sentence.split())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--proposals", type=int, default=1000)
    parser.add_argument("--no-library", action="store_true")
    options = parser.parse_args()
    program, data = str(pathlib.Path(options.program).resolve()), options.data.resolve()
    library, basic = data / "corpora/treaties-en.jsonl.zst", data / "itu/basic-texts"
    texts = list(sentences(library))
    step = max(1, len(texts) // (3 * options.proposals + 1))
    chosen = texts[::step]
    with tempfile.TemporaryDirectory() as folder:
        run(program, folder, "init")
        for key, version, name in (("CS", "2022", "ITU-Constitution.txt"), ("CV", "2022", "ITU-Convention.txt"),
                                   ("ITR", "1988", "ITR-1988.md")):
            run(program, folder, "add", "--kind", "instrument", "--instrument", key, "--version", version, "--date",
                f"{version}-12-09", "--in-force", str(basic / name))
        with open(pathlib.Path(folder) / "proposals.jsonl", "w", encoding="utf-8") as out:
            for n in range(options.proposals):
                out.write(json.dumps({"number": f"AAA/1/{n + 1}", "action": "ADD", "provision": f"{n + 100}.1",
                                      "sponsors": ["AAA"], "before": "",
                                      "after": "\n".join(chosen[3 * n:3 * n + 3])}) + "\n")
        _, took = run(program, folder, "add", "--instrument", "ITR", "proposals.jsonl")
        print(f"{options.proposals} proposals added in {took:.1f} s")
        if not options.no_library:
            _, took = run(program, folder, "add", "--kind", "library", str(library))
            print(f"library added in {took:.1f} s")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        out, took = run(program, folder, "novelty", "--json")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found = [s for r in json.loads(out) for s in r["sentences"]]
        print(f"novelty: {len(found)} sentences of {options.proposals} proposals in {took:.1f} s of wall time, "
              f"{after.ru_utime - before.ru_utime:.1f} s of processor")
        statuses = [s["status"] for s in found]
        print(", ".join(f"{statuses.count(s)} {s}" for s in sorted(set(statuses))))
        peak = subprocess.run(["/usr/bin/time", "-f", "%M", program, "novelty", "--json"], cwd=folder, text=True,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        print(f"peak memory {int(peak.stderr.split()[-1]) / 1024:.0f} MB")


main()
