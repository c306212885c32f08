#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Word-level F1, in order, of the text that `travaux read` takes from PDFs against the text that lies beside them.

usage: bench/pdf_text.py [--ocr] [--worst N] TRAVAUX PDF…      (each FILE.pdf is held against FILE.txt)

Both texts are cut into words and compared by diff(1): a word counts only where it stands in its order.  Before that,
on both sides alike: NFC; tatweels, vowel signs of Arabic and soft hyphens go; a hyphen between two letters goes with the
white space behind it (the texts beside the PDFs were taken from pages too and keep hyphens of line ends); case stays,
punctuation does not count.  Chinese is compared by characters.  Running lines are page numbers that the text of the PDF
still has as lines of their own.
"""
import re
import subprocess
import sys
import tempfile
import unicodedata


def units(text):
    text = unicodedata.normalize("NFC", text)
    text = re.sub("[\u0640\u064b-\u0652\u0670\u00ad]", "", text)
    text = re.sub(r"(?<=[^\W\d_])[-\u2010\u2011]\s*(?=[^\W\d_])", "", text)
    return [u for w in re.findall(r"\w+", text)
            for u in (re.findall("[\u3400-\u9fff]|[^\u3400-\u9fff]+", w))]


def diff(a, b):
    """(common, [(words only in a, words only in b)])"""
    with tempfile.NamedTemporaryFile("w", suffix=".a") as one, tempfile.NamedTemporaryFile("w", suffix=".b") as other:
        for file, words in ((one, a), (other, b)):
            file.write("".join(w + "\n" for w in words))
            file.flush()
        run = subprocess.run(["diff", "-d", "--speed-large-files", one.name, other.name], capture_output=True,
                             text=True)
    hunks, now = [], None
    for line in run.stdout.splitlines():
        if re.match(r"\d", line):
            now = ([], [])
            hunks.append(now)
        elif line.startswith("< "):
            now[0].append(line[2:])
        elif line.startswith("> "):
            now[1].append(line[2:])
    return len(a) - sum(len(h[0]) for h in hunks), hunks


def main():
    arguments, options, worst = sys.argv[1:], [], 10
    if arguments and arguments[0] == "--ocr":
        options.append(arguments.pop(0))
    if arguments and arguments[0] == "--worst":
        worst = int(arguments[1])
        arguments = arguments[2:]
    program, least = arguments[0], 1.0
    for path in arguments[1:]:
        truth = open(path[:-4] + ".txt", encoding="utf-8").read()
        run = subprocess.run([program, "read", *options, "--text", "after", path], capture_output=True, text=True)
        want, got = units(truth), units(run.stdout)
        common, hunks = diff(want, got)
        precision, recall = common / max(1, len(got)), common / max(1, len(want))
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        least = min(least, f1)
        running = sum(1 for line in run.stdout.splitlines() if re.fullmatch(r"[-\s\u2013\u2014]*\d+[-\s\u2013\u2014]*", line))
        print(f"{path.split('/')[-1]}\tF1 {f1:.4f}\tprecision {precision:.4f}\trecall {recall:.4f}\twords {len(want)}\t"
              f"running lines left {running}")
        for missing, extra in sorted(hunks, key=lambda h: -len(h[0]) - len(h[1]))[:worst]:
            print(f"  -{len(missing)} +{len(extra)}: [{' '.join(missing)[:90]}] -> [{' '.join(extra)[:90]}]")
        print("  " + run.stderr.strip().replace("\n", "\n  ")[:700])
    print(f"least F1 {least:.4f}")


main()
