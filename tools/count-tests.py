#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Adds up what the test runs of several build folders found and ends with the line 'N passed, N failed, N skipped'.

Arguments: fuzzers without and with a finding, then the build folders whose last `meson test` counts.
"""
import json
import pathlib
import sys
import xml.etree.ElementTree as tree

GOOD = {"OK", "SKIP", "EXPECTEDFAIL"}


def programs_gone_wrong(log):
    """Programs that meson calls failed, whatever their own lines say: one that dies or leaks after its last case, too."""
    wrong = 0
    for line in log.read_text(encoding="utf-8").splitlines():
        test = json.loads(line)
        if test["result"] not in GOOD and "not ok" not in (test.get("stdout") or ""):
            wrong += 1
    return wrong


def main():
    passed, failed, skipped = int(sys.argv[1]), int(sys.argv[2]), 0
    for folder in sys.argv[3:]:
        logs = pathlib.Path(folder) / "meson-logs"
        if not (logs / "testlog.junit.xml").is_file() or not (logs / "testlog.json").is_file():
            print(f"{folder}: no test log", file=sys.stderr)
            failed += 1
            continue
        for case in tree.parse(logs / "testlog.junit.xml").getroot().iter("testcase"):
            if case.find("failure") is not None or case.find("error") is not None:
                failed += 1
            elif case.find("skipped") is not None:
                skipped += 1
            else:
                passed += 1
        failed += programs_gone_wrong(logs / "testlog.json")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


sys.exit(main())
