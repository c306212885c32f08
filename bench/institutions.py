#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Are the sources of the shipped institution map there?  bench/institutions.py T

Adds the ITU's Constitution and Convention to a workspace and asks `who-decides` about every instrument and body.  Each
source that is a marginal number must be a provision with a text, quoted; the table beside it is for reading with one's
own eyes whether the text says what the map says.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

travaux = str(pathlib.Path(sys.argv[1]).resolve())
data = pathlib.Path(os.environ.get("TRAVAUX_DATA", pathlib.Path(__file__).resolve().parents[2] / "shared/data"))
texts = {"CS": "ITU-Constitution.txt", "CV": "ITU-Convention.txt"}


def ask(*words):
    return json.loads(subprocess.run([travaux, *words, "--json"], check=True, capture_output=True, text=True).stdout)


def main():
    if not (data / "itu/basic-texts").is_dir():
        print(f"skipped: {data}/itu/basic-texts is not there")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        subprocess.run([travaux, "init", "."], check=True, capture_output=True)
        for key, name in texts.items():
            subprocess.run([travaux, "add", "--kind", "instrument", "--instrument", key, "--version", "2022",
                            "--in-force", str(data / "itu/basic-texts" / name)], check=True, capture_output=True)
        keys = {b["key"] for b in ask("who-decides") if b["institution"] == "ITU"} | {"CS", "CV", "ITR", "RR", "RES-1",
                                                                                    "ITU-T-X"}
        sources = facts = unsourced = 0
        missing, seen = set(), set()
        for key in sorted(keys):
            answer = ask("who-decides", key)
            claims = answer["claims"] + [c for w in answer["ways"] for c in w["claims"]]
            for claim in claims:
                if (claim["statement"], claim["value"]) in seen:
                    continue
                seen.add((claim["statement"], claim["value"]))
                facts += 1
                unsourced += not claim["evidence"]
                for e in claim["evidence"]:
                    if "://" in e["document"]:
                        continue
                    sources += 1
                    if not e["quote"]:
                        missing.add(e["ref"])
                    print(f'{e["ref"]:12} {claim["value"]:11} {claim["statement"][:60]:60} | {e["quote"][:110]}')
        print(f"{facts} facts, {unsourced} without a source; {sources} provisions cited, "
              f"{len(missing)} not found or empty: {sorted(missing)}")
        return 1 if missing else 0


sys.exit(main())
