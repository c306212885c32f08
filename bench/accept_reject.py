#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Holds `travaux read` against documents whose changes were accepted and rejected by another program.

For NAME.docx, `--text before` must equal `--text after` of NAME-Rejected.docx, and `--text after` that of
NAME-Accepted.docx, line by line.  Prints each miss with its first differing line, and the figures.

usage: bench/accept_reject.py TRAVAUX [FOLDER]      (FOLDER: $TRAVAUX_DATA/docx/accept-reject)
"""
import os
import pathlib
import subprocess
import sys


def lines(program, view, path):
    run = subprocess.run([program, "read", "--text", view, str(path)], capture_output=True, text=True, timeout=120)
    if run.returncode != 0:
        return None, run.stderr.strip()
    return run.stdout.splitlines(), ""


def main():
    program = sys.argv[1]
    data = os.environ.get("TRAVAUX_DATA", "../shared/data")
    folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else data + "/docx/accept-reject")
    right = wrong = unread = 0
    for twin in sorted(folder.glob("*-*ted.docx")):
        stem, kind = twin.stem.rsplit("-", 1)
        source = folder / (stem + ".docx")
        if kind not in ("Accepted", "Rejected") or not source.exists():
            continue
        got, why = lines(program, "after" if kind == "Accepted" else "before", source)
        wanted, why_twin = lines(program, "after", twin)
        if got is None or wanted is None:
            unread += 1
            print(f"UNREAD {twin.name}: {why or why_twin}")
        elif got == wanted:
            right += 1
        else:
            wrong += 1
            at = next((i for i, (a, b) in enumerate(zip(got, wanted)) if a != b), min(len(got), len(wanted)))
            print(f"DIFFERS {twin.name}: {len(got)} lines, twin {len(wanted)}; first at line {at + 1}")
            print(f"    read: {got[at] if at < len(got) else '(end)'}")
            print(f"    twin: {wanted[at] if at < len(wanted) else '(end)'}")
    print(f"accept-reject: {right} of {right + wrong} twins equal, {unread} not readable")


main()
