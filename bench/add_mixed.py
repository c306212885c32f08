#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Takes 1,000 mixed real files into a new workspace: files a second, peak memory of the program and of its readers, and what
was not taken, by reason.

usage: bench/add_mixed.py TRAVAUX [--files N] [--cpus N] [--also OTHER-TRAVAUX] [--times N]

Files of every kind are looked for in $TRAVAUX_DATA, else ../shared/data. Where there are fewer than N, they come again with a
changed ending (a ZIP's comment, white space after the end), so that each counts as another file. With --also, the same files
are taken by another build too, in turns, and the ratio is printed.
"""
import argparse
import collections
import glob
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import tempfile
import threading
import time

ENDINGS = (".docx", ".doc", ".pdf", ".html", ".xml", ".txt", ".rtf", ".zip", ".odt")


def data_root():
    here = os.path.dirname(os.path.abspath(__file__))
    return os.environ.get("TRAVAUX_DATA", os.path.join(here, "..", "..", "shared", "data"))


def real_files(doc):
    """Every file of a known kind, mixed, in the same order on every run."""
    files = []
    for path in glob.glob(os.path.join(data_root(), "**", "*"), recursive=True):
        ending = os.path.splitext(path)[1].lower()
        if os.path.isfile(path) and ending in ENDINGS and os.path.getsize(path) < 20 << 20 and (doc or ending != ".doc"):
            files.append(path)
    files.sort()
    random.Random(1).shuffle(files)
    return files


def changed(data, path, turn):
    """The same document in other bytes."""
    if turn == 0:
        return data
    at = data.rfind(b"PK\x05\x06")
    if path.lower().endswith((".docx", ".zip", ".odt")) and at >= 0 and data[at + 20:at + 22] == b"\0\0":
        comment = b"copy %d" % turn
        return data[:at + 20] + len(comment).to_bytes(2, "little") + comment
    return data + b"\n" + b" " * turn + b"\n"


def lay_out(folder, count, doc):
    files, made, kinds = real_files(doc), 0, collections.Counter()
    for turn in range(count):
        for path in files:
            if made == count:
                return kinds
            with open(path, "rb") as source:
                data = source.read()
            ending = os.path.splitext(path)[1].lower()
            with open(os.path.join(folder, f"{made:04}{ending}"), "wb") as out:
                out.write(changed(data, path, turn))
            kinds[ending] += 1
            made += 1
    return kinds


class Memory(threading.Thread):
    """Looks again and again at a process and at those below it."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.over, self.own, self.child, self.together = pid, False, 0, 0, 0

    @staticmethod
    def kilobytes(pid, field):
        try:
            with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as status:
                return next((int(line.split()[1]) for line in status if line.startswith(field)), 0)
        except OSError:
            return 0

    @staticmethod
    def below(pid):
        try:
            with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as children:
                direct = [int(word) for word in children.read().split()]
        except OSError:
            return []
        return direct + [deeper for child in direct for deeper in Memory.below(child)]

    def run(self):
        while not self.over:
            self.own = max(self.own, self.kilobytes(self.pid, "VmHWM:"))
            now = self.kilobytes(self.pid, "VmRSS:")
            for pid in self.below(self.pid):
                self.child = max(self.child, self.kilobytes(pid, "VmHWM:"))
                now += self.kilobytes(pid, "RssAnon:")
            self.together = max(self.together, now)
            time.sleep(0.02)


def reason_of(error):
    for words, kind in (("stopped", "stopped"), ("not a Word file", "not what its name says"), ("encrypted", "encrypted"),
                        ("password", "encrypted"), ("no reader", "no reader for it"), ("not read", "no reader for it"),
                        ("empty", "empty"), ("LibreOffice", "needs a converter"), ("no text", "no text in it")):
        if words in error:
            return kind
    return "damaged"


def take(program, folder, cpus):
    with tempfile.TemporaryDirectory() as home:
        subprocess.run([program, "init", home], check=True, capture_output=True)
        command = [program, "-w", os.path.join(home, "travaux.db"), "add", "--json", folder]
        if cpus:
            command = ["taskset", "-c", f"0-{cpus - 1}"] + command
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begin = time.monotonic()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
            memory = Memory(run.pid)
            memory.start()
            out = run.stdout.read()
            code = run.wait()
        took = time.monotonic() - begin
        memory.over = True
        memory.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if code not in (0, 1):
        raise SystemExit(f"{program} ended with {code}")
    return took, busy, memory, json.loads(out)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("--files", type=int, default=1000)
    options.add_argument("--cpus", type=int, default=0)
    options.add_argument("--also")
    options.add_argument("--times", type=int, default=1)
    options.add_argument("--no-doc", action="store_true", help="leave out .doc, which a converter reads")
    given = options.parse_args()
    folder = tempfile.mkdtemp()
    try:
        kinds = lay_out(folder, given.files, not given.no_doc)
        print(f"{sum(kinds.values())} files: " + ", ".join(f"{n} {kind[1:]}" for kind, n in kinds.most_common()))
        times = collections.defaultdict(list)
        for turn in range(given.times):
            for name, program in (("this", given.program), ("other", given.also)):
                if program is None:
                    continue
                took, busy, memory, report = take(program, folder, given.cpus)
                times[name].append(took)
                print(f"{name}: {took:.1f} s, {given.files / took:.1f} files/s, {busy:.1f} s of "
                      f"processors; {len(report['added'])} added, "
                      f"{len(report['unchanged'])} unchanged, {len(report['failed'])} failed; peak memory: program "
                      f"{memory.own >> 10} MB, largest reader {memory.child >> 10} MB, all together {memory.together >> 10} MB")
                if name == "this" and turn == 0:
                    for reason, n in collections.Counter(reason_of(f["error"]) for f in report["failed"]).most_common():
                        print(f"  {n:4}  {reason}")
        if given.also:
            ratio = statistics.median(times["other"]) / statistics.median(times["this"])
            print(f"this build takes {ratio:.2f} times as many files a second as the other")
    finally:
        shutil.rmtree(folder)


main()
