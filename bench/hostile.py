#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads every file of a folder of hostile files and prints, by kind of file, how each ended: taken, refused and why, stopped
by which limit, or (never) a crash of the program, a hang, or a refusal without a reason.

usage: bench/hostile.py TRAVAUX FOLDER [--list] [--not ENDING]... [--wait SECONDS]

The exit status is 0 when none of the three that must not be occurred. With a build that has sanitizers, a report counts as one.
"""
import argparse
import collections
import os
import subprocess
import sys
import time

# What a message says, and the kind of outcome that it is; the first that fits.
KINDS = [
    ("brought down by this file", "stopped: a crash of the reader"), ("something forbidden", "stopped: forbidden call"),
    ("stopped by the system", "stopped: by the system"), ("took longer than", "stopped: wall clock"),
    ("processor time", "stopped: processor time"), ("more memory than", "stopped: memory"),
    ("text takes more than", "stopped: output"), ("without a reason", "REFUSED WITHOUT A REASON"),
    ("gave no reason", "REFUSED WITHOUT A REASON"), ("message is damaged", "stopped: answer damaged"),
    ("no Word document", "refused: archive"), ("bomb", "refused: bomb"), ("nested", "refused: depth"), ("deep", "refused: depth"),
    ("entit", "refused: entities"), ("its name says so", "refused: not what its name says"),
    ("no reader", "refused: format not read"), ("not read", "refused: format not read"), ("password", "refused: encrypted"),
    ("encrypted", "refused: encrypted"), ("protected", "refused: encrypted"), ("is empty", "refused: empty"),
    ("no text", "refused: no text"), ("no page", "refused: no pages"), ("LibreOffice", "refused: conversion"),
    ("larger than", "refused: size"), ("more than", "refused: size"),
]
NEVER = ("PROGRAM CRASHED", "HANG", "REFUSED WITHOUT A REASON", "SANITIZER REPORT")


def outcome(program, path, wait):
    """(kind, message) of reading one file."""
    try:
        run = subprocess.run([program, "read", "--json", path], capture_output=True, timeout=wait, check=False)
    except subprocess.TimeoutExpired:
        return "HANG", f"no end after {wait} s"
    said = run.stderr.decode("utf-8", "replace").strip()
    if "runtime error:" in said or "ERROR: AddressSanitizer" in said:
        return "SANITIZER REPORT", said
    if run.returncode < 0 or run.returncode > 1:
        return "PROGRAM CRASHED", f"exit status {run.returncode}; {said}"
    if run.returncode == 0:
        return "taken", ""
    message = said.splitlines()[-1].split(": ", 2)[-1] if said else ""
    return next((kind for words, kind in KINDS if words in message), "refused: damaged" if message else NEVER[2]), message


def print_table(kinds):
    endings = sorted({ending for counts in kinds.values() for ending in counts})
    width = max(len(kind) for kind in kinds) + 2
    print(" " * width + "".join(f"{ending:>7}" for ending in endings) + f"{'all':>7}")
    for kind, counts in sorted(kinds.items(), key=lambda item: (item[0] != "taken", -sum(item[1].values()))):
        print(kind.ljust(width) + "".join(f"{counts[e] or '':>7}" for e in endings) + f"{sum(counts.values()):>7}")
    print("all".ljust(width) + "".join(f"{sum(counts[e] for counts in kinds.values()):>7}" for e in endings) +
          f"{sum(sum(counts.values()) for counts in kinds.values()):>7}")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("folder")
    options.add_argument("--list", action="store_true", help="each file that was not taken, with the message")
    options.add_argument("--not", dest="without", action="append", default=[], metavar="ENDING")
    options.add_argument("--wait", type=int, default=120, help="seconds after which it is a hang; the limit itself is 60")
    given = options.parse_args()
    kinds, slow, listed = collections.defaultdict(collections.Counter), [], []
    for name in sorted(os.listdir(given.folder)):
        if given.without and name.lower().endswith(tuple(given.without)):
            continue
        begin = time.monotonic()
        kind, message = outcome(given.program, os.path.join(given.folder, name), given.wait)
        slow.append((time.monotonic() - begin, name))
        kinds[kind][name.rsplit(".", 1)[-1].lower()] += 1
        if kind in NEVER or (given.list and kind != "taken"):
            listed.append(f"{name}\t{kind}\t{message if kind in NEVER else message[:200]}")
    print_table(kinds)
    print("slowest:", ", ".join(f"{name} {took:.1f} s" for took, name in sorted(slow, reverse=True)[:5]))
    never = sum(sum(kinds[kind].values()) for kind in NEVER if kind in kinds)
    print(f"{never} that must not be (crash of the program, hang, refusal without a reason, sanitizer report)")
    if listed:
        print("\n".join(listed))
    return 1 if never else 0


sys.exit(main())
