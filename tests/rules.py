#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every rule of tools/check-source.py refuses what it is for and lets its neighbour through (prints TAP).

Argument: tools/check-source.py.  Each case is a file by itself in an otherwise empty tree.
"""
import pathlib
import subprocess
import sys
import tempfile

SPDX = "/* SPDX-License-Identifier: AGPL-3.0-or-later */\n"
LONG = "int f(int x)\n{\n" + "    x++;\n" * 61 + "}\n"
# What is asked, the file, its text, a word of the refusal or None when it is to pass.
CASES = [
    ("a licence line", "src/law/a.c", "int f(void);\n", "licence"),
    ("a banned call", "tests/a.c", SPDX + "void f(char *a)\n{\n    strcpy(a, \"\");\n}\n", "strcpy"),
    ("its name in a string, a comment, a longer name, a member", "src/law/a.c",
     SPDX + "void f(char *a)\n{\n    my_strcpy(a, \"strcpy(\"); /* strcpy( */\n    a->strcpy(a);\n}\n", None),
    ("the end of the program from a library", "src/law/a.c", SPDX + "void f(void)\n{\n    exit(1);\n}\n", "exit"),
    ("the end of the program from itself", "src/cmd/a.c", SPDX + "void f(void)\n{\n    exit(1);\n}\n", None),
    ("a library that prints", "src/law/a.c", SPDX + "void f(void)\n{\n    fputs(\"\", stderr);\n}\n", "stderr"),
    ("a function that takes a format", "src/law/a.h", SPDX + "void f(char *a) __attribute__((format(printf, 1, 2)));\n", None),
    ("a wide line", "src/law/a.h", SPDX + "/* " + "x" * 120 + " */\n", "columns"),
    ("a test's long input", "tests/a.c", SPDX + "    f(\"" + "x" * 120 + "\");\n", None),
    ("a tab", "src/law/a.h", SPDX + "int\ta;\n", "tab"),
    ("a space at the end", "src/law/a.h", SPDX + "enum { A }; \n", "spaces"),
    ("a long function", "src/law/a.c", SPDX + LONG, "lines in a function"),
    ("a long function with its reason", "src/law/a.c", SPDX + "/*\n * Counts.\n * Long because: it does.\n */\n" + LONG, None),
    ("a long file", "bench/a.c", SPDX + "int f(void);\n" * 600, "split"),
    ("a global", "src/law/a.c", SPDX + "static int count = 1;\n", "global"),
    ("a constant table of pointers that may change", "src/law/a.c", SPDX + "static const char *names[] = {\"a\"};\n", "global"),
    ("a constant table", "src/law/a.c", SPDX + "static const char *const names[] = {\"a\"};\n", None),
    ("what a function keeps between calls", "src/law/a.c", SPDX + "void f(void)\n{\n    static int calls;\n}\n", "global"),
    ("SQL in C", "src/store/a.c", SPDX + "const char *const q = \"SELECT a \"\n    \"FROM b\";\n", "SQL"),
    ("words that look like SQL", "src/store/a.c", SPDX + "const char *const q = \"Select a text from it; UPDATE it\";\n", None),
    ("a page that writes a text as it is", "src/show/html_a.c",
     SPDX + "void f(void)\n{\n    html_raw(html, title);\n}\n", "spelt out"),
    ("a text within a condition", "src/show/html_a.c",
     SPDX + "void f(void)\n{\n    html_raw(html, a ? \"<b>\" : title);\n}\n", "spelt out"),
    ("a text in a format", "src/show/html_a.c",
     SPDX + "void f(void)\n{\n    html_printf(html, \"<b>%.*s\",\n        4, a);\n}\n", "html_text"),
    ("markup that is spelt out", "src/show/html_a.c",
     SPDX + "void f(void)\n{\n    html_raw(html, a ? \"<b>\" : b > 1 ? \"\"\n        \"x;\" : \"\");\n}\n", None),
]


def main():
    print(f"1..{len(CASES)}")
    wrong = 0
    for number, (name, path, text, refusal) in enumerate(CASES, 1):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, path)
            file.parent.mkdir(parents=True)
            file.write_text(text, encoding="utf-8")
            run = subprocess.run([sys.executable, sys.argv[1], folder, str(pathlib.Path(folder, "ok"))], check=False,
                                 capture_output=True, text=True)
        good = run.returncode == 0 if refusal is None else run.returncode == 1 and refusal in run.stderr
        wrong += not good
        print(f"{'ok' if good else 'not ok'} {number} - {name}" + ("" if good else "\n# " + run.stderr.replace("\n", "\n# ")))
    return wrong != 0


sys.exit(main())
