# SPDX-License-Identifier: AGPL-3.0-or-later
# For tests that ask a real server: `. "$here/serve.sh"` after lib.sh.  serve_start [OPTION...] starts one on a
# free port for the workspace in this folder and sets $url; serve_local signs in by the link into $work/jar; serve_stop ends it.
serve_start() {
    "$travaux" serve --listen 127.0.0.1:0 "$@" 2>"$work/serve.log" &
    serve_pid=$!
    trap 'kill $serve_pid 2>/dev/null; wait $serve_pid 2>/dev/null; rm -rf "$work"' EXIT
    for _ in $(seq 100); do
        grep -q 'Ctrl-C' "$work/serve.log" && break
        kill -0 $serve_pid 2>/dev/null || { cat "$work/serve.log" >&2; return 1; }
        sleep 0.1
    done
    url=$(sed -n 's|^The workbench is at \(http[^ ]*\)/$|\1|p' "$work/serve.log")
    local_link=$(grep -o 'http[^ ]*/local/[^ ]*' "$work/serve.log")
}

serve_local() { curl -s -o /dev/null -c "$work/jar" "$local_link"; }

serve_stop() {
    kill -TERM $serve_pid
    wait $serve_pid
    serve_status=$?
}

# ask PATH [CURL OPTION...]: the answer's body in $out, its status in $code, its headers in $head
ask() {
    local path=$1
    shift
    code=$(curl -s --max-time 30 -o "$work/.body" -D "$work/.head" -w '%{http_code}' "$@" "$url$path")
    out=$(tr -d '\0' <"$work/.body")
    head=$(tr -d '\r' <"$work/.head")
}

# form_token PATH [CURL OPTION...]: the token of the forms on a page, for who is signed in by $work/jar
form_token() {
    local path=$1
    shift
    curl -s -b "$work/jar" -c "$work/jar" "$@" "$url$path" | sed -n 's/.*name="token" value="\([^"]*\)".*/\1/p' | head -1
}
