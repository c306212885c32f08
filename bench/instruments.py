#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counts what the recogniser of instruments finds in real texts and lists what it misses.

usage: bench/instruments.py BUILD/bench/bench-instruments [FOLDER OF REAL DOCUMENTS]
"""
import os
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"


class Instrument:
    def __init__(self, fields):
        self.path, self.key, self.version, self.title = fields[1], fields[2], fields[3], fields[5]
        self.provisions, self.warnings = [], []


def read(program, paths):
    """The program's lines as a list of instruments."""
    out = []
    run = subprocess.run([program, *map(str, paths)], stdout=subprocess.PIPE, text=True, encoding="utf-8")
    for line in run.stdout.split("\n"):
        fields = line.split("\t")
        if fields[0] == "I":
            out.append(Instrument(fields))
        elif fields[0] == "P":
            names = ("kind", "path", "label", "marginal", "amended", "heading", "level", "place", "text")
            out[-1].provisions.append(dict(zip(names, fields[1:])))
        elif fields[0] == "W":
            out[-1].warnings.append(fields[2])
        elif fields[0] == "F":
            print("not read:", *fields[1:])
    return out


def marginals(program, root):
    for name in ("ITU-Constitution.txt", "ITU-Convention.txt"):
        path = root / "itu/basic-texts" / name
        one, = read(program, [path])
        have = [p["marginal"] for p in one.provisions if p["marginal"]]
        text = path.read_text(encoding="utf-8")
        # a line that begins with a number and a label, a capital or "(SUP)"; marks of conferences aside
        seen = set(re.findall(r"^(\d+[A-Z]{0,2}(?: bis)?)(?= (?:\d|[a-z](?: bis)?\)|\(SUP\)|[A-Z][a-z]))", text, re.M))
        odd = sorted(seen - set(m.split(" to ")[0].split(" and ")[0] for m in have))
        articles = [p for p in one.provisions if re.match(r"ARTICLE", p["label"])]
        print(f"{one.key}: {len(have)} marginal numbers, {len(set(have))} distinct, {len(articles)} articles, "
              f"{sum('(SUP)' in p['text'] for p in one.provisions)} suppressed")
        print("   lines that look like one and were not taken:", odd or "none")
        for warning in one.warnings:
            print("  ", warning)


def regulations(program, root):
    one, = read(program, [root / "itu/basic-texts/ITR-1988.md"])
    have = [int(p["marginal"]) for p in one.provisions if p["marginal"]]
    articles = [p for p in one.provisions if re.fullmatch(r"Article +\d+", p["label"])]
    print(f"ITR: {len(articles)} articles, numbers {have[0]} to {have[-1]}, "
          f"in order: {have == list(range(1, len(have) + 1))}, "
          f"{sum(p['path'].startswith('appendix') and '.' not in p['path'] for p in one.provisions)} appendices")


def outline(one):
    """(part, label) in order, as found by the recogniser."""
    out, part = [], None
    for p in one.provisions:
        if p["kind"] not in ("preamble", "operative") or p["path"] == "preamble":
            continue
        if p["label"] in ("", None):
            part = p["heading"]
            out.append((part, ""))
        else:
            out.append((part, p["label"]))
    return out


def words(element):
    return " ".join("".join(element.itertext()).split())


def akn_outline(statement):
    """(part, label, text) in order, as marked up."""
    out = []
    for part in list(statement.iter(AKN + "recitals")) + list(statement.iter(AKN + "hcontainer")):
        head = part.find(AKN + "intro") if part.tag == AKN + "recitals" else part.find(AKN + "heading")
        name = words(head)
        out.append((name, "", ""))
        for item in part.iter():
            if item.tag not in (AKN + "recital", AKN + "paragraph", AKN + "point"):
                continue
            number = item.find(AKN + "num")
            text = words(item.find(AKN + "p") if item.tag == AKN + "recital" else item.find(AKN + "content"))
            if number is not None:
                out.append((name, words(number), text))
            else:
                found = re.match(r"(a\)|1(?=\s)|i\)|1\))\s*", text)
                out.append((name, found.group(1) if found else "", text))
    return out


def fold(text):
    return re.sub(r"[\s,]+", " ", text).strip()


