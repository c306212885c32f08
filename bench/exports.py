# SPDX-License-Identifier: AGPL-3.0-or-later
"""
exports.py PROGRAM [SAMPLE]: what `export` makes of real laws and amendments.  The ITU's texts and the European
Parliament's amendments to the GDPR are taken into a workspace; every law and amendment is written in Akoma Ntoso and held
to the schema and to the store (tests/cli/check_akn.py); a sample of the amendments (200) and every law of two versions
are written as Word documents and opened in LibreOffice, with all changes rejected and accepted (check_docx.py).
Needs the real data ($TRAVAUX_DATA or ../shared/data), xmllint, and LibreOffice with python3-uno.
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
data = pathlib.Path(os.environ.get("TRAVAUX_DATA", here.parent / "../shared/data")).resolve()
checks = here.parent / "tests/cli"
schema = data / "akn/csprd02-part2-specs/csprd02-part2-specs-schemas/akomantoso30.xsd"
program, sample = str(pathlib.Path(sys.argv[1]).resolve()), int(sys.argv[2]) if len(sys.argv) > 2 else 200
python = "/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else sys.executable  # Debian's has UNO


def run(*words, **more):
    return subprocess.run([program, *map(str, words)], capture_output=True, text=True, **more)


def of(*words):
    return json.loads(run(*words, "--json", check=True).stdout)


def laws():
    texts = data / "itu/basic-texts"
    for key, version, name in (("ITR", "1988", "ITR-1988.md"), ("CS", "2022", "ITU-Constitution.txt"),
                               ("CV", "2022", "ITU-Convention.txt")):
        run("add", "--kind", "instrument", "--instrument", key, "--version", version, "--in-force", texts / name)
    for file in [*sorted(texts.glob("ITU-PP-*.txt")), *sorted((data / "itu/revisions").iterdir())]:
        run("add", "--kind", "instrument", file)
    run("add", data / "itu/pp18")
    run("add", "--kind", "instrument", "--instrument", "GDPR", "--version", "2012", "--in-force",
        data / "lobbyplag/gdpr_proposal.jsonl")


def amendments():
    with open("amendments.jsonl", "w", encoding="utf-8") as out:
        for line in open(data / "lobbyplag/amendments.jsonl", encoding="utf-8"):
            a = json.loads(line)
            if a["location"] and (a["old"] or a["new"]):
                print(json.dumps({"number": f"EP/{a['committee']}/{a['number']}", "action": "MOD" if a["old"] else "ADD",
                                  "provision": a["location"], "sponsors": a["authors"], "before": a["old"] or "",
                                  "after": a["new"] or ""}), file=out)
    run("add", "--instrument", "GDPR", "amendments.jsonl")


def redlines():
    """Laws of two versions, there and back: LibreOffice's lines against our reader's."""
    versions, wrong = {}, 0
    for law in of("ls", "instruments"):
        versions.setdefault(law["instrument"], []).append(law["version"])
    os.mkdir("laws")
    for key, both in versions.items():
        for a, b in [(a, b) for a in both for b in both if a != b]:
            run("export", "--format", "docx", f"{key}@{a}", f"{key}@{b}", "-o", f"laws/{key}-{a}-{b}.docx", check=True)
    office = subprocess.run([python, checks / "word_processor.py", "laws"], capture_output=True, text=True)
    if office.returncode == 77:
        return "laws of two versions: no LibreOffice with python3-uno"
    texts = json.loads(office.stdout)
    for name, text in texts.items():
        for view in ("before", "after"):
            wanted = run("read", "--text", view, f"laws/{name}.docx").stdout.splitlines()
            got = [" ".join(line.split()) for line in text[view].split("\n") if line.strip()]
            if got != [" ".join(line.split()) for line in wanted]:
                wrong += 1
                print(name, view, "differs")
    return f"{len(texts)} redlines of laws, {sum(t['changes'] for t in texts.values())} changes, {wrong} texts differ"


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    run("init", check=True)
    laws()
    amendments()
    run("export", "--format", "akn", "-o", "akn", check=True)
    print(subprocess.run([sys.executable, checks / "check_akn.py", program, "akn", schema], capture_output=True,
                         text=True).stdout.strip())
    json.dump(random.Random(5).sample(of("proposals"), sample), open("sample.json", "w", encoding="utf-8"))
    print(subprocess.run([sys.executable, checks / "check_docx.py", program, python, "sample.json", "docx"],
                         capture_output=True, text=True).stdout.strip())
    print(redlines())
