#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes assembly that links files into the binary by .incbin, and the table by which tvx_asset_find finds them."""
import pathlib
import sys


def main():
    out, root, files = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3:]
    lines = ['    .section .rodata']
    table = []
    for number, name in enumerate(sorted(files)):
        path = pathlib.Path(name).resolve()
        short = path.relative_to(root).as_posix()
        lines += [f'name{number}:', f'    .asciz "{short}"', '    .balign 16',
                  f'bytes{number}:', f'    .incbin "{path}"', f'end{number}:', '    .byte 0']
        table.append((number, short))
    lines += ['    .section .data.rel.ro,"aw"', '    .balign 8', '    .globl tvx_assets', 'tvx_assets:']
    for number, _ in table:
        lines += [f'    .quad name{number}', f'    .quad bytes{number}', f'    .quad end{number} - bytes{number}']
    lines += ['    .globl tvx_asset_count', 'tvx_asset_count:', f'    .quad {len(table)}',
              '    .section .note.GNU-stack,"",@progbits', '']
    out.write_text("\n".join(lines))
    return 0


sys.exit(main())
