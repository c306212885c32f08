#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes assembly that links files into the binary by .incbin, and the table by which tvx_asset_find finds them."""
import pathlib
import sys
import unicodedata

BUCKETS = 37  # a-z, 0-9, all other; as bucket_of() in src/base/asset.c has them


def bucket(phrase):
    """By the phrase's first letter, digit or mark; None when it has none."""
    for sign in phrase:
        if unicodedata.category(sign)[0] in "LM" or unicodedata.category(sign) == "Nd":
            sign = sign.casefold()[:1]
            return ord(sign) - 97 if "a" <= sign <= "z" else 26 + ord(sign) - 48 if "0" <= sign <= "9" else BUCKETS - 1
    return None


def index(path):
    """Where the rows start of which a phrase begins with each letter: bounds of the buckets, then the rows' offsets.

    Phrases are what "|" parts in the second and third column, and in the first when it is no word of ours (lower case)."""
    buckets, at = [[] for _ in range(BUCKETS)], 0
    for line in path.read_bytes().split(b"\n"):
        fields = line.decode("utf-8").split("\t")
        phrases = [p for f in fields[1:3] for p in f.split("|")] + ([] if "a" <= line[:1].decode("latin-1") <= "z" else fields[:1])
        if line and not line.startswith(b"#"):
            for b in sorted({bucket(p) for p in phrases} - {None}):
                buckets[b].append(at)
        at += len(line) + 1
    bounds = [0]
    for rows in buckets:
        bounds.append(bounds[-1] + len(rows))
    return bounds + [row for rows in buckets for row in rows]


def main():
    out, root, files = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3:]
    lines = ['    .section .rodata']
    table = []
    for number, name in enumerate(sorted(files)):
        path = pathlib.Path(name).resolve()
        short = path.relative_to(root).as_posix()
        lines += [f'name{number}:', f'    .asciz "{short}"', '    .balign 16',
                  f'bytes{number}:', f'    .incbin "{path}"', f'end{number}:', '    .byte 0']
        if short.endswith(".tsv"):
            lines += ['    .balign 4', f'index{number}:', '    .long ' + ", ".join(map(str, index(path)))]
        table.append((number, short))
    lines += ['    .section .data.rel.ro,"aw"', '    .balign 8', '    .globl tvx_assets', 'tvx_assets:']
    for number, short in table:
        lines += [f'    .quad name{number}', f'    .quad bytes{number}', f'    .quad end{number} - bytes{number}',
                  f'    .quad index{number}' if short.endswith(".tsv") else '    .quad 0']
    lines += ['    .globl tvx_asset_count', 'tvx_asset_count:', f'    .quad {len(table)}',
              '    .section .note.GNU-stack,"",@progbits', '']
    out.write_text("\n".join(lines))
    return 0


sys.exit(main())
