#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs the libFuzzer programs of a build folder, each from its seeds and its kept corpus.

    tools/fuzz.py BUILD [--seconds N] [--jobs N] [--keep] [NAME...]

Seeds are the files that fuzz/seeds.tsv names; the kept corpus of fuzz-docx is fuzz/corpus/docx.zip.  --keep adds what
a run found, minimised, to that archive.  An input that finds something stays in BUILD/findings.  The last line on
standard output is how many fuzzers found nothing and how many found something.
"""
import argparse
import concurrent.futures
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = ROOT / "fuzz" / "corpus"
KEPT_BYTES = 400_000  # of one archive: inputs beyond that are left out, the longest first


def put(folder, data):
    (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def gather(name, folder):
    """Fills the folder with seeds and the kept corpus."""
    for line in (ROOT / "fuzz" / "seeds.tsv").read_text(encoding="utf-8").splitlines():
        target, _, pattern = line.partition("\t")
        if target == "fuzz-" + name:
            for path in sorted(ROOT.glob(pattern)):
                if path.is_file():
                    put(folder, path.read_bytes())
    archive = CORPUS / (name + ".zip")
    if archive.is_file():
        with zipfile.ZipFile(archive) as kept:
            for entry in kept.namelist():
                put(folder, kept.read(entry))


def keep(program, name, folder, options):
    """Minimises the folder and writes the archive, the same bytes for the same inputs."""
    with tempfile.TemporaryDirectory() as small:
        subprocess.run([program, "-merge=1", "-verbosity=0", *options, small, folder], check=True, capture_output=True)
        inputs = sorted((path.stat().st_size, path.name, path.read_bytes()) for path in pathlib.Path(small).iterdir())
    CORPUS.mkdir(exist_ok=True)
    total = 0
    with zipfile.ZipFile(CORPUS / (name + ".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        for size, entry, data in inputs:
            packed = zipfile.ZipInfo(entry, date_time=(1980, 1, 1, 0, 0, 0))
            packed.compress_type = zipfile.ZIP_DEFLATED
            before = archive.fp.tell()
            archive.writestr(packed, data)
            total += archive.fp.tell() - before
            if total > KEPT_BYTES:
                break


def run(build, name, seconds, keeping):
    program = build / "fuzz" / ("fuzz-" + name)
    findings = build / "findings"
    findings.mkdir(exist_ok=True)
    options = ["-timeout=20", "-rss_limit_mb=3000", f"-artifact_prefix={findings}/{name}-"]
    with tempfile.TemporaryDirectory() as folder:
        gather(name, pathlib.Path(folder))
        at_first = len(os.listdir(folder))
        done = subprocess.run([program, f"-max_total_time={seconds}", "-verbosity=0", "-print_final_stats=1", *options,
                               folder], capture_output=True, text=True, errors="replace")
        runs = [line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed_units" in line]
        if done.returncode == 0 and keeping:
            keep(program, name, folder, options)
        grown = len(os.listdir(folder))
    said = f"{name}: {runs[0] if runs else '?'} runs, {at_first} inputs at first, {grown} at the end"
    if done.returncode == 0:
        return True, said
    return False, f"{said}: FOUND SOMETHING, the input is {findings}/{name}-*; the last words:\n" + \
        "\n".join(done.stderr.splitlines()[-40:])


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("build", type=pathlib.Path)
    options.add_argument("--seconds", type=int, default=60, help="for each fuzzer")
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at once")
    options.add_argument("--keep", action="store_true", help="keep what was found, minimised, in fuzz/corpus")
    options.add_argument("names", nargs="*", help="without \"fuzz-\"; all where none is given")
    options = options.parse_intermixed_args()
    names = options.names or sorted(path.name[5:] for path in (options.build / "fuzz").glob("fuzz-*") if path.is_file())
    if not names:
        sys.exit(f"tools/fuzz.py: no fuzzers in {options.build}; set it up with -Dfuzz=true and build it")
    clean = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        jobs = [pool.submit(run, options.build.resolve(), name, options.seconds, options.keep) for name in names]
        for job in concurrent.futures.as_completed(jobs):
            good, said = job.result()
            clean += good
            print(f"    {said}", file=sys.stderr, flush=True)
    print(clean, len(names) - clean)


main()