def compare(have, want):
    """None when equal; else a sentence.  A part or item more than the markup has is right when its words stand within
    one of the markup's elements: the markup was made by a program that leaves glued headings and items in the text."""
    have = [h for h in have]
    extra, i = 0, 0
    last = ""
    for name, label, text in want:
        if re.search(r"ANNEX (\d+ )?TO (RES|DEC)|PART II - DECISION ABROGATED|\d+ D - 1$", last):
            break  # from here the markup takes annexes and the rest of the volume for items
        if label == "" and text:  # the part's own text, no item
            last = text
            continue
        while i < len(have) and (fold(have[i][0]), have[i][1]) != (fold(name), label) and \
                not (label and have[i][1] == label and extra):
            needle = have[i][1] or have[i][0]
            if fold(needle) not in fold(last):
                return f"found {have[i]}, marked up {(name, label)}"
            extra += 1
            i += 1
        if i == len(have):
            return f"not found: {(name, label)}"
        i += 1
        last = text
    while i < len(have):
        needle = have[i][1] or have[i][0]
        if fold(needle) not in fold(last):
            return f"found beyond the markup: {have[i]}"
        extra += 1
        i += 1
    return extra


def final_acts(program, root):
    tree = ElementTree.parse(root / "itu/pp18/pp18_final_acts_akn.xml")
    statements = {s.find(f".//{AKN}FRBRnumber").get("value"): s for s in tree.iter(AKN + "statement")}
    paths = sorted((root / "itu/pp18/txt").glob("*.txt"))
    exact = more = 0
    misses = []
    for one in read(program, paths):
        name = pathlib.Path(one.path).stem
        result = compare(outline(one), akn_outline(statements[name]))
        exact += result == 0
        more += isinstance(result, int) and result > 0
        if isinstance(result, str):
            misses.append((name, result))
    print(f"PP-18: {len(paths)} texts, {exact} equal to the markup, {more} equal but for parts that the markup leaves "
          f"glued to the text before them, {len(misses)} differ")
    for miss in misses:
        print("  ", *miss)


def resolutions(program, root):
    for one in read(program, sorted((root / "itu/basic-texts").glob("*PP-*.txt"))):
        parts = {}
        for part, label in outline(one):
            parts.setdefault(part, []).append(label)
        print(f"{one.key} {one.version}: " + "; ".join(f"{part} {' '.join(filter(None, labels))}".strip()
                                                       for part, labels in parts.items()))
        for warning in one.warnings:
            print("  ", warning)


def revisions(program, root):
    paths = sorted((root / "itu/revisions").glob("*.txt"))
    found = read(program, paths)
    for old, new in zip(found[0::2], found[1::2]):
        a, b = ({p["path"] for p in one.provisions} for one in (old, new))
        print(f"{pathlib.Path(old.path).name} {len(a)} paths, {pathlib.Path(new.path).name} {len(b)}, both {len(a & b)}")
        print("   only before:", *sorted(a - b))
        print("   only after: ", *sorted(b - a))


def agreement(program, root):
    for one in read(program, sorted((root / "bbnj").glob("*.txt"))):
        articles = [p["path"] for p in one.provisions if p["kind"] == "division" and re.fullmatch(r"\d+", p["path"])]
        print(f"{pathlib.Path(one.path).name}: {len(set(articles))} of 76 articles, {len(one.provisions)} provisions, "
              f"missing {[n for n in range(1, 77) if str(n) not in articles]}, {len(one.warnings)} warnings")


def final_acts_both_read(program, root):
    """The same 64 texts, plain and marked up, both read by the program: do they have the same provisions?"""
    marked = {}
    for instrument in read(program, [root / "itu/pp18/pp18_final_acts_akn.xml"]):
        for provision in instrument.provisions:
            first, _, rest = provision["path"].partition(".")
            marked.setdefault(first, []).append(rest)

    def counted(path):
        return path and not path.startswith(("note", "title", "preamble", "history"))

    same, names = 0, {"res": "resolution", "dec": "decision", "rec": "recommendation"}
    files = sorted((root / "itu/pp18/txt").glob("*.txt"))
    for path in files:
        kind, _, number = path.stem.partition("-")
        plain = [p["path"] for p in read(program, [path])[0].provisions if counted(p["path"])]
        other = [p for p in marked.get(f"{names[kind]}-{number}", []) if counted(p)]
        if plain == other:
            same += 1
        else:
            print(f"   {path.name}: {len(plain)} provisions plain, {len(other)} marked up; only plain "
                  f"{[p for p in plain if p not in other][:4]}, only marked up {[p for p in other if p not in plain][:4]}")
    print(f"pp18, plain text and Akoma Ntoso both read by travaux: {same} of {len(files)} with the same provisions")


def main():
    program = sys.argv[1]
    root = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else os.environ.get("TRAVAUX_DATA", "../shared/data"))
    for part in (marginals, regulations, resolutions, final_acts, final_acts_both_read, revisions, agreement):
        part(program, root)


main()
