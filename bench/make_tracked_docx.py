#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes a DOCX with tracked revisions (own text) and measures `travaux read` against pandoc on it, process by process.

usage: bench/make_tracked_docx.py OUT.docx [--revisions N] [--measure TRAVAUX]

With --measure: the best of several runs of `travaux read --text marked` and of `pandoc --track-changes=all -t
plain`, their ratio, and the peak resident memory of each process tree's largest process.
"""
import argparse
import os
import random
import subprocess
import time
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
REL = '<Relationship Id="r%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>'
TYPES = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         '<Default Extension="xml" ContentType="application/xml"/>'
         '<Override PartName="/word/document.xml" ContentType='
         '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
STYLES = ('<w:styles %s><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
          '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
          '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>' % W)
NUMBERING = ('<w:numbering %s><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
             '<w:lvlText w:val="%%1"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
             '<w:lvlText w:val="%%2)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
             '</w:numbering>' % W)
WORDS = ("each member of the union shall where its means allow open its ports to relief ships and report every year to the council on "
         "the state of lights buoys and tide tables that it keeps for the use of all").split()
AUTHORS = ["Delegation of Norland", "Delegation of Sudmark", "Secretariat"]


def text(rng, low, high):
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(low, high)))


def run(content, tag="t"):
    return f'<w:r><w:rPr><w:lang w:val="en-GB"/></w:rPr><w:{tag} xml:space="preserve">{content}</w:{tag}></w:r>'


def mark(rng, kind, number, content):
    author = rng.choice(AUTHORS)
    tag = "delText" if kind == "del" else "t"
    return (f'<w:{kind} w:id="{number}" w:author="{author}" w:date="2026-03-0{rng.randint(1, 9)}T10:00:00Z">'
            f'{run(content, tag)}</w:{kind}>')


def document(revisions):
    rng, out, number, paragraph = random.Random(4), [], 0, 0
    while number < revisions:
        paragraph += 1
        if paragraph % 40 == 1:
            out.append(f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{run("Article")}</w:p>')
        pieces = [run(text(rng, 8, 30) + " ")]
        for _ in range(rng.randint(0, 3)):
            if number < revisions:
                pieces.append(mark(rng, rng.choice(("ins", "del")), number, text(rng, 1, 6) + " "))
                number += 1
            pieces.append(run(text(rng, 4, 20) + " "))
        level = rng.choice((0, 0, 1))
        out.append(f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>{"".join(pieces)}</w:p>')
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{"".join(out)}<w:sectPr/></w:body></w:document>'


def write(path, revisions):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", RELS % (REL % (1, "officeDocument", "word/document.xml")))
        package.writestr("word/_rels/document.xml.rels",
                         RELS % (REL % (1, "styles", "styles.xml") + REL % (2, "numbering", "numbering.xml")))
        package.writestr("word/styles.xml", STYLES)
        package.writestr("word/numbering.xml", NUMBERING)
        package.writestr("word/document.xml", document(revisions))


def measure(command, runs):
    best, peak, size = None, 0, 0
    for _ in range(runs):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        size = len(process.stdout.read())
        _, status, usage = os.wait4(process.pid, 0)
        taken = time.perf_counter() - start
        if status != 0:
            raise SystemExit(f"{command[0]} failed")
        best = taken if best is None else min(best, taken)
        peak = max(peak, usage.ru_maxrss)
    return best, peak / 1024, size


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--revisions", type=int, default=3000)
    parser.add_argument("--measure", metavar="TRAVAUX")
    options = parser.parse_args()
    write(options.out, options.revisions)
    if options.measure is None:
        return
    ours, memory, size = measure([options.measure, "read", "--text", "marked", options.out], 15)
    theirs, their_memory, their_size = measure(["pandoc", "--track-changes=all", "-t", "plain", options.out], 3)
    print(f"{options.revisions} revisions: travaux {ours * 1000:.1f} ms, {memory:.1f} MB, {size} bytes out; "
          f"pandoc {theirs * 1000:.0f} ms, {their_memory:.0f} MB, {their_size} bytes out; {theirs / ours:.1f} times faster")


main()
