#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""All analyses over 1,000 proposals beside a library of treaties: seconds and memory of each command.

  bench/analyses.py T [--proposals N]

The proposals are amendments to the GDPR, the library is 1,347 treaties (68 MB).  Each command runs once, warm, with
--json into nowhere; the sum is what a reader waits for who asks everything.
"""
import argparse
import itertools
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
DATA = pathlib.Path(os.environ.get("TRAVAUX_DATA", ROOT.parent / "shared/data"))
COMMANDS = ["force", "scope", "themes", "novelty", "positions", "retabled", "outcome", "likelihood", "assess",
            "trace", "who-decides", "calendar", "register"]


def timed(words):
    start = time.monotonic()
    done = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    message = done.stderr.read()
    _, status, used = os.wait4(done.pid, 0)
    return os.waitstatus_to_exitcode(status), time.monotonic() - start, used.ru_maxrss / 1024, message.strip()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("travaux")
    parser.add_argument("--proposals", type=int, default=1000)
    given = parser.parse_args()
    travaux = str(pathlib.Path(given.travaux).resolve())
    if not (DATA / "corpora/treaties-en.jsonl.zst").is_file():
        print(f"skipped: {DATA} is not there")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        os.chdir(work)
        shutil.copy(ROOT / "bench/gdpr/travaux.toml", work / "travaux.toml")
        shutil.copy(DATA / "lobbyplag/gdpr_proposal.jsonl", work)
        with open(DATA / "lobbyplag/amendments.jsonl", encoding="utf-8") as lines:
            (work / "amendments.jsonl").write_text("".join(itertools.islice(lines, given.proposals)), encoding="utf-8")
        subprocess.run([travaux, "init", "."], check=True, capture_output=True)
        subprocess.run([travaux, "add", "--kind", "instrument", "--instrument", "GDPR", "--version", "2012",
                        "--in-force", "gdpr_proposal.jsonl"], check=True, capture_output=True)
        subprocess.run([travaux, "add", "--meeting", "EP-2013", "amendments.jsonl"], capture_output=True)
        code, seconds, memory, message = timed([travaux, "add", "--kind", "library",
                                                str(DATA / "corpora/treaties-en.jsonl.zst")])
        print(f"{'add library':12} {seconds:7.2f} s {memory:7.0f} MB")
        code, seconds, memory, _ = timed([travaux, "trace", "A/1/1"])
        print(f"{'index':12} {seconds:7.2f} s {memory:7.0f} MB  (the first question makes it)")
        total = most = 0
        for name in COMMANDS:
            words = [travaux, name, "--json"]
            if name == "trace":
                words = [travaux, "reuse", "--json"]
            code, seconds, memory, message = timed(words)
            total += seconds
            most = max(most, memory)
            print(f"{words[1]:12} {seconds:7.2f} s {memory:7.0f} MB  {'' if code == 0 else f'exit {code}: {message[:200]}'}")
        print(f"{'together':12} {total:7.2f} s {most:7.0f} MB at most, {given.proposals} proposals")
    return 0


sys.exit(main())
