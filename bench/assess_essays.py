#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Does `assess` say of two provisions what an essay argues about them, and where two analysts disagree?

Usage: bench/assess_essays.py TRAVAUX [ESSAYS] [--brief]

ESSAYS (default $TRAVAUX_BRIEF or ../shared/brief) holds the essay on threats to the Internet from the ITRs; the two provisions and the
passages are looked for in it at run time and are no part of this repository.  They are tabled against the ITRs of 1988 with the
ITU's Constitution in force, beside a change of ours to a definition.  The analysts' intervals are ours, read from what the essay says of each,
and their reasons our paraphrase.  Needs the real documents ($TRAVAUX_DATA or ../shared/data).
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("TRAVAUX_DATA", ROOT.parent / "shared" / "data"))
ROUTING, ACCESS, TERM = "ZZA/1/1", "ZZB/2/1", "ZZC/3/1"
failed = 0


def travaux(program, folder, *words):
    done = subprocess.run([program, *map(str, words)], cwd=folder, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(map(str, words))}: {done.stderr}")
    return done.stdout


def check(what, is_so):
    global failed
    failed += not is_so
    print(f"  {'yes' if is_so else 'NO '}  {what}")


def sentence(text, *words):
    """The first sentence of the essay that has all these words."""
    for line in text.splitlines():
        for part in re.split(r"(?<=[.!?])\s+", line):
            if all(w.lower() in part.lower() for w in words):
                return part.strip()
    sys.exit(f"the essay has no sentence with {words}")


def factors(report, part, ending=""):
    return [f for f in report["effect"]["factors"] if f.get("value") == part and f["method"].endswith(ending)]


def part(report, name):
    return next(p for p in report["effect"]["parts"] if p["part"] == name)


def span(interval):
    return f"{interval['low']:.1f}–{interval['high']:.1f}"


