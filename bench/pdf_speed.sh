#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Pages a second of `travaux read` on a PDF against pdftotext, in one run, best of 10 each.
# usage: bench/pdf_speed.sh TRAVAUX [PDF]
set -euo pipefail
program=$1
pdf=${2:-${TRAVAUX_DATA:-$(dirname "$0")/../../shared/data}/bbnj/bbnj-en.pdf}
pages=$(pdfinfo "$pdf" | awk '/^Pages:/ { print $2 }')

took() { # nanoseconds of one run
    local begin
    begin=$(date +%s%N)
    "$@" >/dev/null 2>&1
    echo $(( $(date +%s%N) - begin ))
}

ours=999999999999 theirs=$ours layout=$ours
for _ in 1 2 3 4 5 6 7 8 9 10; do # in turns, so that whatever else the machine does falls on all alike
    t=$(took "$program" read --text after "$pdf"); (( t < ours )) && ours=$t
    t=$(took pdftotext "$pdf" -); (( t < theirs )) && theirs=$t
    t=$(took pdftotext -layout "$pdf" -); (( t < layout )) && layout=$t
done
awk -v n="$pages" -v a="$ours" -v b="$theirs" -v c="$layout" 'BEGIN {
    printf "%d pages: travaux %.0f pages/s (%.0f ms), pdftotext %.0f pages/s (%.0f ms), pdftotext -layout %.0f pages/s\n",
        n, n * 1e9 / a, a / 1e6, n * 1e9 / b, b / 1e6, n * 1e9 / c
    printf "ratio to pdftotext: %.2f times as fast\n", b / a }'
