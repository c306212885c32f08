#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compares what the program prints with the ground truth of the example conference, and prints every difference.

  check_example.py proposals|provisions|compare|review|text|blame|lineage|retabled|trace|reuse|definitions|force|outcome|
                   novelty|positions
      TRUTH-FOLDER < JSON

`compare`, `blame`, `lineage` and `trace` read an object from reference to what the command prints, `text` one from file to {"before", "after"}.  White space is
folded on both sides, and nothing else.  Exit status 1 when there is a difference.
"""
import json
import re
import sys
from pathlib import Path


def fold(value):
    return " ".join(value.split()) if isinstance(value, str) else value


def short(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 400 else text[:400] + "…"


class Score:
    def __init__(self):
        self.looked = self.wrong = 0

    def same(self, where, what, got, wanted):
        self.looked += 1
        if got != wanted:
            self.wrong += 1
            print(f"{where}: {what}\n  got    {short(got)}\n  wanted {short(wanted)}")

    def keyed(self, what, got, wanted):
        """Both are dictionaries: says what is missing and what is too much; hands back the common keys in order."""
        for key in wanted:
            self.same(key, what, "there" if key in got else "missing", "there")
        for key in got:
            if key not in wanted:
                self.same(key, what, "there", "missing")
        return [key for key in wanted if key in got]


def numbered(items):
    return {p["number"]: p for p in items}


def edits(items):
    return [{k: fold(e.get(k) or "") for k in ("op", "before", "after")} for e in items]


def proposals(score, got, truth):
    got, wanted = numbered(got), numbered(truth("proposals.json"))
    for n in score.keyed("proposal", got, wanted):
        g, w = got[n], wanted[n]
        for field in ("action", "document"):
            score.same(n, field, g[field], w[field])
        score.same(n, "sponsors", sorted(g["sponsors"]), sorted(w["sponsors"]))
        score.same(n, "provision", g["provision"] or None, w["provision"])
        if not w["unresolved"]:
            score.same(n, "instrument", g["instrument"], w["instrument"])
            score.same(n, "version", g["version"], w["version"])
        for field in ("before", "after", "reasons"):
            score.same(n, field, fold(g[field] or ""), w[field])
        if "MOD" in w["action"]:
            score.same(n, "edits", edits(g["edits"]), w["edits"])


def provisions(score, got, truth):
    """Each paragraph of each version; titles and formulas of treaties are not held to a form."""
    def keyed(items):
        return {f'{p["instrument"]}@{p["version"]}:{p["path"]}': p for p in items}

    wanted = keyed([{**p, "instrument": i["instrument"], "version": i["version"]}
                    for i in truth("instruments.json") for p in i["provisions"]])
    got = keyed(got)
    for n in score.keyed("provision", got, wanted):
        for field in ("label", "heading", "marginal", "text"):
            score.same(n, field, fold(got[n][field] or ""), fold(wanted[n][field] or ""))


def family_key(family):
    return " ".join(sorted(family["proposals"])) or "(the text in force alone)"


def relation_between(comparison, a, b):
    """How the family of proposal a stands to that of b."""
    index = {p: i for i, f in enumerate(comparison["families"]) for p in f["proposals"]}
    turn = {"subset": "superset", "superset": "subset"}
    for r in comparison["relations"]:
        if (r["a"], r["b"]) == (index.get(a), index.get(b)):
            return r["relation"]
        if (r["a"], r["b"]) == (index.get(b), index.get(a)):
            return turn.get(r["relation"], r["relation"])
    return "apart"


def derived(comparison, index):
    return "".join(c["token"] for c in comparison["lattice"] if index in c["members"])


def compare(score, got, truth):
    wanted = {c["provision"]: c for c in truth("compare.json")}
    for ref in score.keyed("comparison", got, wanted):
        g, w = got[ref], wanted[ref]
        score.same(ref, "base", fold(g["base"] or ""), w["base"])
        families = {family_key(f): f for f in g["families"] if f["proposals"]}
        expected = {family_key(f): f for f in w["families"]}
        for key in score.keyed(f"family of {ref}", families, expected):
            f, e = families[key], expected[key]
            score.same(f"{ref} {key}", "kind", "base" if f["is_base"] else "suppress" if f["suppresses"] else "text",
                       e["kind"])
            score.same(f"{ref} {key}", "sponsors", sorted(f["sponsors"]), sorted(e["sponsors"]))
            if e["kind"] == "text":
                score.same(f"{ref} {key}", "text", fold(f["text"]), e["text"])
        for a, b, relation in w["relations"]:
            score.same(ref, f"{a} to {b}", relation_between(g, a, b), relation)
        for v in g["variants"]:
            score.same(ref, f'variant {v["index"]} from the lattice', derived(g, v["index"]),
                       "" if v["suppressed"] else v["text"])


def review(score, got, truth):
    kinds = ("unresolved-proposal", "other-version", "failed-file")
    wanted = {(r["kind"], r["where"]) for r in truth("review.json")}
    found = {(r["kind"], r["where"]) for r in got["review"] if r["kind"] in kinds}
    for entry in sorted(wanted | found):
        score.same(" ".join(entry), "review", entry in found, entry in wanted)


def text(score, got, truth):
    """Line by line where the format knows paragraphs; plain text and PDF know lines of print: there, word by word."""
    wanted = truth("text.json")
    for file in score.keyed("document", got, wanted):
        for view in ("before", "after"):
            g, w = [fold(line) for line in got[file][view].split("\n") if fold(line)], wanted[file][view]
            if file.endswith((".txt", ".pdf")):
                g, w = " ".join(g).split(), " ".join(w).split()
            score.same(file, view, {"more": [x for x in g if x not in w], "less": [x for x in w if x not in g]},
                       {"more": [], "less": []})
            score.same(file, f"{view}, in order", g == w, True)


def blame(score, got, truth):
    """Word for word: each token stands where it says, in a run of the same origin, and no word is without one."""
    wanted = truth("blame.json")
    for ref in score.keyed("blame", got, wanted):
        provisions = {p["provision"]: p["runs"] for p in wanted[ref]}
        words = {}
        for word in got[ref]:
            words.setdefault(word["provision"], []).append(word)
        for path in score.keyed(f"provision of {ref}", words, provisions):
            text = "".join(run["text"] for run in provisions[path])
            origins = [(run["kind"], run["ref"]) for run in provisions[path] for _ in run["text"]]
            end = 0
            for word in words[path]:
                start, length = word["start"], word["len"]
                where = f'{ref}:{path} "{word["token"]}" at {start}'
                score.same(where, "what is left out before it", text[end:start].strip(), "")
                end = start + length
                score.same(where, "text", text[start:end], word["token"])
                score.same(where, "origin", [(word["kind"], word["origin"]["ref"])], sorted(set(origins[start:end])))
            score.same(f"{ref}:{path}", "what is left out at the end", text[end:].strip(), "")


def lineage(score, got, truth):
    wanted = truth("lineage.json")
    fields = ("version", "provision", "change", "changed_by")
    for ref in score.keyed("lineage", got, wanted):
        score.same(ref, "steps", [{f: step[f] for f in fields} for step in got[ref]], wanted[ref])


def retabled(score, got, truth):
    """Exactly the pairs of the truth, with what became of the earlier one; outcomes as far as a pair shows them."""
    def keyed(items):
        return {f'{r["proposal"]} as {r["earlier"]}': r["fate"] for r in items}

    found, wanted = keyed(got), keyed(truth("retabled.json"))
    for pair in score.keyed("retabled", found, wanted):
        score.same(pair, "fate", found[pair], wanted[pair])
    fates = {o["proposal"]: o["outcome"] for o in truth("outcome.json")}
    for r in got:
        score.same(r["earlier"], "outcome", r["outcome"]["outcome"], fates[r["earlier"]])
        score.same(r["earlier"], "evidence of the outcome", any(e["quote"] for e in r["outcome"]["evidence"]), True)


def plain(text):
    return "".join(c if c.isalnum() else " " for c in text.lower()).split()


def about_the_same(quote, passage):
    """Most of the words of the shorter stand in the longer: where a passage ends may be told in more than one way."""
    a, b = plain(quote), plain(passage)
    shared = sum(min(a.count(w), b.count(w)) for w in set(a))
    return shared >= 0.6 * min(len(a), len(b))


def hit_is(hit, truth, turned=False):
    sides = ("source", "passage") if turned else ("passage", "source")
    return (hit["passage"]["ref"] == truth[1 if turned else 0] and hit["source"]["ref"] == truth[0 if turned else 1]
            and about_the_same(hit[sides[0]]["quote"], truth[2]) and about_the_same(hit[sides[1]]["quote"], truth[3]))


def told(entry):
    return entry.get("proposal") or entry["document"], entry["at"], entry["passage"], entry["source_passage"]


def trace(score, got, truth):
    """Every copy of a proposal's words, in its order of time, and its origin; nothing but copies and echoes."""
    wanted = truth("reuse.json")
    for number, hits in got.items():
        mine = [e for e in wanted if e.get("proposal") == number]
        for e in mine:
            found = [h for h in hits if hit_is(h, told(e))]
            if e["grade"] == "copy":
                score.same(f'{number} from {e["at"]}', "copy", "found" if found else "missing", "found")
            for h in found:
                score.same(f'{number} from {e["at"]}', "order", h["order"], e["order"])
        for h in hits:
            known = [e for e in mine if hit_is(h, told(e))]
            score.same(f'{number} from {h["source"]["ref"]}', "wording", "shared" if known else h["source"]["quote"],
                       "shared")
            if any(e["grade"] == "copy" for e in known):
                score.same(f'{number} from {h["source"]["ref"]}', "origin", h["origin"],
                           any(e.get("origin", False) for e in known))


