# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every line of docs/threat-model.md names its tests, and each of them is there."""
import re

from workbench import ROOT, check, done

lines = (ROOT / "docs/threat-model.md").read_text().split("\n")
rows = [line.strip("|").split("|") for line in lines if line.startswith("| ") and not line.startswith("| threat")]
check("there are threats", len(rows) > 30, len(rows))
for row in rows:
    name, tried = row[0].strip(), row[-1]
    problems = [] if len(row) == 3 else ["a row has three cells"]
    tests = re.findall(r"`([^`]+)` ((?:“[^”]+”(?:, )?)+)", tried)
    if not tests or sum(len(quoted) + len(file) + 3 for file, quoted in tests) < len(tried.strip()) - 4 * len(tests):
        problems.append("a test is named as `file` “what it says”: " + tried)
    for file, quoted in tests:
        path = ROOT / file
        text = path.read_text() if path.is_file() else None
        if text is None:
            problems.append("there is no " + file)
            continue
        text = re.sub(r'"\s*\n?\s*f?"', "", text)  # a name may stand on two lines
        problems += [f"{file} has no {said}" for said in re.findall("“([^”]+)”", quoted) if said not in text]
    check(name, not problems, "\n".join(problems))
done()
