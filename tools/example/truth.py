# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ground truth of the example conference, from its sources and from no reader of documents.

Texts have their white space folded.  A proposal's texts keep their printed label; compared texts do not.
"""
import json
import re
from datetime import datetime

from .render import REASONS, action_words, header_lines, language, layout


def fold(text):
    return " ".join(text.split())


ROMAN = ["I", "II", "III", "IV"]


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


# ---------------------------------------------------------------- proposals

def symbol_of(printed):
    """ "Addendum 13 to Document 48-E" -> "48A13" """
    number = re.search(r"Document (\d+)", printed).group(1)
    parts = re.findall(r"(Addendum|Revision) (\d+)", printed)
    return number + "".join(kind[0] + n for kind, n in reversed(parts))


def meeting_of(source):
    return re.search(r"\((\w+-\d+)\)", source.head["conference"]).group(1)


def edits_of(paragraphs):
    """Runs of insertions and deletions that touch each other, across paragraphs too."""
    edits, run = [], {"+": "", "-": ""}

    def close():
        before, after = fold(run["-"]), fold(run["+"])
        if before or after:
            edits.append({"op": "replace" if before and after else "ins" if after else "del",
                          "before": before, "after": after})
        run["+"] = run["-"] = ""

    for p in paragraphs:
        for piece in p.pieces:
            if piece.change in ("+", "-"):
                run[piece.change] += piece.text
            elif piece.change == "":
                close()
        close()
    return edits


def text_of(proposal, view):
    """The words of the proposal; "" where the document gives none but the label."""
    text = fold("\n".join(p.view(view) for p in proposal.body))
    return "" if re.fullmatch(r"[\d.]+[A-Z]?( bis)?", text) else text


def proposal_truth(source, p):
    action = p.action.rstrip("!")
    adds = action.startswith("ADD")
    mod = "MOD" in action
    version = p.version or {"MNR": "2022", "CH": "1998"}.get(p.instrument)
    return {"number": p.number, "action": action, "firm": p.action == "NOC!",
            "instrument": p.instrument or None, "version": version, "provision": p.path or None,
            "sponsors": p.sponsors,
            "document": meeting_of(source).replace("-", "") + "/" + symbol_of(source.head["symbol"]),
            "file": source.head["file"], "before": "" if adds else text_of(p, "before"),
            "after": "" if action.startswith("SUP") else text_of(p, "after"),
            "edits": edits_of(p.body) if mod else [], "reasons": fold(p.reasons), "unresolved": p.unresolved}


# ---------------------------------------------------------------- instruments

class Builder:
    """Provisions of one instrument, in order, with the paths of the project's conventions."""

    def __init__(self, source):
        self.source, self.out, self.seen = source, [], {}
        self.resolution = layout(source) == "resolution"
        self.number = ""  # "RESOLUTION 7 (REV. …)"
        self.top = ""     # the article, or the heading of a part of a resolution
        self.last = ""    # the numbered paragraph
        self.counts = {}  # unnumbered paragraphs and dashes under a provision

    def put(self, path, label="", heading="", marginal=None, text=""):
        self.seen[path] = self.seen.get(path, 0) + 1
        if self.seen[path] > 1:
            path = f"{path}-{self.seen[path]}"
        self.out.append({"path": path, "label": label, "heading": heading, "marginal": marginal, "text": fold(text)})
        return path

    def count(self, under):
        self.counts[under] = self.counts.get(under, 0) + 1
        return self.counts[under]

    def paragraph(self, p):
        columns = p.view("after").split("\t")
        marginal = columns.pop(0) if len(columns) == 3 else None
        if len(columns) == 1:
            return self.unnumbered(columns[0])
        label, text = columns
        step = label.rstrip(")").replace(" ", "-")
        if label == "–":
            self.put(f"{self.last}.dash-{self.count(self.last)}", label, "", marginal, text)
        elif label.endswith(")"):
            self.put(f"{self.last or self.top}.{step}", label, "", marginal, text)
        else:
            self.last = step if "." in step else f"{self.top}.{step}"
            self.put(self.last, label, "", marginal, text)

    def unnumbered(self, text):
        """A heading's sole text is its own; an article's paragraphs are counted."""
        head = self.out[-1]
        if self.out and head["path"] == self.top and (head["heading"] == "" or self.resolution):
            head["text"] = fold(text)
        else:
            self.put(f"{self.top}.p{self.count(self.top)}", text=text)

    def build(self):
        for p in self.source.paragraphs:
            words = p.view("after")
            if p.style in ("article", "chapter"):
                number, _, heading = words.partition("\t")
                if p.style == "article":
                    path = self.put(number, f"ARTICLE {number}", heading)
                else:
                    path = self.put(f"chapter-{ROMAN.index(number.split()[1]) + 1}", number, heading)
                self.top, self.last = path, ""
            elif p.style == "preamble":
                self.top, self.last = self.put("preamble", words), ""
            elif p.style == "italic":
                self.top, self.last = self.put(slug(words), heading=words), ""
            elif p.style == "number":
                self.number = words
            elif p.style == "title":
                self.put("title", self.number, text=words)
            elif p.style == "formula" and self.resolution:
                self.put("preamble", text=words)
            elif p.style == "formula":
                self.out[-1]["text"] += " " + fold(words)
            elif p.style == "body":
                self.paragraph(p)
        for i, note in enumerate(n for p in self.source.paragraphs for n in p.notes()):
            self.put(f"note-{i + 1}", str(i + 1), text=note)
        return self.out


