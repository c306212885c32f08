# SPDX-License-Identifier: AGPL-3.0-or-later
# What every tests/cli/*.test begins with: `. "$(dirname "$0")/lib.sh"`.  Each check prints one line of TAP; the script ends with `done_testing`.
# The test runs in an empty folder of its own, $work, which is removed at the end.
set -u
number=0
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_root=${TRAVAUX_SOURCE:-$(cd "$here/../.." && pwd)}
data=${TRAVAUX_DATA:-$source_root/../shared/data}
travaux=${TRAVAUX:-$source_root/build/src/cmd/travaux}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
unset TRAVAUX_WORKSPACE

ok() { # ok NAME STATUS [DIAGNOSIS]
    number=$((number + 1))
    if [ "$2" -eq 0 ]; then
        echo "ok $number - $1"
    else
        echo "not ok $number - $1"
        [ -n "${3:-}" ] && printf '%s\n' "$3" | sed 's/^/# /'
    fi
}

skip() { # skip NAME REASON
    number=$((number + 1))
    echo "ok $number - $1 # SKIP $2"
}

# run COMMAND...: its output in $out, its messages in $err, its exit status in $status
run() {
    out=$("$@" 2>"$work/.err")
    status=$?
    err=$(cat "$work/.err")
}

is() { # is NAME GOT WANTED
    [ "$2" = "$3" ]
    ok "$1" $? "got:    $2
wanted: $3"
}

exits() { # exits NAME WANTED-STATUS
    [ "$status" -eq "$2" ]
    ok "$1" $? "exit status $status, wanted $2; it said: $err"
}

has() { # has NAME TEXT PART
    case $2 in *"$3"*) ok "$1" 0 ;; *) ok "$1" 1 "this lacks '$3': $2" ;; esac
}

lacks() { # lacks NAME TEXT PART
    case $2 in *"$3"*) ok "$1" 1 "this has '$3': $2" ;; *) ok "$1" 0 ;; esac
}

done_testing() { echo "1..$number"; }
