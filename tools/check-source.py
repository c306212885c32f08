#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refuses C that breaks a rule of this tree which a machine can see.

Every rule is a function that is given a file and yields (line number, what is wrong and what to do instead). A function that
has to be longer than FUNCTION_LINES says so in the comment right above it: "Long because: ...". A global object that has to
be mutable, and a folder that may do what others may not, stand in the tables below, each with its reason.
"""
import pathlib
import re
import sys

FOLDERS = ["include", "src", "tests", "fuzz", "bench"]
LINE_COLUMNS = 120
FUNCTION_LINES = 60
FILE_LINES = 600
REASON = "Long because:"

UNBOUNDED = {name: use for names, use in [
    (("strcpy", "strcat", "stpcpy"), "memcpy or struct tvx_buf"), (("sprintf", "vsprintf"), "snprintf or tvx_buf_printf"),
    (("strtok",), "strcspn"), (("atoi", "atol", "atoll", "atof"), "strtol with its end and errno checked"),
    (("gets",), "fgets"), (("alloca",), "an arena")] for name in names}
STOPPING = ("exit", "abort", "_exit", "quick_exit", "err", "errx", "assert")
TALKING = ("printf", "vprintf", "puts", "putchar", "perror", "stdout", "stderr", "syslog")

# What may stop the process or speak to the terminal, and why.  Everything else under src/ is a library: it returns an error.
MAY_STOP = {
    "src/cmd/": "the program itself",
    "src/read/child.c": "the reading child: a forked process that must not run the parent's exit handlers",
    "src/read/worker.c": "the process behind a reader pool: the same",
    "src/read/doc_shop.c": "the processes beside ours: the keeper of a temporary folder, and what becomes a converter",
}
MAY_TALK = {"src/cmd/": "the program itself"}

# Objects that live as long as the process and change: (file, name): reason.
MUTABLE = {}

TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
LITERAL = re.compile(r'"(?:\\.|[^"\\\n])*"(?:\s*"(?:\\.|[^"\\\n])*")*')  # with those it is joined to
SQL = re.compile(r"\b(SELECT\b.*?\bFROM|INSERT\s+(OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|"
                 r"(CREATE|DROP|ALTER)\s+(\w+\s+)?(TABLE|INDEX|TRIGGER|VIEW))\b", re.S)
SPELT_OUT = re.compile(r'\s*([^?]*\?\s*("")(\s*"")*\s*:\s*)*("")(\s*"")*\s*$')
HEADER_WORDS = re.compile(r"^(typedef|extern|struct \w+;|union \w+;|enum \w+;|_Static_assert|static_assert|[{}]|#)")


class Source:
    """A file as its lines, once as they stand and once with comments, strings and characters emptied (same line numbers)."""

    def __init__(self, root, path):
        self.name = path.relative_to(root).as_posix()
        self.text = path.read_text(encoding="utf-8")
        self.lines = self.text.split("\n")
        self.bare = TOKEN.sub(lambda m: self.emptied(m.group()), self.text).split("\n")
        self.library = self.name.startswith("src/")
        self.test = self.name.startswith("tests/")

    @staticmethod
    def emptied(token):
        breaks = "\n" * token.count("\n")
        return token[0] + breaks + token[0] if token[0] in "\"'" else " " + breaks

    def may(self, table):
        return not self.library or any(self.name.startswith(prefix) for prefix in table)

    def calls(self, names):
        pattern = re.compile(r"(?<![\w.>])(" + "|".join(names) + r")\s*\(")
        for number, line in enumerate(self.bare, 1):
            for found in pattern.finditer(line):
                yield number, found.group(1)

    def functions(self):
        """(first line of the head, opening brace, closing brace) of each function, lines counted from 0."""
        opened = None
        for i, line in enumerate(self.bare):
            if line.rstrip() == "{":
                opened = i
            elif line.startswith("}") and opened is not None:
                head = opened - 1
                while head > 0 and re.match(r"\s", self.bare[head]):
                    head -= 1
                yield head, opened, i
                opened = None

    def outside(self):
        """(number, line) of every line that begins a thing at file scope."""
        depth = 0
        for number, line in enumerate(self.bare, 1):
            if depth == 0 and re.match(r"[A-Za-z_]", line):
                yield number, line
            depth += line.count("{") - line.count("}")


def long_by_strings(line):
    return '"' in line and len(re.sub(r'"(?:\\.|[^"\\])*"', '""', line)) <= LINE_COLUMNS


def layout(source):
    if not source.lines[0].startswith("/* SPDX-License-Identifier: "):
        yield 1, "the first line is not the SPDX licence line"
    if not source.text.endswith("\n") or source.text.endswith("\n\n"):
        yield len(source.lines), "a file ends with one line end"
    for number, line in enumerate(source.lines, 1):
        # A test's input stands in one piece: there a line whose strings alone make it long is let through.
        if len(line) > LINE_COLUMNS and not (source.test and long_by_strings(line)):
            yield number, f"{len(line)} columns, {LINE_COLUMNS} at most"
        if "\t" in line or "\r" in line:
            yield number, "a tab or carriage return: four spaces, and \\t inside a string"
        if line != line.rstrip():
            yield number, "spaces at the end of the line"


def banned(source):
    for number, name in source.calls(UNBOUNDED):
        yield number, f"{name} is banned: use {UNBOUNDED[name]}"
    if not source.may(MAY_STOP):
        for number, name in source.calls(STOPPING):
            yield number, f"{name}: a library returns an error instead of stopping the program"
    if not source.may(MAY_TALK):
        for number, line in enumerate(source.bare, 1):
            for name in re.findall(r"(?<![\w.>])(?<!format\()(" + "|".join(TALKING) + r")\b", line):
                yield number, f"{name}: only src/cmd speaks to the terminal"


def lengths(source):
    if source.name.endswith(".c") and len(source.lines) - 1 > FILE_LINES:
        yield FILE_LINES, f"{len(source.lines) - 1} lines, {FILE_LINES} at most: split at an idea of its own"
    for head, opened, closed in source.functions():
        length = closed - opened - 1
        if length > FUNCTION_LINES and not reason_above(source, head):
            yield head + 1, f"{length} lines in a function, {FUNCTION_LINES} at most, or say above it \"{REASON} ...\""


def reason_above(source, head):
    above = source.lines[:head]
    comment = []
    if above and above[-1].rstrip().endswith("*/"):
        while above:
            comment.insert(0, above.pop())
            if "/*" in comment[0]:
                break
    return REASON in " ".join(comment)


def is_mutable(declaration):
    """Whether an object's declaration leaves it open to change: no const after the last star (or none at all)."""
    before = declaration.split("=")[0]
    return not re.search(r"\bconst\b", before[before.rfind("*") + 1:])


