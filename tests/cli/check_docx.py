# SPDX-License-Identifier: AGPL-3.0-or-later
"""
check_docx.py PROGRAM PYTHON PROPOSALS FOLDER: every proposal of the JSON file PROPOSALS as a Word document in FOLDER;
its texts, with all changes rejected and accepted, must be the proposal's before and after, as `travaux read` has them
and as a word processor has them, which PYTHON (one with UNO) drives.  "unseen" says that there was none.
"""
import json
import pathlib
import subprocess
import sys

program, python, proposals, folder = sys.argv[1:]
folder = pathlib.Path(folder)
folder.mkdir(exist_ok=True)
proposals, wrong = json.load(open(proposals, encoding="utf-8")), 0


def compare(who, proposal, view, got):
    global wrong
    if got != proposal[view]:
        wrong += 1
        print(who, proposal["number"], view, repr(got[:200]), "where it is", repr(proposal[view][:200]))


for p in proposals:
    file = folder / (p["number"].replace("/", "-") + ".docx")
    subprocess.run([program, "export", "--format", "docx", p["number"], "-o", file], check=True)
    for view in ("before", "after"):
        read = subprocess.run([program, "read", "--text", view, file], capture_output=True, text=True, check=True)
        compare("read", p, view, read.stdout.rstrip("\n"))
office = subprocess.run([python, pathlib.Path(__file__).with_name("word_processor.py"), folder], capture_output=True,
                        text=True)
if office.returncode == 77:
    print("unseen")
elif office.returncode != 0:
    print(office.stderr[-800:])
    wrong += 1
else:
    texts = json.loads(office.stdout)
    for p in proposals:
        for view in ("before", "after"):
            compare("LibreOffice", p, view, texts[p["number"].replace("/", "-")][view])
    print(len(texts), "opened in LibreOffice,", sum(t["changes"] for t in texts.values()), "changes")
print(len(proposals), "proposals,", wrong, "texts wrong")
sys.exit(wrong > 0 or not proposals)
