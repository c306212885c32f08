#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The workbench under load for minutes, with people who write: is its memory flat, does no request fail, is nothing lost?

    bench/serve_long.py TRAVAUX WORKSPACE [--minutes 10] [--readers 12] [--writers 3]

WORKSPACE is copied first.  Readers ask for pages taken from the site's own links and for searches; writers invite people
(a write that is audited), as fast as they are answered.  Every ten seconds prints the server's memory and what was
asked; at the end the answers that were no success, the writes acknowledged and not there, and the slope of the memory.
"""
import argparse
import collections
import http.client
import pathlib
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse


class Client:
    def __init__(self, host, cookie):
        self.host, self.cookie, self.connection = host, cookie, None

    def ask(self, method, path, body=None):
        if self.connection is None:
            self.connection = http.client.HTTPConnection(self.host, timeout=30)
        headers = {"Cookie": self.cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.connection = None
            raise


def memory(server):
    status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("travaux")
    parser.add_argument("workspace")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--readers", type=int, default=12)
    parser.add_argument("--writers", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = shutil.copy(options.workspace, folder)
        server = subprocess.Popen([options.travaux, "-w", workspace, "serve", "--listen", "127.0.0.1:0"],
                                  stderr=subprocess.PIPE, text=True)
        link = next(urllib.parse.urlparse(line.strip()) for line in server.stderr if "/local/" in line)
        try:
            load(options, server, link, workspace)
        finally:
            server.terminate()
            print("ended with", server.wait())


def load(options, server, link, workspace):
    connection = http.client.HTTPConnection(link.netloc)
    connection.request("GET", link.path)
    cookie = connection.getresponse().getheader("Set-Cookie").split(";")[0]
    first = Client(link.netloc, cookie)
    pages = {"/"}
    for _ in range(3):
        for page in random.sample(sorted(pages), min(len(pages), 20)):
            pages |= set(re.findall(r'href="(/[a-z][^"#]*)"', first.ask("GET", page)[1].decode()))
    pages = [page for page in sorted(pages) if not re.match(r"/(assets|language|sign|account|audit|people|api)", page)]
    token = re.search(r'name="token" value="([^"]*)"', first.ask("GET", "/people")[1].decode()).group(1)
    words = ["access", "service", "restrict", "notify", "operators", "cables", "tariffs", "suspend", "identity"]
    counts, failures, kept = collections.Counter(), collections.Counter(), []
    until = time.monotonic() + 60 * options.minutes

    def read(seed):
        client, own = Client(link.netloc, cookie), random.Random(seed)
        while time.monotonic() < until:
            page = "/search?q=" + "+".join(own.sample(words, 2)) if own.random() < 0.2 else own.choice(pages)
            note(client, "GET", page)

    def note(client, method, page, body=None):
        try:
            status, _ = client.ask(method, page, body)
        except (OSError, http.client.HTTPException) as error:
            status = type(error).__name__
        counts[method] += 1
        if status not in (200, 303):
            failures[f"{status} {method} {page if method == 'GET' else page}"] += 1
        return status

    def write(number):
        client, count = Client(link.netloc, cookie), 0
        while time.monotonic() < until:
            mail = f"w{number}n{count}@example.org"
            if note(client, "POST", "/people/invite",
                    urllib.parse.urlencode({"token": token, "email": mail, "role": "reader"})) in (200, 303):
                kept.append(mail)
            count += 1
            time.sleep(0.2)

    threads = [threading.Thread(target=read, args=(n,)) for n in range(options.readers)]
    threads += [threading.Thread(target=write, args=(n,)) for n in range(options.writers)]
    for thread in threads:
        thread.start()
    samples, began = [], time.monotonic()
    while time.monotonic() < until:
        time.sleep(min(10, max(0.1, until - time.monotonic())))
        samples.append((time.monotonic() - began, memory(server)))
        print(f"{samples[-1][0]:5.0f} s  {samples[-1][1]:7.1f} MiB  {counts['GET']} read  {counts['POST']} written  "
              f"{sum(failures.values())} failed", flush=True)
    for thread in threads:
        thread.join()
    there = {row[0] for row in sqlite3.connect(workspace).execute("SELECT email FROM invitation")}
    late = [sample for sample in samples if sample[0] > samples[-1][0] / 2]
    mean = sum(at for at, _ in late) / len(late), sum(size for _, size in late) / len(late)
    slope = sum((at - mean[0]) * (size - mean[1]) for at, size in late) / max(sum((at - mean[0]) ** 2 for at, _ in late), 1)
    print(f"{len(pages)} pages; {counts['GET']} read, {len(kept)} writes acknowledged, "
          f"{len([mail for mail in kept if mail not in there])} of them lost")
    print(f"memory at the end {samples[-1][1]:.1f} MiB; in the second half it changed by {60 * slope:+.2f} MiB a minute")
    for failure, count in failures.most_common(10):
        print("failed", count, failure)
    sys.exit(bool(failures))


main()
