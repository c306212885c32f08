#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The European Parliament's two-column amendment files against what LobbyPlag published of them.

Usage: bench/ep_amendments.py TRAVAUX [--docx FOLDER] [--misses]

The .doc files are added as they are; where `travaux` cannot read .doc, LibreOffice makes DOCX of them (all in one call, or FOLDER holds
them already). Compared by committee and number after folding white space: found, location, authors, old and new text ("deleted" and an
empty text are one). Half of the files were looked at while building, the other half is reported apart. Needs the real documents
($TRAVAUX_DATA or ../shared/data).
"""
import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("TRAVAUX_DATA", ROOT.parent / "shared" / "data")) / "lobbyplag"
DELETED = {"deleted", "suprimido", "entfällt", "törölve", "supprimé", "soppresso", "skreślony", "schrappen"}
FIELDS = ("location", "authors", "old", "new", "justification")
ENOUGH = {"found": 0.98, "location": 0.95, "authors": 0.95, "old": 0.95, "new": 0.95}


def fold(text):
    return " ".join((text or "").replace("\u00ad", "").replace("\u200b", "").split())


def text_of(text):
    text = fold(text)
    return "" if text.casefold().rstrip(".") in DELETED else text


def to_docx(files, folder):
    profile = tempfile.mkdtemp()
    subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "docx", "--outdir", str(folder),
                    *map(str, files)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def proposals_of(travaux, files, work):
    base = ["-w", str(work / "travaux.db")]
    subprocess.run([travaux, "init", *base], check=True, capture_output=True)
    start = time.perf_counter()
    done = subprocess.run([travaux, "add", *base, "--kind", "contribution", "--json", *map(str, files)], capture_output=True, text=True)
    seconds = time.perf_counter() - start
    report = json.loads(done.stdout)
    listed = json.loads(subprocess.run([travaux, "proposals", *base, "--json"], capture_output=True, text=True, check=True).stdout)
    return report, listed, seconds


def same(field, truth, found):
    if field == "location":
        return fold(truth["location"]) == fold(found["target"])
    if field == "authors":
        group = re.sub(r"^on behalf of (the )?", "", truth.get("on_behalf_of") or "")
        return [fold(a) for a in truth["authors"]] == [fold(s) for s in found["sponsors"] if fold(s) != fold(group) or not group]
    if field == "justification":
        return fold(truth["justification"]) == fold(found["reasons"])
    return text_of(truth[field]) == text_of(found["before" if field == "old" else "after"])


def shown(field, truth, found):
    ours = {"location": "target", "authors": "sponsors", "old": "before", "new": "after", "justification": "reasons"}[field]
    return f"\n      theirs: {str(truth[field])[:160]!r}\n      ours:   {str(found[ours])[:160]!r}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("travaux")
    parser.add_argument("--docx")
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    if not DATA.is_dir():
        print(f"skipped: {DATA} is not here")
        return 0
    docs = sorted((DATA / "raw").glob("*.doc"))
    truth = collections.defaultdict(dict)
    for line in open(DATA / "amendments.jsonl", encoding="utf-8"):
        item = json.loads(line)
        if item["text_source"].startswith("EP .doc "):
            truth[item["text_source"].split()[-1]][item["number"]] = item
    work = pathlib.Path(tempfile.mkdtemp())
    report, listed, seconds = proposals_of(os.path.abspath(args.travaux), docs, work)
    way = "read directly"
    if report["failed"]:
        folder = pathlib.Path(args.docx or tempfile.mkdtemp())
        if not args.docx:
            to_docx(docs, folder)
        work = pathlib.Path(tempfile.mkdtemp())
        way = "made DOCX by LibreOffice first"
        report, listed, seconds = proposals_of(os.path.abspath(args.travaux), [folder / (d.stem + ".docx") for d in docs], work)
    print(f"{len(docs)} files ({way}), {len(listed)} proposals, added in {seconds:.2f} s, {report['warnings']} warnings")
    ours = collections.defaultdict(dict)
    for item in listed:
        number = re.search(r"(\d+)$", item["number"])
        ours[pathlib.Path(item["file"]).stem][int(number.group(1)) if number else item["number"]] = item
    bad = 0
    for title, part in (("looked at", docs[:len(docs) // 2]), ("kept aside", docs[len(docs) // 2:])):
        count, misses = collections.Counter(), []
        for doc in part:
            extra = set(ours[doc.stem]) - set(truth[doc.name])
            count["extra"] += len(extra)
            misses += [f"{doc.name}: ours alone: {sorted(map(str, extra))}"] if extra else []
            for number, item in sorted(truth[doc.name].items()):
                count["all"] += 1
                found = ours[doc.stem].get(number)
                if found is None:
                    misses.append(f"{doc.name} {number}: not found")
                    continue
                count["found"] += 1
                wrong = [f for f in FIELDS if not same(f, item, found)]
                count.update(f for f in FIELDS if f not in wrong)
                count["all four"] += not {"location", "authors", "old", "new"} & set(wrong)
                misses += [f"{doc.name} {number} {f}:{shown(f, item, found)}" for f in wrong]
        print(f"{title}: {count['all']} amendments, {count['extra']} extra")
        for field in ("found", "location", "authors", "old", "new", "all four", "justification"):
            share = count[field] / count["all"]
            ok = share >= ENOUGH.get(field, 0)
            bad += not ok
            print(f"  {field:14} {count[field]:5} {share:.4f}{'' if ok else '  BELOW ' + str(ENOUGH[field])}")
        if args.misses:
            print("\n".join("    " + m for m in misses))
    return 1 if bad else 0


sys.exit(main())
