#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Diff of two 76,000-word texts with 1, 5 and 20 % of the words edited, beside git and wdiff, in one run.

Usage: diff_speed.py BUILD_DIR [--oracle]
Times are processor time, which a busy machine does not change much.  Texts are made from the treaties of the data folder ($TRAVAUX_DATA or ../shared/data) with a fixed seed.
"""
import json
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile

WORDS = 76_000
ROOT = pathlib.Path(__file__).resolve().parent.parent


def treaty_words():
    data = pathlib.Path(os.environ.get("TRAVAUX_DATA", ROOT / "../shared/data"))
    path = data / "corpora/treaties-en.jsonl.zst"
    lines = []
    count = 0
    with subprocess.Popen(["zstdcat", str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as zstd:
        for row in zstd.stdout:
            for line in json.loads(row)["text"].split("\n"):
                words = line.split()
                if words and count < WORDS:
                    lines.append(words[: WORDS - count])
                    count += len(lines[-1])
            if count >= WORDS:
                zstd.kill()
                break
    return lines


def edited(lines, percent, rng):
    """Each word is, with that chance, dropped, replaced by another word of the text, or followed by one."""
    pool = [word for line in lines for word in line]
    out = []
    for line in lines:
        new = []
        for word in line:
            if rng.random() * 100 >= percent:
                new.append(word)
                continue
            kind = rng.randrange(3)
            if kind != 0:
                new.append(rng.choice(pool))
            if kind == 1:
                new.append(word)
        out.append(new)
    return out


def best(command, rounds=5):
    result = 1e9
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        result = min(result, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000)
    return result


def main():
    program = pathlib.Path(sys.argv[1]) / "bench/bench-diff-speed"
    lines = treaty_words()
    rng = random.Random(76)
    with tempfile.TemporaryDirectory() as folder:
        a = pathlib.Path(folder) / "a.txt"
        a.write_text("\n".join(" ".join(line) for line in lines) + "\n", encoding="utf-8")
        for percent in (1, 5, 20):
            b = pathlib.Path(folder) / f"b{percent}.txt"
            b.write_text("\n".join(" ".join(line) for line in edited(lines, percent, rng)) + "\n", encoding="utf-8")
            ours = subprocess.run([str(program)] + ["--oracle"] * ("--oracle" in sys.argv) + [str(a), str(b)],
                                  stdout=subprocess.PIPE, check=True, text=True).stdout.split()
            figures = dict(zip(ours[::2], map(float, ours[1::2])))
            git = best(["git", "diff", "--no-index", "--word-diff=porcelain", "--minimal", str(a), str(b)])
            wdiff = best(["wdiff", str(a), str(b)])
            readable = figures["readable_ms"]
            print(f"{percent:2} %: travaux {readable:.1f} ms (minimal {figures['minimal_ms']:.1f}), git {git:.1f} ms, "
                  f"wdiff {wdiff:.1f} ms; git/travaux {git / readable:.1f}, wdiff/travaux {wdiff / readable:.1f}; "
                  f"changed words {figures['minimal_changed']:.0f} minimal, {figures['readable_changed']:.0f} readable"
                  + (f", optimum {figures['optimum']:.0f}" if "optimum" in figures else ""))


main()
