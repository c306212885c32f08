#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every English phrase that a page says has its row in the tables of data/interface of the languages that are complete.

Style sheets name sides by the direction of the text, so that a page that is read from the right is its mirror.

Usage: check-interface.py ROOT STAMP.  A phrase is found where a function of the table SAYING is called, in the arguments
that are phrases there; one that is said from elsewhere (a table of columns) is marked SAY("…").  A prepared language may
lack rows, but every row of every table is held to its places {1} {2}.
"""
import pathlib
import re
import sys

COMPLETE = ["fr"]
# Which arguments of a function are phrases, counted from 0.
SAYING = {"html_say": [1], "html_said": [1], "html_say_with": [1], "html_said_with": [1], "html_say_number": [2, 3],
          "html_said_number": [2, 3], "html_form_end": [1], "html_fact": [1],
          "html_card": [2], "html_folded_card": [2], "html_note": [1], "html_table": [1], "html_positions_table": [1],
          "tvx_say": [1], "tvx_say_with": [2],
          "tvx_say_number": [3, 4], "SAY": [0]}
# The argument that is said of exactly one thing in some languages, where it may do without its number.
ONE = {"html_say_number": 2, "html_said_number": 2, "tvx_say_number": 3}
ONE_IS_ONE = ["ar"]
# Categories of the CLDR beyond one and other, which a language may add to the phrase of many.
FORMS = ["zero", "two", "few", "many"]
TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|\w+|\S', re.S)
PLACE = re.compile(r"\{[1-9]\}")


def tokens(text):
    return [t for t in TOKEN.findall(text) if not t.startswith(("/*", "//"))]


def unescape(literal):
    inner = re.sub(r"\\([\"\\'])", r"\1", literal[1:-1].replace("\\n", "\n"))
    return re.sub(r"\\x([0-9A-Fa-f]{2})", lambda m: chr(int(m.group(1), 16)), inner)


def arguments(words, at):
    """The tokens of each argument; `at` is behind the opening bracket.  Braces and square brackets count as brackets."""
    depth, given = 1, [[]]
    for word in words[at:]:
        depth += (word in ("(", "[", "{")) - (word in (")", "]", "}"))
        if depth == 0:
            return given
        if word == "," and depth == 1:
            given.append([])
        else:
            given[-1].append(word)
    return given


def literals(argument):
    """Strings that stand beside each other are one; those within a call of another function are that one's business."""
    found, depth, joined = [], 0, None
    for i, word in enumerate(argument):
        if word.startswith('"'):
            if depth == 0:
                joined = (joined or "") + unescape(word)
            continue
        if joined is not None:
            found.append(joined)
            joined = None
        if word == "(" and (depth > 0 or (i > 0 and re.match(r"\w", argument[i - 1]))):
            depth += 1
        elif word == ")" and depth > 0:
            depth -= 1
    return found + ([joined] if joined is not None else [])


def phrases(text):
    words = tokens(text)
    for i, word in enumerate(words):
        if word in SAYING and words[i + 1:i + 2] == ["("]:
            given = arguments(words, i + 2)
            for number in SAYING[word]:
                for phrase in literals(given[number]) if number < len(given) else []:
                    yield phrase, number == ONE.get(word)
        elif words[i:i + 3] == [".", "menu", "="]:
            for phrase in literals(arguments(words, i + 3)[0]):
                yield phrase, False


def said_in(root):
    """The phrases, each with the file that says it; and those that are said of one thing."""
    said, ones = {}, set()
    for folder in ("src/show", "src/serve"):
        for source in sorted((root / folder).glob("*.c")):
            for phrase, one in phrases(source.read_text(encoding="utf-8")):
                if re.search(r"[^\W\d_]{2}", PLACE.sub("", phrase)) or PLACE.search(phrase):
                    said.setdefault(phrase, source.name)
                    if one:
                        ones.add(phrase)
    return said, ones


def rows_of(file, wrong, ones=()):
    """`ones`: what may do without its number in a language where it is said of one thing only."""
    rows = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        where = f"{file.parent.name}/{file.name}:{number}"
        if not line or line.startswith("#"):
            continue
        parts = line.split("\t")
        if len(parts) != 2 or not parts[0] or not parts[1]:
            wrong.append(f"{where}: a row is the English, a tab, the translation")
            continue
        english = re.sub("#(" + "|".join(FORMS) + ")$", "", parts[0])
        if rows.setdefault(parts[0], (parts[1], number))[0] != parts[1]:
            wrong.append(f"{where}: {parts[0]!r} is translated twice, differently")
        here, there = set(PLACE.findall(english)), set(PLACE.findall(re.sub(r"\{[#@]([1-9])\}", r"{\1}", parts[1])))
        told = english != parts[0] or (parts[0] in ones and file.stem in ONE_IS_ONE)  # its form tells the number
        if here != there and not (told and not there):
            wrong.append(f"{where}: the places {{1}} … are not those of the English")
    return rows


def check_sentences(file, wrong):
    for english, (_, number) in rows_of(file, wrong).items():
        where = f"{file.parent.name}/{file.name}:{number}"
        if re.search(PLACE.pattern * 2, english):
            wrong.append(f"{where}: two places that touch cannot be told apart in a sentence")
        if len(set(PLACE.findall(english))) != len(PLACE.findall(english)):
            wrong.append(f"{where}: a place stands twice in the English")
        if not re.search(r"[^\W\d_]{2}", PLACE.sub("", english)):
            wrong.append(f"{where}: a sentence needs words beside its places")


SIDED = re.compile(r"(?<![\w-])((margin|padding|border|inset|scroll-margin)-(left|right)\b|(left|right)\s*:|"
                   r"(text-align|float|clear)\s*:\s*(left|right))")
FOUR = re.compile(r"\b(?:margin|padding|inset)\s*:\s*([^\s;]+)\s+([^\s;]+)\s+([^\s;]+)\s+([^\s;}]+)\s*[;}]")


def check_sides(file, wrong):
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        found = SIDED.search(line)
        if found:
            wrong.append(f"{file.name}:{number}: {found.group(1)}: say -inline-start or -inline-end, start or end")
        wrong += [f"{file.name}:{number}: {four.group()} has two sides of its own: say padding-inline-start"
                  for four in FOUR.finditer(line) if four.group(2) != four.group(4)]


def main():
    root, wrong = pathlib.Path(sys.argv[1]), []
    said, ones = said_in(root)
    folder = root / "data" / "interface"
    for file in sorted(folder.glob("*.tsv")):
        rows = rows_of(file, wrong, ones)
        if file.stem in COMPLETE:
            wrong += [f"interface/{file.name} lacks {phrase!r}, which {source} says"
                      for phrase, source in said.items() if phrase not in rows]
    for file in sorted(folder.glob("sentences/*.tsv")):
        check_sentences(file, wrong)
    for file in sorted((root / "src/show/assets").glob("*.css")):
        check_sides(file, wrong)
    for line in wrong[:60]:
        print(line, file=sys.stderr)
    if not wrong:
        pathlib.Path(sys.argv[2]).touch()
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