def reuse(score, got, truth):
    """Every pair once, the earlier document being the source, and none that is not in the truth."""
    wanted = truth("reuse.json")
    for e in wanted:
        if e["grade"] == "copy":
            turned = e["order"] == "later"
            found = [h for h in got if hit_is(h, told(e), turned)]
            score.same(f'{told(e)[0]} and {e["at"]}', "copy", len(found), 1)
    pairs = [(told(e), e["order"] == "later") for e in wanted]
    # two that were copied from one share its words, too
    texts = [t[2] for t, _ in pairs] + [t[3] for t, _ in pairs]
    for h in got:
        refs = {h["passage"]["ref"], h["source"]["ref"]}
        known = any(hit_is(h, t, turned) for t, turned in pairs) or (
            refs <= {r for t, _ in pairs for r in t[:2]} and any(about_the_same(h["passage"]["quote"], t) for t in texts)
            and any(about_the_same(h["source"]["quote"], t) for t in texts))
        score.same(f'{h["passage"]["ref"]} from {h["source"]["ref"]}', "wording",
                   "shared" if known else h["source"]["quote"], "shared")
    for text in ({"VRN/14A1/6", "GLT/7/12", "policy-review-2025.html"}, {"HEL/21/1", "FLD/26/2", "MNR@2022:7.3"},
                 {"VRN/9/1", "GLT/7/11", "VRN/14A1/5"}):
        clusters = {h["cluster"] for h in got if {h["passage"]["ref"], h["source"]["ref"]} <= text}
        score.same(" ".join(sorted(text)), "clusters", len(clusters), 1)


