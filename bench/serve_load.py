#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many requests a second the workbench answers, beside nginx sending the same bytes from a file.

    bench/serve_load.py TRAVAUX WORKSPACE [--seconds 5] [--rounds 3] [--connections 50]

WORKSPACE is a travaux.db, best a large one (bench/make-workspace.py).  Needs wrk and nginx.  Server and nginx are
measured in turns, so that what else the machine does falls on both.  Prints requests a second, p50 and p99 for a
provision's page (kept ready, and made anew for each request) and for searches that are all different.
"""
import argparse
import http.client
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

SEARCH = """
local words = {%s}
local count = 0
request = function()
  count = count + 1
  return wrk.format("GET", "/search?q=" .. words[math.random(#words)] .. "%%20" .. words[math.random(#words)] .. "&n=" .. count,
                    {["Cookie"] = "%s"})
end
math.randomseed(os.time())
"""


def free_port():
    with socket.socket() as handle:
        handle.bind(("127.0.0.1", 0))
        return handle.getsockname()[1]


def start_server(travaux, workspace):
    server = subprocess.Popen([travaux, "-w", workspace, "serve", "--listen", "127.0.0.1:0"], stderr=subprocess.PIPE,
                              text=True)
    link = None
    for line in server.stderr:
        if "/local/" in line:
            link = urllib.parse.urlparse(line.strip())
            break
        if "Ctrl-C" in line:
            break
    if link is None:
        sys.exit("the workspace has accounts: this bench signs in by the link of a workspace without")
    connection = http.client.HTTPConnection(link.netloc)
    connection.request("GET", link.path)
    cookie = connection.getresponse().getheader("Set-Cookie").split(";")[0]
    return server, link.netloc, cookie


def start_nginx(folder, port):
    (folder / "nginx.conf").write_text(f"""
worker_processes auto; daemon off; pid {folder}/pid; error_log {folder}/error;
events {{ worker_connections 512; }}
http {{ access_log off; sendfile on; tcp_nopush on; open_file_cache max=100;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d;
  scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; root {folder}/root; default_type text/html; keepalive_requests 1000000; }} }}
""", encoding="utf-8")
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    return subprocess.Popen([program, "-c", str(folder / "nginx.conf"), "-p", str(folder)], stderr=subprocess.DEVNULL)


def wrk(url, options, extra):
    run = subprocess.run(["wrk", "-t2", f"-c{options.connections}", f"-d{options.seconds}s", "--latency", *extra, url],
                         capture_output=True, text=True, check=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", run).group(1))
    times = {}
    for part in ("50%", "99%"):
        number, unit = re.search(part + r"\s+([\d.]+)(us|ms|s)", run).groups()
        times[part] = float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", run)
    lost = re.search(r"Socket errors: (.*)", run)
    return rate, times["50%"], times["99%"], (bad.group(0) if bad else "") + (lost.group(0) if lost else "")


def fetch(host, path, cookie):
    connection = http.client.HTTPConnection(host)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        sys.exit(f"{path}: {answer.status}")
    return body


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("travaux")
    parser.add_argument("workspace")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=50)
    options = parser.parse_args()
    server, host, cookie = start_server(options.travaux, options.workspace)
    with tempfile.TemporaryDirectory() as name:
        folder, port = pathlib.Path(name), free_port()
        folder.chmod(0o755)
        (folder / "root").mkdir()
        nginx = start_nginx(folder, port)
        try:
            measure(options, host, cookie, folder, port)
        finally:
            nginx.terminate()
            nginx.wait()
            server.terminate()
            server.wait()


def measure(options, host, cookie, folder, port):
    start = fetch(host, "/", cookie).decode()
    pages = re.findall(r'href="(/provision/[^"]+)"', start)
    sizes = sorted((len(fetch(host, page, cookie)), page) for page in pages[:40])
    size, page = sizes[len(sizes) // 2]
    body = fetch(host, page, cookie)
    (folder / "root" / "page.html").write_bytes(body)
    time.sleep(0.5)
    print(f"the page {page}: {size} bytes")
    ratios = []
    for turn in range(options.rounds):
        theirs = wrk(f"http://127.0.0.1:{port}/page.html", options, [])
        ours = wrk(f"http://{host}{page}", options, ["-H", f"Cookie: {cookie}"])
        ratios.append(ours[0] / theirs[0])
        print(f"  nginx   {theirs[0]:9.0f}/s  p50 {theirs[1]:6.2f} ms  p99 {theirs[2]:6.2f} ms  {theirs[3]}")
        print(f"  travaux {ours[0]:9.0f}/s  p50 {ours[1]:6.2f} ms  p99 {ours[2]:6.2f} ms  {ours[3]}  ratio {ratios[-1]:.2f}")
    print(f"  ratio: median {sorted(ratios)[len(ratios) // 2]:.2f}, least {min(ratios):.2f}, most {max(ratios):.2f}")
    script = folder / "anew.lua"
    script.write_text('math.randomseed(os.time())\nrequest = function()\n return wrk.format("GET", "%s?n=" .. '
                      'math.random(1e9), {["Cookie"] = "%s"}) end\n' % (page, cookie), encoding="utf-8")
    rate = wrk(f"http://{host}", options, ["-s", str(script)])
    print(f"the same page made anew: {rate[0]:.0f}/s  p50 {rate[1]:.2f} ms  p99 {rate[2]:.2f} ms  {rate[3]}")
    words = sorted(set(re.findall(r"[a-z]{5,}", re.sub(r"<[^>]*>", " ", body.decode()))))[:200]
    script.write_text(SEARCH % (", ".join(f'"{word}"' for word in words), cookie), encoding="utf-8")
    if b"<form" in fetch(host, "/search?q=" + words[0], cookie):
        for turn in range(options.rounds):
            rate = wrk(f"http://{host}", options, ["-s", str(script)])
            print(f"searches, all different: {rate[0]:.0f}/s  p50 {rate[1]:.2f} ms  p99 {rate[2]:.2f} ms  {rate[3]}")


main()
