#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every English phrase that a page says stands in each complete table of data/interface, with the same places {1} {2}.

Usage: check-interface.py ROOT STAMP.  Prepared languages may lack rows; a row that no page says any more is named too.
"""
import pathlib
import re
import sys

COMPLETE = ["fr"]
STRING = r'"((?:[^"\\]|\\.)*)"'
CALL = re.compile(r'\b(?:html_say(?:_with|_number)?|html_said(?:_with|_number)?|html_form_end|tvx_say(?:_with|_number)?)\(|\.menu = |\bSAY\(')
PLACE = re.compile(r"\{[1-9]\}")


def unescape(text):
    return text.replace('\\"', '"').replace("\\\\", "\\").replace("\\n", "\n")


def phrases(source):
    """The strings of the call's arguments: what is not a literal is said elsewhere, marked by SAY("…")."""
    text = re.sub(r"/\*.*?\*/", "", source.read_text(encoding="utf-8"), flags=re.S)
    for call in CALL.finditer(text):
        depth, at = 1, call.end()
        if call.group().startswith("."):
            found = re.match(STRING, text[at:])
            if found:
                yield unescape(found.group(1))
            continue
        literal = None
        while depth > 0 and at < len(text):
            found = re.compile(STRING).match(text, at)
            if found:
                literal = (literal or "") + found.group(1)
                at = found.end()
                continue
            if text[at] in "(," or text[at] in "?:)" or text.startswith("(const char", at):
                if literal:
                    yield unescape(literal)
                literal = None
            depth += (text[at] == "(") - (text[at] == ")")
            at += 1


def main():
    root, wrong, said = pathlib.Path(sys.argv[1]), [], {}
    for source in sorted([*root.glob("src/show/*.c"), *root.glob("src/serve/*.c")]):
        for phrase in phrases(source):
            if re.search(r"[^\W\d_]{2}", phrase):
                said.setdefault(phrase, source.name)
    for code in COMPLETE:
        rows = {}
        file = root / "data" / "interface" / (code + ".tsv")
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
            if not line or line.startswith("#"):
                continue
            parts = line.split("\t")
            if len(parts) != 2 or not parts[1]:
                wrong.append(f"{file.name}:{number}: a row is the English, a tab, the translation")
                continue
            if rows.setdefault(parts[0], parts[1]) != parts[1]:
                wrong.append(f"{file.name}:{number}: {parts[0]!r} is translated twice, differently")
            if sorted(PLACE.findall(parts[0])) != sorted(PLACE.findall(parts[1])):
                wrong.append(f"{file.name}:{number}: the places {{1}} … are not those of the English")
        for phrase, source in said.items():
            if phrase not in rows:
                wrong.append(f"{file.name} lacks {phrase!r}, which {source} says")
    for line in wrong[:60]:
        print(line, file=sys.stderr)
    if not wrong:
        pathlib.Path(sys.argv[2]).touch()
    return bool(wrong)


sys.exit(main())