def definitions(score, got, truth):
    """Each term, what uses it, what it reaches through others, what is proposed; nothing else is a definition."""
    got, wanted = ({d["term"]: d for d in items} for items in (got["definitions"], truth("definitions.json")))
    for term in score.keyed("definition", got, wanted):
        g, w = got[term], wanted[term]
        for field in ("provision", "affected", "affected_through"):
            score.same(term, field, g[field], w[field])
        keys = ("proposal", "provision", "direction")
        score.same(term, "changes", sorted(tuple(c[k] for k in keys) for c in g["changes"]),
                   sorted(tuple(c[k] for k in keys) for c in w["changes"]))


def force(score, got, truth):
    """Each proposal of NC-26 that changes the force of a sentence, and how; every other leaves it as it is."""
    wanted = {t["proposal"]: t for t in truth("force.json")}
    got = {g["reference"]: g for g in got}
    score.same("force", "proposals", sorted(set(wanted) - set(got)), [])
    for number, g in got.items():
        w = wanted.get(number, {"direction": "same", "sentences": []})
        score.same(number, "direction", g["direction"], w["direction"])
        moved = [s for s in g["sentences"] if s["direction"] != "same"]
        score.same(number, "sentences that change", len(moved), len(w["sentences"]))
        for a, b in zip(moved, w["sentences"]):
            for side in ("before", "after"):
                for field in ("modal", "level", "actor", "conditions"):
                    score.same(number, f"{side} {field}", a[side][field], b[side][field])
            score.same(number, "direction of a sentence", a["direction"], b["direction"])
        for claim in g["claims"]:  # no result without evidence
            score.same(number, "passages of a claim", len(claim["evidence"]) > 0, True)


