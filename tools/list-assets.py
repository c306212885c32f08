#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists what is linked into the binary: data/*, SQL, page assets.  Run at configure time."""
import pathlib
import sys

root = pathlib.Path(sys.argv[1])
for pattern in ("data/**/*.tsv", "data/**/*.toml", "data/**/*.txt", "data/**/*.json", "src/store/**/*.sql", "src/*/assets/**/*.*"):
    for path in sorted(root.glob(pattern)):
        print(path)