def instrument_truth(source):
    h = source.head
    number = [p.view("after") for p in source.paragraphs if p.style == "number"]
    return {"instrument": h["instrument"], "version": h["version"], "file": h["file"],
            "number": number[0] if number else None, "provisions": Builder(source).build()}


# ---------------------------------------------------------------- comparisons

def without_label(text, path):
    label = path.rsplit(".", 1)[-1] if re.fullmatch(r".*\.[a-z]+", path) else path
    printed = label.replace("-", " ")
    return re.sub(rf"^(?:\d+\.)?{re.escape(printed)}\)?\s+", "", text)


def label_of(path, instruments, instrument):
    for i in instruments:
        for p in i["provisions"]:
            if i["instrument"] == instrument and p["path"] == path:
                return p["label"]
    return ""


def covers(whole, path):
    """Is the provision a part of an article that was named whole?"""
    return re.fullmatch(r"\d+", whole or "") and path.split(".")[0] == whole and whole != path


def families_of(proposals, instruments, key, path, meeting):
    label = label_of(path, instruments, key)
    families = []
    for p in proposals:
        whole = p["instrument"] == key and covers(p["provision"], path) and p["action"] in ("NOC", "SUP", "SUP*")
        if not p["document"].startswith(meeting) or not (whole or (p["instrument"], p["provision"]) == (key, path)):
            continue
        kind = "base" if p["action"] == "NOC" else "suppress" if p["action"].startswith("SUP") else "text"
        text = "" if kind != "text" else p["after"]
        text = text[len(label) + 1:] if label and text.startswith(label + " ") else without_label(text, path)
        for f in families:
            if (f["kind"], f["text"]) == (kind, text):
                break
        else:
            f = {"kind": kind, "text": text, "proposals": [], "sponsors": []}
            families.append(f)
        f["proposals"].append(p["number"])
        f["sponsors"] += p["sponsors"]
    return families


def compare_truth(proposals, instruments, expected):
    base = {(i["instrument"], p["path"]): p["text"] for i in instruments for p in i["provisions"]
            if i["version"] != "2006" and i["version"] != "2018"}
    sponsors = {p["number"]: p["sponsors"] for p in proposals}
    places = sorted({(p["instrument"], p["provision"]) for p in proposals
                     if p["instrument"] and p["provision"] and p["document"].startswith("NC26")} |
                    {tuple(reference.split(":")) for reference in expected["within"]})
    out = []
    for key, path in places:
        if re.fullmatch(r"\d+", path):
            continue  # a whole article: its text is that of its paragraphs
        reference = f"{key}:{path}"
        families = families_of(proposals, instruments, key, path, "NC26")
        for part in expected["within"].get(reference, []):  # cut out of a proposal on the whole that holds it
            families.append({"kind": "text", "text": part["text"], "proposals": [part["proposal"]],
                             "sponsors": sponsors[part["proposal"]]})
        out.append({"provision": reference, "meeting": "NC-26",
                    "base": expected["with_items"].get(reference, base.get((key, path), "")),
                    "families": families, "relations": expected["relations"].get(reference, [])})
    return out


# ---------------------------------------------------------------- definitions

def definitions_truth(instruments, changes):
    mnr = next(i for i in instruments if i["instrument"] == "MNR" and i["version"] == "2022")["provisions"]
    defined = {p["path"]: p["text"].split(":")[0] for p in mnr if re.fullmatch(r"2\.\d+", p["path"])}
    terms = sorted(defined.values(), key=len, reverse=True)
    pattern = re.compile(r"\b(" + "|".join(re.escape(t) for t in terms) + r")s?\b", re.I)
    uses = {t: [] for t in terms}
    for p in mnr[1:]:  # the title defines and obliges nobody
        text = p["text"].split(":", 1)[1] if p["path"] in defined else p["text"]
        for t in {next(t for t in terms if t.lower() == m.lower()) for m in pattern.findall(text)}:
            uses[t].append(p["path"])
    out = []
    for path, term in defined.items():
        reached, queue = {}, [term]
        while queue:
            for place in uses[queue.pop()]:
                if place not in reached:
                    reached[place] = True
                    if place in defined:
                        queue.append(defined[place])
        through = [p["path"] for p in mnr if p["path"] in reached and p["path"] not in uses[term] and p["path"] != path]
        out.append({"term": term, "provision": path, "affected": uses[term], "affected_through": through,
                    "changes": [c for c in changes if c["provision"] == path]})
    return out


# ---------------------------------------------------------------- the documents' text

