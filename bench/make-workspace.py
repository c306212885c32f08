#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""
Makes a large invented workspace, to time the server and its pages: five instruments of a thousand provisions in all,
two conferences, and as many contributions as asked for, one to three proposals each, of which a few provisions draw
most (Zipf's law).  The same numbers give the same files.

    bench/make-workspace.py FOLDER [--documents 10000] [--travaux build/src/cmd/travaux]

FOLDER/in gets the files and FOLDER/travaux.db is made of them with `travaux add`.  Without --travaux only the files.
"""
import argparse
import random
import subprocess
import sys
import time
from pathlib import Path

STATES = """ARG AUS BRA CAN CHN CIV DEU EGY ESP EST FIN FRA GBR GHA IDN IND IRN ITA JOR JPN KEN KOR MAR MEX MLI NGA NLD
NOR NZL POL PRT RUS SAU SEN SWE THA TUN TUR UKR URY USA VNM ZAF""".split()
INSTRUMENTS = [("BNR", "BENCH NETWORK REGULATIONS"), ("BSR", "BENCH SERVICE REGULATIONS"),
               ("BTR", "BENCH TARIFF REGULATIONS"), ("BER", "BENCH EMERGENCY REGULATIONS"),
               ("BPR", "BENCH PRIVACY REGULATIONS")]
WHO = ["Member States", "Each Member State", "Operators", "A transit State", "The Secretary-General", "Users",
       "Administrations", "Every operator", "The parties concerned", "The Board"]
MODAL = ["shall", "should", "may", "shall endeavour to", "are encouraged to", "shall not", "agree to"]
VERB = ["publish", "notify", "protect", "restrict", "inspect", "register", "restore", "measure", "limit", "record",
        "exchange", "suspend", "authorise", "review", "support"]
NOUN = ["routes", "tariffs", "the international service", "traffic", "numbers", "names", "messages", "stations",
        "accounts", "reports", "faults", "requests", "cables", "equipment", "the identity of the sender",
        "personal data", "statistics", "agreements", "emergency calls", "the origin of a call"]
TAIL = ["without delay", "at least once a year", "in accordance with national law", "on request of another State",
        "where this is technically possible", "to the extent practicable", "within three months",
        "in the working languages of the Union", "for reasons of security", "without discrimination",
        "unless otherwise agreed", "subject to the Charter", "with due regard to the rights of users"]
REASON = ["The present text has led to disputes.", "What is usual in practice should be said.",
          "Users cannot rely on the rule as it stands.", "The words are clearer so.", "Costs are to be kept low."]


def sentence(rng):
    return (f"{rng.choice(WHO)} {rng.choice(MODAL)} {rng.choice(VERB)} {rng.choice(NOUN)} and {rng.choice(NOUN)} "
            f"{rng.choice(TAIL)}, and {rng.choice(VERB)} {rng.choice(NOUN)} {rng.choice(TAIL)}")


def instruments(rng, folder):
    """Writes them; {key: {path: text}}."""
    folder.mkdir(parents=True, exist_ok=True)
    laws, toml = {}, ['kind = "instrument"', 'access = "public"']
    for key, title in INSTRUMENTS:
        laws[key], lines = {}, [title, "", "(Saltmere, 2022)", ""]
        for article in range(1, 26):
            lines += [f"ARTICLE {article}", "", f"{rng.choice(VERB).capitalize()} {rng.choice(NOUN)}", ""]
            for paragraph in range(1, 9):
                path = f"{article}.{paragraph}"
                laws[key][path] = sentence(rng) + "."
                lines += [f"{path} {laws[key][path]}", ""]
        name = f"{key.lower()}-2022.txt"
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
        toml += [f'[files."{name}"]', f'instrument = "{key}"', 'version = "2022"', 'date = "2022-09-30"',
                 'meeting = "BC-22"', "in_force = true"]
    (folder / "travaux.toml").write_text("\n".join(toml) + "\n", encoding="utf-8")
    return laws


def change(rng, text):
    words = text.rstrip(".").split(" ")
    kind = rng.random()
    if kind < 0.4:
        words.insert(rng.randrange(2, len(words)), rng.choice(TAIL))
    elif kind < 0.7:
        at = rng.randrange(1, len(words) - 1)
        words[at:at + 1] = rng.choice([["promptly"], ["duly"], rng.choice(NOUN).split(" ")])
    else:
        at = rng.randrange(2, max(3, len(words) - 4))
        del words[at:at + rng.randrange(1, 4)]
    return " ".join(words) + "."


def contributions(rng, folder, laws, count, meeting, place):
    """A few changes to each place are what all ask for, so that there are families."""
    for key in laws:  # a folder each, so that its travaux.toml says what instrument the documents are about
        (folder / key).mkdir(parents=True, exist_ok=True)
        (folder / key / "travaux.toml").write_text(f'kind = "contribution"\naccess = "public"\nmeeting = "{meeting}"\n'
                                                   f'instrument = "{key}"\n', encoding="utf-8")
    keys = [(key, path) for key in laws for path in laws[key]]
    rng.shuffle(keys)
    weights = [1 / (rank + 8) for rank in range(len(keys))]
    usual = {}
    for number in range(1, count + 1):
        law = rng.choice([key for key, _ in INSTRUMENTS])
        source = rng.choice(STATES)
        lines = [f"NETWORK CONFERENCE ({meeting})", "", place, "", "PLENARY MEETING", "", f"Document {number}-E", "",
                 f"{rng.randrange(1, 29)} September 20{meeting[-2:]}", "", "Original: English", "", source, "",
                 f"Proposals on {rng.choice(NOUN)}".upper(), "", "Introduction", "", sentence(rng) + ".", "",
                 "Proposals", ""]
        for serial in range(1, rng.randrange(1, 4) + 1):
            key, path = rng.choices(keys, weights)[0]
            if serial > 1 and key != law:  # one document speaks of one instrument
                path = rng.choice(list(laws[law]))
            elif serial == 1:
                law = key
            text = laws[law][path]
            kinds = usual.setdefault((law, path), [change(rng, text) for _ in range(4)])
            after = rng.choice(kinds) if rng.random() < 0.6 else change(rng, text)
            action = rng.choices(["MOD", "SUP", "NOC", "ADD"], [70, 10, 10, 10])[0]
            lines += [f"{action}  {source}/{number}/{serial}", ""]
            if action == "ADD":
                article = path.split(".")[0]
                lines += [f"{article}.9 {change(rng, text)}", ""]
            elif action == "MOD":
                lines += [f"{path} {after}", ""]
            else:
                lines += [path, ""]
            lines += [f"Reasons: {rng.choice(REASON)}", ""]
        name = f"{number:06d}-{source.lower()}.txt"
        (folder / law / name).write_text("\n".join(lines), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=10000)
    parser.add_argument("--travaux", type=Path)
    arguments = parser.parse_args()
    rng = random.Random(26)
    inside = arguments.folder / "in"
    laws = instruments(rng, inside / "instruments")
    earlier = arguments.documents // 10
    contributions(rng, inside / "bc-22", laws, earlier, "BC-22", "Saltmere, 5 - 30 September 2022")
    contributions(rng, inside / "bc-26", laws, arguments.documents - earlier, "BC-26",
                  "Calder Bay, 30 November - 18 December 2026")
    if arguments.travaux is None:
        return 0
    program = str(arguments.travaux.resolve())
    for step in (["init"], ["add", "in"]):
        start = time.monotonic()
        if subprocess.run([program, *step], cwd=arguments.folder, stdout=subprocess.DEVNULL, check=False).returncode > 1:
            return 1
        print(f"travaux {' '.join(step)}: {time.monotonic() - start:.1f} s", file=sys.stderr)
    print(subprocess.run([program, "status"], cwd=arguments.folder, capture_output=True, text=True,
                         check=False).stdout.split("\n\n")[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
