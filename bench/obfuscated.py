#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Passages of 60 words, changed and planted among 1.08 million words of treaties: are they found, and nothing else?

    bench/obfuscated.py BUILD [--rates 0 10 20 30] [--passages 500] [--seed 1] [--runs 5] [--misses N]

Passages are drawn from treaties that are not in the large text, in places that share no eight words in a row with it.  Of
each, a copy is changed and put into the large text, as a line of its own between two lines there.  A change replaces a
word, puts one in, takes one out, or moves one by up to ten words; a rate of 20 % is 12 changes to 60 words.  Words put in are
drawn from the large text, so common words as often as they are common.

`sim_text -S -r 8` and `travaux align` get the same two files, and bench-passages their texts in memory.  All are judged by
lines: a pair of places is right where the lines are those of a passage and its copy.  Recall is the share of passages with
a right pair, precision the share of right pairs among all; `words` is the share of a copy's words that the right pairs
cover (not known of sim_text, which names lines).  Times are the least of several runs, taken in turns; those of processors
hold better on a busy machine.
"""
import argparse
import bisect
import itertools
import json
import os
import pathlib
import random
import re
import resource
import shutil
import subprocess
import tempfile
import time

WORDS = 1_080_000
LENGTH = 60
RUN = 8


def treaties(root):
    out = subprocess.run(["zstd", "-dc", root / "corpora/treaties-en.jsonl.zst"], capture_output=True, check=True).stdout
    return [json.loads(line)["text"] for line in out.splitlines()]


def plain(words):
    return [re.sub(r"\W", "", word).lower() for word in words]


def draw(rng, rest, large_runs, count):
    """Passages of other treaties, none sharing a run of words with the large text or another passage."""
    passages = []
    while len(passages) < count:
        words = rng.choice(rest).split()
        if len(words) < 3 * LENGTH:
            continue
        start = rng.randrange(len(words) - LENGTH)
        passage = words[start:start + LENGTH]
        bare = plain(passage)
        runs = {tuple(bare[i:i + RUN]) for i in range(LENGTH - RUN + 1)}
        if runs & large_runs or sum(bool(re.search("[a-z]", word)) for word in bare) < LENGTH * 0.8:
            continue
        large_runs |= runs
        passages.append(passage)
    return passages


def change(rng, passage, rate, others):
    words = [[word] for word in passage]
    for at in rng.sample(range(LENGTH), round(rate / 100 * LENGTH)):
        kind = rng.choice(["replace", "insert", "delete", "move"])
        if kind == "replace":
            words[at] = [rng.choice(others)]
        elif kind == "insert":
            words[at] = words[at] + [rng.choice(others)]
        elif kind == "delete":
            words[at] = []
        else:
            to = max(0, min(LENGTH - 1, at + rng.choice([-1, 1]) * rng.randint(1, 10)))
            words[to], words[at] = words[to] + words[at], []
    return [word for slot in words for word in slot]


def plant(rng, lines, copies):
    """The large text's lines with the copies among them, and the line number of each copy."""
    at = sorted(rng.sample(range(len(lines)), len(copies)))
    out, places = [], []
    for number, line in enumerate(lines):
        if len(places) < len(copies) and at[len(places)] == number:
            out.append(" ".join(copies[len(places)]))
            places.append(len(out) - 1)
        out.append(line)
    return out, places


class Lines:
    """From places in a text to its lines."""

    def __init__(self, text):
        self.starts = list(itertools.accumulate((len(line) + 1 for line in text.split("\n")), initial=0))

    def of(self, start, length):
        return bisect.bisect_right(self.starts, start) - 1, bisect.bisect_right(self.starts, start + length - 1) - 1