def globals_(source):
    if not source.library:
        return
    candidates = [(number, line) for number, line in source.outside() if not HEADER_WORDS.match(line)]
    candidates += [(number, line.strip()) for number, line in enumerate(source.bare, 1) if re.match(r"\s+static\b", line)]
    for number, line in candidates:
        found = re.match(r"[\w\s*]*?\b(\w+)\s*((\[[^\]]*\]\s*)*)(=|;)", line)
        if found and is_mutable(line) and (source.name, found.group(1)) not in MUTABLE:
            yield number, f"{found.group(1)} is a global that can change: pass it, or make it const"


def sql(source):
    if not source.library:
        return
    for found in LITERAL.finditer(TOKEN.sub(lambda m: m.group() if m.group()[0] == '"' else " ", source.text)):
        if SQL.search(found.group()):
            first = found.group().split("\n")[0]
            yield source.text[:source.text.index(first)].count("\n") + 1, "SQL lives in src/store/sql, a query a name"


def markup(source):
    """Pages are written through src/show/html.c: html_raw gets what is spelt out in the call, html_printf only numbers."""
    if not re.match(r"src/show/(html_\w+|chart\w*)\.c$", source.name):
        return
    for found in re.finditer(r"\b(html_raw|html_printf)\(\s*html\s*,((?:[^;\"]|\"(?:\\.|[^\"\\])*\")*)\);", source.text):
        number = source.text.count("\n", 0, found.start()) + 1
        given = TOKEN.sub(lambda m: '""' if m.group()[0] == '"' else m.group(), found.group(2))
        if found.group(1) == "html_raw" and not SPELT_OUT.match(given):
            yield number, "html_raw of something that is not spelt out here: html_text or html_attribute escapes it"
        if found.group(1) == "html_printf" and re.search(r"%[-+ #0-9.*]*s", found.group(2)):
            yield number, "html_printf is for numbers: html_text escapes a text"
    for number, line in enumerate(source.bare, 1):
        if re.search(r"\btvx_buf_\w+\(", line):
            yield number, "a page is written by the functions of html.h, which escape"


RULES = [layout, banned, lengths, globals_, sql, markup]


def main():
    root, stamp = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    wrong = []
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.[ch]")):
            source = Source(root, path)
            wrong += [f"{source.name}:{number}: {message}" for rule in RULES for number, message in rule(source)]
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    stamp.write_text("ok\n")
    return 0


sys.exit(main())