def text_lines(source, view):
    """The document's text as `read --text` prints it."""
    file, h = source.head["file"], source.head
    out = []
    if layout(source) == "contribution":
        for row in header_lines(source):
            out += [line for cell in row for line in (cell.split("\n") if not file.endswith(".html") else [cell])]
    elif layout(source) == "acts":
        out += [h["title"], h["place"]]
    elif layout(source) == "prose" and file.endswith(".html"):
        out += [h["title"], f'{h["source"]}, {h["date"]}']
    elif layout(source) == "prose":
        out += [h["title"]] + [h[k] for k in ("conference", "place", "source", "date") if k in h]
    for p in source.paragraphs:
        if p.style == "table":
            out += [cell for change, cells in p.rows if view == "after" or change != "+" for cell in cells]
            continue
        text = "".join(x.text for x in action_words(p.pieces) if x.change not in ("+" if view == "before" else "-", "fn"))
        if p.style == "reasons":
            text = f"{REASONS[language(source)]} {text}"
        elif p.style == "article":
            text = f"ARTICLE {text}"
        if file.endswith(".txt") and p.style in ("article", "chapter"):
            text = text.replace("\t", "\n")
        out += text.split("\n")
    for i, note in enumerate(n for p in source.paragraphs for n in p.notes()):
        out.append(f"[{i + 1}] {note}")
    return [fold(line) for line in out if fold(line)]


# ---------------------------------------------------------------- all of it

def dump(value):
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


# ---------------------------------------------------------------- origins

def runs_of(marked):
    """ "shall {SAN/15/1|designate}" -> [("", "shall "), ("SAN/15/1", "designate")]; "!" is nobody. """
    parts = re.split(r"\{([^|}]+)\|([^}]*)\}", marked)
    runs = []
    for i in range(0, len(parts), 3):
        runs += [("", parts[i])] + ([(parts[i + 1], parts[i + 2])] if i + 2 < len(parts) else [])
    return [run for run in runs if run[1]]


def origins_truth(instruments, expected):
    """Whose each word is: by hand where anything is new, else the base's, which then must have the same text."""
    texts = {f'{i["instrument"]}@{i["version"]}': {p["path"]: fold(p["text"]) for p in i["provisions"] if p["text"]}
             for i in instruments}
    out = {}
    for reference, entry in expected.items():
        marked = dict(entry["provisions"])
        for path, text in texts[reference].items():
            if path not in marked:
                assert text in texts[entry["base"]].values(), f"{reference}:{path} is not in {entry['base']}"
            assert "".join(t for _, t in runs_of(marked.setdefault(path, text))) == text, f"{reference}:{path}"
        out[reference] = [
            {"provision": path,
             "runs": [{"text": text, "ref": reference if who == "!" else who or entry["base"],
                       "kind": "orphan" if who == "!" else "proposed" if who else "base"}
                      for who, text in runs_of(marked[path])]} for path in marked]
    return out


def lineage_truth(expected):
    return {reference: [dict(zip(("version", "provision", "change", "changed_by"), step)) for step in steps]
            for reference, steps in expected.items()}


def positions_truth(proposals, dates, expected):
    """Sponsors propose, in their order; what records and statements say was read by hand."""
    own = [{"actor": s, "proposal": p["number"], "stance": "propose" if i == 0 else "cosponsor",
            "date": dates[p["number"]], "kind": "sponsor"} for p in proposals for i, s in enumerate(p["sponsors"])]
    return own + expected


def make(sources, expected_text):
    expected = json.loads(expected_text)
    proposals = [proposal_truth(s, p) for s in sources for p in s.proposals]
    for p in proposals:
        if p["instrument"] == "RES-7":
            p["provision"] = None  # the whole resolution
    days = {s.head["file"]: datetime.strptime(s.head["date"].replace("septembre", "September"), "%d %B %Y")
            for s in sources if s.proposals}
    dates = {p.number: days[s.head["file"]].strftime("%Y-%m-%d") for s in sources for p in s.proposals}
    instruments = [instrument_truth(s) for s in sources if s.head["kind"] == "instrument"]
    files = {"proposals.json": dump(proposals), "instruments.json": dump(instruments),
             "compare.json": dump(compare_truth(proposals, instruments, expected)),
             "definitions.json": dump(definitions_truth(instruments, expected["definitions"])),
             "force.json": dump(expected["force"]),
             "reuse.json": dump(expected["reuse"]), "outcome.json": dump(expected["outcome"]),
             "novelty.json": dump(expected["novelty"]),
             "positions.json": dump(positions_truth(proposals, dates, expected["positions"])),
             "retabled.json": dump(expected["retabled"]), "review.json": dump(expected["review"]),
             "blame.json": dump(origins_truth(instruments, expected["origins"])),
             "lineage.json": dump(lineage_truth(expected["lineage"]))}
    texts = {}
    for s in sources:
        texts[s.head["file"]] = {"before": text_lines(s, "before"), "after": text_lines(s, "after")}
    files["text.json"] = dump(texts)
    return files
