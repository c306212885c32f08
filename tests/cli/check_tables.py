# SPDX-License-Identifier: AGPL-3.0-or-later
"""check_tables.py PROGRAM: the tables of `export --format csv` of the workspace here, held to the commands' JSON."""
import csv
import io
import json
import subprocess
import sys

program = sys.argv[1]


def of(*words):
    return json.loads(subprocess.run([program, *words, "--json"], capture_output=True, check=True).stdout)


def table(name):
    done = subprocess.run([program, "export", "--format", "csv", "--of", name], capture_output=True, check=True)
    assert done.stdout.endswith(b"\r\n"), "a table ends in CR LF"
    rows = list(csv.reader(io.StringIO(done.stdout.decode("utf-8"), newline="")))
    assert len({len(row) for row in rows}) == 1, "every row has as many fields as the first"
    return [dict(zip(rows[0], row)) for row in rows[1:]]


def text(value):
    if isinstance(value, list):
        return "; ".join(value)
    value = "" if value is None else str(value)
    return "'" + value if value[:1] in tuple("=+-@\t\r") else value  # what a spreadsheet would run is defused


def same(name, items, keys):
    rows = table(name)
    wanted = [{k: text(item.get(k)) for k in keys} for item in items]
    got = [{k: row[k] for k in keys} for row in rows]
    differ = [pair for pair in zip(got, wanted) if pair[0] != pair[1]]
    assert len(rows) == len(items) and not differ, f"{name}: {len(rows)} rows, {len(items)} items; {differ[:1]}"[:600]
    print(len(rows), name, end=", ")


same("proposals", of("proposals"), ["number", "action", "sponsors", "before", "after", "reasons"])
same("provisions", of("ls", "provisions"), ["instrument", "version", "path", "label", "heading", "text"])
positions = of("positions")
same("positions", positions["positions"] + positions["unplaced"], ["actor", "proposal", "stance", "date", "through"])
same("outcomes", of("outcome"), ["proposal", "outcome", "became", "adopted_words", "of_words", "provision", "with", "why"])
same("register", of("register")["documents"], ["document", "symbol", "direction", "access", "public_since", "sha256"])
rows = table("definitions")
definitions = of("scope")["definitions"]
assert {d["term"] for d in definitions} <= {r["term"] for r in rows}
changes = {(d["term"], c["proposal"], c["direction"]) for d in definitions for c in d["changes"]}
assert changes and changes <= {(r["term"], r["proposal"], r["direction"]) for r in rows}, changes
print(len(rows), "definitions")
