#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes the documents and the ground truth of the example conference from its sources.

  tools/make-example.py                 everything (needs libreoffice-writer-nogui and python3-uno)
  tools/make-example.py --truth         the ground truth alone
  tools/make-example.py NAME ...        only the documents whose source's name holds one of the NAMEs
  tools/make-example.py --check         says whether documents and ground truth correspond to the sources (by text)
"""
import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from example import check, render, source, truth  # noqa: E402

HERE = Path(__file__).resolve().parent.parent / "examples"
ROOT = HERE / "conference"


def sources():
    return [source.read(p, str(p.relative_to(ROOT / "sources"))) for p in sorted((ROOT / "sources").rglob("*.txt"))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--truth", action="store_true")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    everything = sources()
    expected = (ROOT / "sources" / "expected.json").read_text(encoding="utf-8")
    files = truth.make(everything, expected)
    if options.check:
        return check.check(everything, files, ROOT)
    for name, text in files.items():
        (ROOT / "truth" / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / "truth" / name).write_text(text, encoding="utf-8")
    if options.truth:
        return 0
    for s in everything:
        if options.names and not any(n in s.name for n in options.names):
            continue
        print(s.head["file"], file=sys.stderr)
        render.write(s, ROOT / "documents" / s.head["file"])
    if not options.names:
        whole = (ROOT / "documents" / "nc-26" / "012-hel.docx").read_bytes()
        (HERE / "broken").mkdir(exist_ok=True)
        (HERE / "broken" / "truncated.docx").write_bytes(whole[:len(whole) * 3 // 5])
    return 0


if __name__ == "__main__":
    sys.exit(main())
