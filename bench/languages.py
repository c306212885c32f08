#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Are copies found in each of the six languages, with one word in five changed, many of them only in their ending?

    bench/languages.py BUILD [--languages en fr es ru ar zh] [--rates 0 20 30] [--passages 60] [--misses 10]

The text of the High Seas Treaty (bbnj) is cut in two: lines of one half are the passages (60 words), those of the other,
with the copies planted between them as lines of their own, are the text to be searched.  A rate of 20 % is 12 changes to 60
words: a third of them puts another form of the word there (a word of the treaty that begins alike and ends otherwise; in
Arabic also an article or a conjunction put before it or taken off; Chinese has none), the others replace a word, put one in,
take one out or move one.  In Arabic half of the copies have lost their vowel signs and the hamza of their alifs.  Words of
Chinese are those that ICU cuts; the copy is cut anew, of course.

The treaty repeats itself, so passages that share wording with one another are left out first, then lines to be searched
that share some with a passage: what is found after that is a planted copy, or wrong.  `align` (the command), `passages`
(told the language) and `index` (each line a document) are judged by lines: recall is the share of passages for which the
copy was found, precision the share of right pairs among those found.  `match` scores for each passage the insertion of passage and
copy (recall: at least 0.5), and of passage and another one's copy (precision).
"""
import argparse
import json
import os
import pathlib
import random
import re
import subprocess
import tempfile

LENGTH = 60
LANGUAGES = ["en", "fr", "es", "ru", "ar", "zh"]


def segment(build, lines):
    out = subprocess.run([f"{build}/bench/bench-languages", "segment"], input="\n".join(lines) + "\n", text=True,
                         capture_output=True, check=True).stdout
    return [line.split("\x1f") for line in out.rstrip("\n").split("\n")]


def is_word(token):
    return any(c.isalpha() for c in token)


def spoken(tokens, language):
    """A line of tokens as text again: white space as the language has it, near enough."""
    if language == "zh":
        return "".join(tokens)
    return re.sub(r"(\w)(['’]) (?=\w)", r"\1\2", re.sub(r" ([,.;:)»”’])", r"\1", " ".join(tokens))).replace("( ", "(")


def form(rng, word, language, vocabulary):
    """Another form of the word; None when there is none."""
    if language == "zh":
        return None
    if language == "ar" and len(word) > 3:
        if word.startswith("ال"):
            return rng.choice([word[2:], "و" + word, "ب" + word])
        return rng.choice(["و" + word, "ال" + word])
    stem = max(4, int(len(word) * 0.7))
    return rng.choice([other for other in vocabulary.get(word[:4], [])
                       if other != word and other[:stem] == word[:stem] and abs(len(other) - len(word)) <= 3] or [None])


def change(rng, passage, rate, language, others, vocabulary):
    slots = [[token] for token in passage]
    places = [i for i, token in enumerate(passage) if is_word(token)]
    for at in rng.sample(places, min(len(places), round(rate / 100 * LENGTH))):
        kind = rng.choice(["form", "form", "replace", "insert", "delete", "move"])
        other = form(rng, passage[at], language, vocabulary) if kind == "form" else None
        if other is not None:
            slots[at] = [other]
        elif kind in ("form", "replace"):
            slots[at] = [rng.choice(others)]
        elif kind == "insert":
            slots[at] = slots[at] + [rng.choice(others)]
        elif kind == "delete":
            slots[at] = []
        else:
            to = max(0, min(len(slots) - 1, at + rng.choice([-1, 1]) * rng.randint(1, 10)))
            slots[to], slots[at] = slots[to] + slots[at], []
    return [token for slot in slots for token in slot]


def bare(text):
    """Arabic without vowel signs, and alif without hamza."""
    return re.sub("[أإآ]", "ا", re.sub("[\u064b-\u0652\u0670]", "", text))


def cut(lines):
    """Passages of LENGTH words from the lines, none overlapping."""
    passages, run = [], []
    for line in lines:
        run += line
        if sum(map(is_word, run)) >= LENGTH:
            count, end = 0, 0
            while count < LENGTH:
                count += is_word(run[end])
                end += 1
            passages.append(run[:end])
            run = []
    return passages


def found(build, language, text, passages, folder):
    """By each way a list of hits, each the set of its (line of the text, line of the passages)."""
    a, b = folder / "text.txt", folder / "passages.txt"
    a.write_text("\n".join(text) + "\n")
    b.write_text("\n".join(passages) + "\n")
    ways = {"align": [], "passages": [], "index": []}
    out = subprocess.run([f"{build}/bench/bench-languages", "find", language, a, b], text=True, capture_output=True,
                         check=True).stdout
    for line in out.splitlines():
        kind, *fields = line.split("\t")
        if kind == "C":
            ways["index"].append({(int(fields[0]), int(fields[1]))})
        else:
            first, last, from_, to = map(int, fields[:4])
            ways["passages"].append({(i, j) for i in range(first, last + 1) for j in range(from_, to + 1)})
    starts = [[0], [0]]
    for line, side in [(line, side) for side, lines in enumerate((text, passages)) for line in lines]:
        starts[side].append(starts[side][-1] + len(line) + 1)
    out = subprocess.run([f"{build}/src/cmd/travaux", "align", "--json", a, b], text=True, capture_output=True, check=True)
    for hit in json.loads(out.stdout):
        sides = [[i for i in range(len(lines)) if starts[side][i] < hit[key][0] + hit[key][1] and
                  starts[side][i + 1] - 1 > hit[key][0]]
                 for side, (key, lines) in enumerate((("a", text), ("b", passages)))]
        ways["align"].append({(i, j) for i in sides[0] for j in sides[1]})
    return ways


def union(hits):
    return {pair for hit in hits for pair in hit}


def match(build, language, passages, copies, folder):
    count = len(passages)
    pairs = [(i, j) for i in range(count) for j in (i, (i + 1) % count, (i + 7) % count)]
    path = folder / "pairs.jsonl"
    path.write_text("".join(json.dumps({"id": f"{i} {j}", "language": language, "a": {"before": "", "after": passages[i]},
                                        "b": {"before": "", "after": copies[j]}}) + "\n" for i, j in pairs))
    out = subprocess.run([f"{build}/src/cmd/travaux", "match", "--pairs", path], text=True, capture_output=True, check=True)
    scores = {tuple(map(int, hit["id"].split())): hit["score"] for hit in map(json.loads, out.stdout.splitlines())}
    return {pair for pair, score in scores.items() if score >= 0.5}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--languages", nargs="+", default=LANGUAGES)
    parser.add_argument("--rates", type=int, nargs="+", default=[0, 20, 30])
    parser.add_argument("--passages", type=int, default=60)
    parser.add_argument("--misses", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    root = pathlib.Path(os.environ.get("TRAVAUX_DATA", pathlib.Path(__file__).resolve().parents[2] / "shared/data"))
    missed = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for language in words.languages:
            rng = random.Random(words.seed)
            raw = [" ".join(line.split()) for line in (root / f"bbnj/bbnj-{language}.txt").read_text().splitlines()]
            lines = segment(words.build, [line for line in raw if line])
            half = sum(map(len, lines)) // 2
            host, rest = [], []
            for line in lines: # the first half is searched, passages come from the second
                (host if sum(map(len, host)) < half else rest).append(line)
            passages = cut(rest)
            passages = rng.sample(passages, min(words.passages, len(passages)))
            others = [token for line in host for token in line if is_word(token)]
            vocabulary = {}
            for word in sorted({token for line in lines for token in line if is_word(token)}):
                vocabulary.setdefault(word[:4], []).append(word)
            host = [spoken(line, language) for line in host]
            asked = [spoken(passage, language) for passage in passages]
            twins = {(i, len(asked) - 1 - j) for i, j in
                     union(found(words.build, language, asked, asked[::-1], folder)["passages"])}
            kept = []
            for i in range(len(asked)):
                if not any((i, j) in twins or (j, i) in twins for j in kept):
                    kept.append(i)
            passages, asked = [passages[i] for i in kept], [asked[i] for i in kept]
            while repeats := {a for a, _ in union(found(words.build, language, host, asked, folder)["passages"])}:
                host = [line for i, line in enumerate(host) if i not in repeats]
            for rate in words.rates:
                copies = [spoken(change(rng, passage, rate, language, others, vocabulary), language)
                          for passage in passages]
                if language == "ar":
                    copies = [bare(copy) if i % 2 else copy for i, copy in enumerate(copies)]
                before = [rng.randrange(len(host)) for _ in copies] # the line before which each stands
                text, places = [], {}
                for number, line in enumerate(host):
                    for i in [i for i in range(len(copies)) if before[i] == number]:
                        places[len(text)] = i
                        text.append(copies[i])
                    text.append(line)
                ways = found(words.build, language, text, asked, folder)
                report = []
                for way, hits in ways.items():
                    good = [hit for hit in hits if any(places.get(i) == j for i, j in hit)]
                    right = {(i, j) for hit in good for i, j in hit if places.get(i) == j}
                    report.append(f"{way} {len(right) / len(copies):.3f}/{len(good) / max(1, len(hits)):.3f}")
                    missed += [(language, rate, way, asked[j], copies[j]) for j in range(len(copies))
                               if j not in {b for _, b in right}]
                good = match(words.build, language, asked, copies, folder)
                right = {(i, j) for i, j in good if i == j}
                report.append(f"match {len(right) / len(copies):.3f}/{len(right) / max(1, len(good)):.3f}")
                missed += [(language, rate, "match", asked[i], copies[i]) for i in range(len(copies)) if (i, i) not in right]
                print(f"{language} {rate:2} %  {len(copies)} passages in {len(host)} lines  recall/precision:  " + "  ".join(report), flush=True)
    for language, rate, way, passage, copy in sorted(missed, key=lambda miss: miss[1])[:words.misses]:
        print(f"  missed: {language} {rate} % {way}: {passage[:300]}\n      as {copy[:300]}")


main()
