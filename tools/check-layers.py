#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refuses an #include that goes against the order of the folders, or into another folder's private headers."""
import pathlib
import re
import sys

ORDER = ["base", "text", "read", "law", "store", "compare", "reuse", "analyse", "show", "serve", "cmd"]
INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]')


def check(path, folder, wrong):
    allowed = ORDER[: ORDER.index(folder) + 1]
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        name = found.group(1)
        if name.startswith("travaux/"):
            target = name.split("/")[1]
            if target not in allowed:
                wrong.append(f"{path}:{number}: {folder} may not use {target} ({name})")
        elif "/" in name and name.split("/")[0] in ORDER or ".." in name:
            wrong.append(f"{path}:{number}: private header of another folder: {name}")


def main():
    root, stamp = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    wrong = []
    for folder in ORDER:
        for base in (root / "src" / folder, root / "include" / "travaux" / folder):
            for path in sorted(base.rglob("*.[ch]")):
                check(path, folder, wrong)
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        print(f"order of the folders: {' < '.join(ORDER)}", file=sys.stderr)
        return 1
    stamp.write_text("ok\n")
    return 0


sys.exit(main())