def outcome(score, got, truth):
    """Every proposal of NC-22 with each word that it puts in or strikes out: taken over or not; all others are open.  In
    sum what nobody proposed is what the truth of blame says."""
    got, summary = got["outcomes"], got["summary"]
    wanted = {o["proposal"]: o for o in truth("outcome.json")}
    found = {o["proposal"]: o for o in got if o["outcome"] != "open"}
    for number in score.keyed("outcome", found, wanted):
        g, w = found[number], wanted[number]
        for field in ("outcome", "provision", "adopted_words", "of_words"):
            score.same(number, field, g[field], w[field])
        score.same(number, "became", g["became"], w["outcome"])
        flat = [[(r["op"], r["adopted"], word) for r in runs for word in re.findall(r"[\w.]*\w", r["text"])]
                for runs in (g["words"], [dict(zip(("op", "adopted", "text"), r)) for r in w["words"]])]
        score.same(number, "words", *flat)
        for run in g["words"]:
            side = g["before"] if run["op"] == "del" else g["after"]
            score.same(number, "place", side[run["start"]:run["start"] + run["len"]], run["text"])
            if "in_adopted" in run:
                start, length = run["in_adopted"]
                score.same(number, "place there", g["adopted"][start:start + length], run["text"])
    score.same("all", "proposals", len(got), len(truth("proposals.json")))
    blamed = truth("blame.json")
    score.same("all", "texts", [t["ref"] for t in summary["texts"]], sorted(blamed))
    for text in summary["texts"]:
        by_path = {}
        for orphan in text["orphans"]:
            by_path.setdefault(orphan["ref"].split(":")[1], []).append(orphan["text"])
        orphans = {p["provision"]: plain(" ".join(r["text"] for r in p["runs"] if r["kind"] == "orphan"))
                   for p in blamed[text["ref"]]}
        for path in score.keyed(f"orphans of {text['ref']}", by_path, {p: w for p, w in orphans.items() if w}):
            score.same(f"{text['ref']}:{path}", "orphans", plain(" ".join(by_path[path])), orphans[path])


def novelty(score, got, truth):
    """What was judged by hand of sentences of each status; where the program is known to err the truth says why."""
    reports = {report["reference"]: report for report in got}
    for label in truth("novelty.json"):
        name = f'{label["proposal"]}, {label["begins"]}'
        found = [s for s in reports[label["proposal"]]["sentences"] if s["text"].startswith(label["begins"])]
        score.same(name, "sentences", len(found), 1)
        for s in found:
            score.same(name, "status", s["status"], label["status"])
            left = " ".join(word["text"] for word in s["left_over"])
            score.same(name, "left over", [w for w in label["left_over"] if w not in left], [])
            score.same(name, "places", all(s["text"][w["start"]:w["start"] + w["len"]] == w["text"]
                                           for w in s["left_over"]), True)
            if not label["left_over"]:
                score.same(name, "left over", left, "")
            if "nearest" in label:
                nearest = s["nearest"] is not None and s["nearest"]["ref"] == label["nearest"]
                score.same(name, "nearest, or the miss explained", nearest, "missed" not in label)
            if "earlier" in label:
                score.same(name, "earlier", s["earlier"] and s["earlier"]["proposal"], label["earlier"])
    evidence = [e for report in got for claim in report["claims"] for e in claim["evidence"]]
    score.same("all", "claims with evidence on both sides", len(evidence) > len(got), True)


def positions(score, got, truth):
    """Who took which side on what and when.  What is only implied may be told or not; nothing else may be."""
    def key(p):
        return " ".join(str(p.get(k)) for k in ("actor", "stance", "proposal", "date"))

    wanted = {(key(p), p["kind"]): p for p in truth("positions.json")}
    found = {(key(p), p["source"]["kind"]): p for p in got["positions"]}
    for k, p in wanted.items():
        if p.get("grade") != "implied":
            score.same(k[0], k[1], "there" if k in found else "missing", "there")
    for k, p in found.items():
        score.same(k[0], k[1], "there", "there" if k in wanted else "missing")
        score.same(k[0], "its passage", bool(p["source"]["quote"]), True)


CHECKS = {f.__name__: f for f in (proposals, provisions, compare, review, text, blame, lineage, retabled, trace,
                                 reuse, definitions, force, outcome, novelty,
                                 positions)}


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in CHECKS:
        sys.exit(__doc__)
    folder = Path(sys.argv[2])
    score = Score()
    CHECKS[sys.argv[1]](score, json.load(sys.stdin), lambda name: json.loads((folder / name).read_text("utf-8")))
    print(f"{sys.argv[1]}: {score.looked - score.wrong} of {score.looked} as they should be", file=sys.stderr)
    return 1 if score.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