def timed(command, **options):
    """(seconds of the clock, seconds of processors) and what was printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    run = subprocess.run(command, capture_output=True, text=True, check=True, **options)
    seconds = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime), run


def by_sim_text(small, large):
    seconds, run = timed(["sim_text", "-S", "-r", str(RUN), small, "/", large])
    pairs = []
    for found in re.finditer(r"^\S+: line (\d+)-(\d+)\s*\|\S+: line (\d+)-(\d+)\[", run.stdout, re.M):
        a, a_end, b, b_end = (int(number) - 1 for number in found.groups())
        pairs.append(((a, a_end), (b, b_end), None))
    return seconds, pairs


def by_memory(build, small, large, small_lines, large_lines):
    """The large text is prepared, as an index of it would be."""
    seconds, run = timed([f"{build}/bench/bench-passages"], input=f"{large}\t{small}\n")
    prepare, find = (float(part) / 1e3 for part in re.findall(r"([\d.]+) ms", run.stderr))
    pairs = []
    for line in run.stdout.splitlines():
        b, b_length, a, a_length = map(int, line.split("\t")[2:6])
        pairs.append((small_lines.of(a, a_length), large_lines.of(b, b_length), (b, b + b_length)))
    return seconds, pairs, f"prepared in {prepare:.3f} s, searched in {find:.3f} s"


def by_align(build, small, large, small_lines, large_lines):
    seconds, run = timed([f"{build}/src/cmd/travaux", "align", "--json", small, large])
    return seconds, [(small_lines.of(*hit["a"]), large_lines.of(*hit["b"]), (hit["b"][0], sum(hit["b"])))
                     for hit in json.loads(run.stdout)]


def judge(pairs, places, large_lines):
    right, found, wrong, share = 0, set(), [], [0] * len(places)
    for (a, a_end), (b, b_end), span in pairs:
        mine = [i for i in range(a, a_end + 1) if i < len(places) and b <= places[i] <= b_end]
        right += bool(mine)
        found |= set(mine)
        if not mine:
            wrong.append(((a, a_end), (b, b_end)))
        for i in mine:
            if span:
                start, end = large_lines.starts[places[i]], large_lines.starts[places[i] + 1] - 1
                share[i] += max(0, min(end, span[1]) - max(start, span[0])) / (end - start)
    return (f"recall {len(found) / len(places):.4f}  precision {right / max(1, len(pairs)):.4f}  "
            f"words {sum(min(1, part) for part in share) / len(places):.3f}", wrong,
            sorted(set(range(len(places))) - found))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--rates", type=int, nargs="+", default=[0, 10, 20, 30])
    parser.add_argument("--passages", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--misses", type=int, default=5)
    words = parser.parse_args()
    root = pathlib.Path(os.environ.get("TRAVAUX_DATA", pathlib.Path(__file__).resolve().parents[2] / "shared/data"))
    rng = random.Random(words.seed)
    texts = treaties(root)
    rng.shuffle(texts)
    large, count = [], 0
    while count < WORDS:
        # the reader folds odd spaces, and a line with nothing in it is none: so places are the same for all
        lines = [" ".join(line.split()) for line in texts.pop().split("\n") if line.strip()]
        large += lines
        count += sum(len(line.split()) for line in lines)
    others = [word for line in large for word in line.split()]
    bare = plain(others)
    runs = {tuple(bare[i:i + RUN]) for i in range(len(bare) - RUN + 1)}
    passages = draw(rng, texts, runs, words.passages)
    folder = tempfile.mkdtemp()
    small = f"{folder}/passages.txt"
    small_text = "\n".join(map(" ".join, passages)) + "\n"
    pathlib.Path(small).write_text(small_text)
    print(f"{len(passages)} passages of {LENGTH} words in {count} words")
    for rate in words.rates:
        planted, places = plant(rng, large, [change(rng, passage, rate, others) for passage in passages])
        large_text = "\n".join(planted) + "\n"
        path = f"{folder}/large-{rate}.txt"
        pathlib.Path(path).write_text(large_text)
        small_lines, large_lines = Lines(small_text), Lines(large_text)
        ways = {"sim_text -S -r 8": lambda: by_sim_text(small, path),
                "travaux align": lambda: by_align(words.build, small, path, small_lines, large_lines),
                "in memory": lambda: by_memory(words.build, small, path, small_lines, large_lines)}
        best = {}
        for _ in range(words.runs):
            for name, way in ways.items():
                result = way()
                if name not in best or result[0] < best[name][0]:
                    best[name] = result
        for name, (seconds, pairs, *more) in best.items():
            figures, wrong, missed = judge(pairs, places, large_lines)
            print(f"{rate:3} %  {name:17}  {figures}  {seconds[0]:.3f} s, of processors {seconds[1]:.3f} s  {' '.join(more)}")
            if name == "travaux align":
                for (a, _), (b, b_end) in wrong[:words.misses]:
                    print(f"       wrong: {small_text.splitlines()[a][:100]} / {' '.join(planted[b:b_end + 1])[:100]}")
                for a in missed[:words.misses]:
                    print(f"       missed: {' '.join(passages[a])}\n            as {planted[places[a]]}")
    shutil.rmtree(folder)


main()
