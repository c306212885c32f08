# SPDX-License-Identifier: AGPL-3.0-or-later
"""Do the committed documents and ground truth still say what the sources say?  Compared by text."""
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

from . import render, truth

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DROP = {"before": (W + "ins", W + "moveTo"), "after": (W + "del", W + "moveFrom")}


def by_hand(run, view):
    """Is it a run that a manual redline takes out of this view?"""
    look = run.find(W + "rPr")
    gone = None if look is None else look.find(W + ("u" if view == "before" else "strike"))
    return gone is not None and gone.get(W + "val") not in ("none", "false", "0")


def run_text(element, view, manual):
    """The words of a paragraph in one view; numbers that Writer computes are not among them."""
    out = []
    for child in element:
        if child.tag in DROP[view] or child.tag == W + "pPr" or (manual and child.tag == W + "r" and
                                                                 by_hand(child, view)):
            continue
        if child.tag in (W + "t", W + "delText"):
            out.append(child.text or "")
        elif child.tag in (W + "tab", W + "br"):
            out.append(" ")
        else:
            out.append(run_text(child, view, manual))
    return "".join(out)


def docx_words(path, view, manual=False):
    """All words of the body in one view, folded; paragraphs are parted by a space where their mark stands."""
    with zipfile.ZipFile(path) as z:
        body = ET.fromstring(z.read("word/document.xml"))
    dropped_rows = {p for row in body.iter(W + "tr") if view == "before" and row.find(f"{W}trPr/{W}ins") is not None
                    for p in row.iter(W + "p")}
    out = []
    for p in body.iter(W + "p"):
        if p in dropped_rows:
            continue
        out.append(run_text(p, view, manual))
        mark = p.find(f"{W}pPr/{W}rPr")
        gone = mark is not None and any(mark.find(tag) is not None for tag in DROP[view])
        out.append("" if gone else " ")
    return truth.fold("".join(out))


def wanted_words(source, view):
    """What docx_words should find: no computed labels, notes apart."""
    lines = []
    for line in truth.text_lines(source, view):
        lines.append(line)
    notes = sum(len(p.notes()) for p in source.paragraphs)
    lines = lines[:len(lines) - notes]
    if render.layout(source) == "computed":
        lines = [truth.fold(p.view("after").rpartition("\t")[2]) for p in source.paragraphs]
    return truth.fold(" ".join(lines))


def office_difference(source, path):
    if path.suffix == ".pdf":
        got = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
        got = re.sub(r"-\n\s*", "-", got)  # no word of the sources is broken but at a hyphen of its own
        words = sorted(w for w in got.split() if not w.isdigit())
        wanted = sorted(w for w in " ".join(truth.text_lines(source, "after")).split() if not w.isdigit())
        return None if words == wanted else "its words are not those of the source"
    for view in ("before", "after"):
        if docx_words(path, view, source.head.get("redline") == "manual") != wanted_words(source, view):
            return f"its text {view} the changes is not that of the source"
    return None


def check(sources, files, root):
    wrong = []
    for name, text in files.items():
        path = root / "truth" / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            wrong.append(f"truth/{name} is not what the sources say")
    for s in sources:
        path = root / "documents" / s.head["file"]
        if not path.exists():
            wrong.append(f"documents/{s.head['file']} is missing")
        elif path.suffix in (".docx", ".pdf"):
            difference = office_difference(s, path)
            if difference:
                wrong.append(f"documents/{s.head['file']}: {difference}")
        else:
            with tempfile.TemporaryDirectory() as folder:
                again = Path(folder) / path.name
                render.write(s, again)
                if again.read_bytes() != path.read_bytes():
                    wrong.append(f"documents/{s.head['file']} is not what the source gives")
    known = {s.head["file"] for s in sources}
    for path in sorted((root / "documents").rglob("*")):
        name = str(path.relative_to(root / "documents"))
        if path.is_file() and path.suffix != ".toml" and name not in known:
            wrong.append(f"documents/{name} has no source")
    for line in wrong:
        print(line)
    print(f"{len(sources)} documents and {len(files)} files of ground truth looked at, {len(wrong)} differ", file=sys.stderr)
    return 1 if wrong else 0
