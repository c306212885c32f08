#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads every file of a folder of hostile files and counts how it ended: taken, refused with a reason, or (never) a crash.

usage: bench/hostile.py TRAVAUX FOLDER [--list] [--not ENDING]…
"""
import collections
import os
import subprocess
import sys
import time


def kind_of(message):
    for mark, kind in (("brought down", "reader brought down, file refused"), ("longer than", "stopped: time"),
                       ("out of memory", "stopped: memory"), ("more than the", "stopped: size"), ("nested", "refused: depth"),
                       ("entity", "refused: entities"), ("not a Word file", "refused: not what its name says"),
                       ("is not read", "refused: format not read"), ("not read yet", "refused: format not read"),
                       ("password", "refused: encrypted"), ("empty", "refused: empty"), ("encrypted", "refused: encrypted")):
        if mark in message:
            return kind
    return "refused: broken" if message else "REFUSED WITHOUT A REASON"


def main():
    program, folder = sys.argv[1], sys.argv[2]
    endings = tuple(sys.argv[i + 1] for i, word in enumerate(sys.argv) if word == "--not")
    kinds, slow, listed = collections.defaultdict(collections.Counter), [], []
    for name in sorted(os.listdir(folder)):
        if endings and name.lower().endswith(endings):
            continue
        begin = time.time()
        try:
            run = subprocess.run([program, "read", "--json", os.path.join(folder, name)], capture_output=True, timeout=120)
            message = run.stderr.decode("utf-8", "replace").strip()
            kind = ("taken" if run.returncode == 0 else "PARENT CRASHED" if run.returncode < 0 else kind_of(message))
        except subprocess.TimeoutExpired:
            kind, message = "HANG", ""
        took = time.time() - begin
        slow.append((took, name))
        kinds[kind][name.rsplit(".", 1)[-1].lower()] += 1
        if kind != "taken":
            listed.append(f"{name}\t{kind}\t{message.splitlines()[-1][:160] if message else ''}")
    for kind, count in sorted(kinds.items(), key=lambda item: -sum(item[1].values())):
        print(f"{sum(count.values()):5}  {kind}: " + ", ".join(f"{n} {e}" for e, n in count.most_common()))
    print("slowest:", ", ".join(f"{name} {took:.1f} s" for took, name in sorted(slow, reverse=True)[:5]))
    if "--list" in sys.argv:
        print("\n".join(listed))


main()