def main():
    words = [w for w in sys.argv[1:] if not w.startswith("--")]
    program = os.path.abspath(words[0])
    essays = pathlib.Path(words[1] if len(words) > 1 else os.environ.get("TRAVAUX_BRIEF", ROOT.parent / "shared" / "brief"))
    found = sorted(essays.glob("seed-000*.txt")) if essays.is_dir() else []
    if not found or not DATA.is_dir():
        print(f"skipped: {essays} or {DATA} is not here")
        return
    essay = found[0].read_text(encoding="utf-8")
    lines = [line.strip() for line in essay.splitlines()]
    routing = next(line for line in lines if re.match(r"A Member State shall .* rout", line))
    access = next(line for line in lines if re.match(r"Member States shall ensure .* except", line))
    with tempfile.TemporaryDirectory() as folder:
        run = lambda *more: travaux(program, folder, *more)
        run("init")
        run("add", "--kind", "instrument", "--instrument", "ITR", "--version", "1988", "--date", "1988-12-09", "--in-force",
            DATA / "itu/basic-texts/ITR-1988.md")
        run("add", "--kind", "instrument", "--instrument", "CS", "--version", "2022", "--in-force",
            DATA / "itu/basic-texts/ITU-Constitution.txt")
        run("add", "--kind", "library", found[0])
        before = json.loads(run("show", "--json", "ITR@1988:2.2"))
        before = before.get("text") or before["provisions"][0]["text"]
        after = before.replace("The offering of a telecommunication capability",
                               "The offering of a telecommunication capability, including Internet services and applications,")
        if before == after:
            sys.exit("the definition reads otherwise than was thought")
        with open(f"{folder}/tabled.jsonl", "w", encoding="utf-8") as out:
            for number, action, place, old, new in ((ROUTING, "ADD", "3.5", "", routing), (ACCESS, "ADD", "3.6", "", access),
                                                    (TERM, "MOD", "2.2", before, after)):
                out.write(json.dumps({"number": number, "action": action, "provision": place, "sponsors": [number[:3]],
                                      "before": old, "after": new}) + "\n")
        run("add", "--instrument", "ITR", "--meeting", "WCIT-12", f"{folder}/tabled.jsonl")

        name = found[0].name
        gloomy = sentence(essay, "apparently feels", "controlled and closed")
        enter = lambda ref, who, effect, likely, why, *quotes: run(
            "assess", ref, "--as", who, "--effect", effect, "--likelihood", likely, "--because", why, "--evidence", name,
            *[w for q in quotes for w in ("--quote", q)])
        enter(ACCESS, "Winseck", "7..10", "0.1..0.6",
              "Together with the rest of the new article it would give closed national networks a ground in law.", gloomy)
        enter(ACCESS, "Mueller", "0..3", "0.02..0.15",
              "States may do this by themselves and without the treaty; one text of five has the words, and nothing in the treaty makes "
              "the means to carry them out.", sentence(essay, "about five different"), sentence(essay, "sensitive nature", "create the means"))
        enter(ROUTING, "Mueller", "1..4", "0.05..0.3",
              "All hangs on whether the traffic is the Internet's; for circuits it is routine, and national rules can do the same.",
              sentence(essay, "hinges"), sentence(essay, "national regulation", "fail to see"))
        reports = {ref: json.loads(run("assess", "--json", ref)) for ref in (ROUTING, ACCESS, TERM)}
        for ref, report in reports.items():
            print(f"{ref}: effect {span(report['effect'])} × likelihood {span(report['likelihood'])} (n = {report['likelihood']['n']}); " +
                  ", ".join(f"{p['part']} {span(p)}" for p in report["effect"]["parts"]))
        r, a, t = reports[ROUTING], reports[ACCESS], reports[TERM]
        print("What the essay argues:")
        check("routing: carrying it out means control of routing", bool(factors(r, "cost", ": routing")))
        check("routing: which can hardly be carried out between networks of packets, but for circuits can (wide share)",
              part(r, "feasible")["low"] <= 0.2 and part(r, "feasible")["high"] >= 0.7)
        check("routing: it gives rights to States, no duty without condition (force 4 at most)", part(r, "force")["high"] <= 4)
        check("routing: its import hinges on the definition", any("decided there" in f["statement"] for f in factors(r, "scope")))
        check("access: what one half gives the exception takes", bool(factors(a, "rights", ": exception")))
        check("access: the grounds can be read widely", bool(factors(a, "rights", ": undefined")))
        check("access: the words do not make the means (feasible at most 0.6)", part(a, "feasible")["high"] <= 0.6)
        check("access: its reach hangs on the contested definition", any("decided there" in f["statement"] for f in factors(a, "scope")))
        check("definition: its effect is reach before all else", part(t, "scope")["high"] == max(part(t, n)["high"] for n in (
            "rights", "scope", "force", "cost")))
        check("definition: it weighs more than either provision (the crucial issue)", all(
            t["effect"]["low"] + t["effect"]["high"] > o["effect"]["low"] + o["effect"]["high"] for o in (r, a)))
        ranked = json.loads(run("assess", "--json", "--weight", "scope=4"))["assessments"]
        check("definition: it does for a reader who gives scope the weight 4", ranked[0]["reference"] == TERM)
        laws = {e["ref"] for f in factors(a, "new") for e in f["evidence"] if e["ref"].startswith("CS")}
        laws |= {e["ref"] for f in factors(r, "new") for e in f["evidence"] if e["ref"].startswith("CS")}
        check(f"the Constitution is looked at for what is law already: {', '.join(sorted(laws)) or 'nothing cited'}", bool(laws))
        print("Where the analysts disagree (on access):")
        for claim in a["differences"]:
            print(f"  {claim['statement']}  [{len(claim['evidence'])} passages]")
        check("Winseck and Mueller differ on the effect", any(c["value"] == "effect" for c in a["differences"]))
        check("each rests on passages of the essay, found there", all(
            e["quote"] in essay and e["len"] > 0 for v in a["analysts"] for e in v["effect"]["evidence"]))
        print(f"  effect: the tables {span(a['effect'])}, " +
              ", ".join(f"{v['analyst']} {span(v['effect'])}" for v in a["analysts"]))
        if "--brief" in sys.argv:
            print(run("assess", ACCESS, "--brief", "md"))
    print(f"{failed} not so")


main()
