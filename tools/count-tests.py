#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Adds up what the test runs of several build folders found and ends with the line 'N passed, N failed, N skipped'.

Arguments: fuzzers without and with a finding, then the build folders whose last `meson test` counts.
"""
import pathlib
import sys
import xml.etree.ElementTree as tree


def main():
    passed, failed, skipped = int(sys.argv[1]), int(sys.argv[2]), 0
    for folder in sys.argv[3:]:
        log = pathlib.Path(folder) / "meson-logs" / "testlog.junit.xml"
        if not log.is_file():
            print(f"{folder}: no test log", file=sys.stderr)
            failed += 1
            continue
        for suite in tree.parse(log).getroot().iter("testsuite"):
            cases = list(suite.iter("testcase"))
            bad = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None)
            left = sum(1 for case in cases if case.find("skipped") is not None)
            # A program that died before its first case, or closed badly, fails without a failing case.
            if bad == 0 and int(suite.get("errors", 0)) + int(suite.get("failures", 0)) > 0:
                bad = 1
            failed += bad
            skipped += left
            passed += max(0, len(cases) - bad - left)
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


sys.exit(main())
