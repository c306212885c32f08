#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two provisions that essays on a conference quote, as proposals against the law they were about.

    bench/novelty_essays.py TRAVAUX DATA ESSAY…

DATA: the folder with itu/basic-texts.  The provisions are found in the essays (plain text) by how they begin, and written
as proposals against ITR@1988, with the Constitution in force beside it.  Printed: what `novelty` takes for the nearest law,
and whether Articles 34, 35 and 37 of the Constitution (Nos. 180-185) are among it, which let a state stop, cut off and
suspend communications, and hand over their content.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

BEGINNINGS = (r"A Member State shall have the right to know", r"Member States shall ensure unrestricted public access")
WANTED = {"34": {"180", "181"}, "35": {"182"}, "37": {"184", "185"}}


def travaux(program, folder, *arguments):
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: {done.stderr}")
    return done.stdout


def quoted(essays):
    text = "\n".join(pathlib.Path(essay).read_text(encoding="utf-8") for essay in essays)
    for beginning in BEGINNINGS:
        found = re.search(beginning + r"[^\n]*", text)
        if found is None:
            sys.exit(f"no essay quotes \"{beginning} …\"")
        yield found.group(0).strip()


def main():
    program, data = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve() / "itu/basic-texts"
    provisions = list(quoted(sys.argv[3:]))
    with tempfile.TemporaryDirectory() as folder:
        travaux(program, folder, "init")
        travaux(program, folder, "add", "--kind", "instrument", "--instrument", "ITR", "--version", "1988", "--date",
                "1988-12-09", "--in-force", str(data / "ITR-1988.md"))
        travaux(program, folder, "add", "--kind", "instrument", "--instrument", "CS", "--version", "2022", "--date",
                "2022-10-14", "--in-force", str(data / "ITU-Constitution.txt"))
        with open(pathlib.Path(folder) / "proposals.jsonl", "w", encoding="utf-8") as out:
            for number, text in enumerate(provisions, 1):
                out.write(json.dumps({"number": f"AAA/1/{number}", "action": "ADD", "provision": f"{3 + number}A.1",
                                      "sponsors": ["AAA"], "before": "", "after": text}) + "\n")
        travaux(program, folder, "add", "--instrument", "ITR", "proposals.jsonl")
        reports = json.loads(travaux(program, folder, "novelty", "--json"))
    found = set()
    for report in reports:
        for sentence in report["sentences"]:
            print(f"{report['reference']}: {sentence['status']}; \"{sentence['text'][:60]}…\"")
            for law in [sentence["nearest"], *sentence["others"]]:
                if law is not None:
                    found.add(law.get("marginal"))
                    print(f"    {law['ref']:22} No. {law.get('marginal') or '-':5} {law['covered']:.2f} {law['heading']}; "
                          f"binds {law['actor'] or 'nobody by name'}")
            print("    left over:", ", ".join(word["text"] for word in sentence["left_over"]))
    for article, numbers in WANTED.items():
        print(f"Article {article}: {', '.join(sorted(numbers & found)) or 'not'} found of {', '.join(sorted(numbers))}")
    sys.exit(0 if all(numbers & found for numbers in WANTED.values()) else 1)


main()
