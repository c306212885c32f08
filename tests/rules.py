#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every rule of tools/check-source.py and check-interface.py refuses what it is for and lets its neighbour through (TAP).

Arguments: the two tools.  Each case is a tree of its own: one file, or for the interface the C of a page and a table.
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


# What is asked, the C of a page, the French table, a word of the refusal or None; or the table's path in place of French.
PHRASES = [
    ("a phrase that has its row", 'html_say(html, "Actors");', "Actors\tActeurs", None),
    ("a phrase without a row", 'html_say(html, "Actors");', "", "Actors"),
    ("a row of another phrase", 'html_say(html, "Actors");', "Actor\tActeur", "Actors"),
    ("both sides of a condition", 'html_say(html, a > 1 ? "Yes" : "No");', "Yes\tOui", "'No'"),
    ("a condition on a string", 'html_say(html, strcmp(a, "English") == 0 ? "Yes" : (b) ? "No" : "So");',
     "Yes\tOui\nNo\tNon\nSo\tAinsi", None),
    ("strings that stand beside each other", 'html_say(html, "One "\n    "two" /* "three" */);', "One two\tUn deux", None),
    ("quotes and commas within a phrase", 'html_say(html, "Say \\"so\\", (or not)");', 'Say "so", (or not)\tDites', None),
    ("both forms of a number", 'html_say_number(html, f("x, y"), "{1} text", "{1} texts");', "{1} text\t{1} texte",
     "{1} texts"),
    ("the value of a fact is not a phrase", 'html_fact(html, "File", "Word.docx");', "File\tFichier", None),
    ("arguments are not phrases", 'html_say_with(html, "By {1}", (const char *[]){"Hel", "Glt"}, 2);', "By {1}\tDe {1}", None),
    ("a button", 'html_form_end(html, "Send");', "", "Send"),
    ("a row of the menu", '{.name = "a", .menu = "Actors", .refers = true},', "", "Actors"),
    ("a phrase of a table", 'static const char *const a[] = {SAY("Hear"), "x"};', "", "Hear"),
    ("a longer name", 'my_html_say(html, "Actors");', "", None),
    ("a phrase in a comment", '/* html_say(html, "Actors"); */ // html_say(html, "B c")', "", None),
    ("a character that opens a string", 'f(\'"\'); html_say(html, "Actors");', "", "Actors"),
    ("markup that is no words", 'html_say(html, "·");', "", None),
    ("places that are lost", 'html_say(html, "{1} of {2}");', "{1} of {2}\t{1} de", "places"),
    ("places in another order", 'html_say(html, "{1} of {2}");', "{1} of {2}\tde {2}, {1}", None),
    ("a row without a translation", "", "Actors", "a tab"),
    ("a row with three columns", "", "Actors\tActeurs\tx", "a tab"),
    ("two translations", "", "Actors\tActeurs\nActors\tParties", "twice"),
    ("the same row twice", "", "Actors\tActeurs\nActors\tActeurs", None),
    ("a prepared language", 'html_say(html, "Actors");', ("ru.tsv", ""), "fr.tsv"),
    ("a form with its number", 'html_say_number(html, 2, "{1} text", "{1} texts");',
     ("ru.tsv", "{1} texts#few\tтекста", "{1} text\t{1} texte\n{1} texts\t{1} textes"), None),
    ("a form with another place", "", "{1} texts#few\t{2} textes", "places"),
    ("one without its number where one is only one", 'html_say_number(html, 2, "{1} text", "{1} texts");',
     ("ar.tsv", "{1} text\tنص", "{1} text\t{1} texte\n{1} texts\t{1} textes"), None),
    ("one without its number where it is also 21", 'html_say_number(html, 2, "{1} text", "{1} texts");',
     ("ru.tsv", "{1} text\tтекст", "{1} text\t{1} texte\n{1} texts\t{1} textes"), "places"),
    ("a sentence", "", ("sentences/fr.tsv", "on {1}, see {2}\tv. {2} sur {1}"), None),
    ("a sentence with places that touch", "", ("sentences/fr.tsv", "on {1}{2}\tsur {1}{2}"), "touch"),
    ("a sentence with a place twice", "", ("sentences/fr.tsv", "on {1} of {1}\tsur {1}"), "twice"),
    ("a sentence without words", "", ("sentences/fr.tsv", "{1}: {2}\t{1} : {2}"), "words"),
]


SHEETS = [
    ("a side by its name", "a { margin-left: 1rem }", "inline-start"),
    ("a side by the text's direction", "a { margin-inline-start: 1rem; text-align: start }", None),
    ("words at one side", "a { text-align: right; }", "inline-end"),
    ("a place from one side", "a { position: absolute; left: 0; }", "left"),
    ("four lengths with two sides of their own", "a { padding: 0 1px 0 2px; }", "two sides"),
    ("two properties of one length", "a { padding: 0; margin: .3rem 0; }", None),
    ("four lengths with one side twice", "a { padding: 0 1px 2px 1px }", None),
]


def page(code, table):
    """The files of a case about the interface."""
    name, text, french = (("fr.tsv", table, table) if isinstance(table, str) else (*table, "")[:3])
    return {"src/show/html_a.c": SPDX + code + "\n", "data/interface/fr.tsv": french + "\n", "data/interface/" + name: text + "\n"}


def main():
    cases = [(name, sys.argv[1], {path: text}, refusal) for name, path, text, refusal in CASES]
    cases += [(name, sys.argv[2], page(code, table), refusal) for name, code, table, refusal in PHRASES]
    cases += [(name, sys.argv[2], {"src/show/assets/a.css": text}, refusal) for name, text, refusal in SHEETS]
    print(f"1..{len(cases)}")
    wrong = 0
    for number, (name, tool, files, refusal) in enumerate(cases, 1):
        with tempfile.TemporaryDirectory() as folder:
            for path, text in files.items():
                file = pathlib.Path(folder, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            run = subprocess.run([sys.executable, tool, folder, str(pathlib.Path(folder, "ok"))], check=False,
                                 capture_output=True, text=True)
        good = run.returncode == 0 if refusal is None else run.returncode == 1 and refusal in run.stderr
        wrong += not good
        print(f"{'ok' if good else 'not ok'} {number} - {name}" + ("" if good else "\n# " + run.stderr.replace("\n", "\n# ")))
    return wrong != 0


sys.exit(main())
