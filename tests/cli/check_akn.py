# SPDX-License-Identifier: AGPL-3.0-or-later
"""
check_akn.py PROGRAM FOLDER [SCHEMA]: the workspace here in Akoma Ntoso, as `export --format akn -o FOLDER` wrote it.
Each provision's number, heading and text stand under its path; each proposal's texts are those quoted; identifiers are
unique and formed as the Naming Convention has them; references within a file and from one file to another lead to
something; forceMod and meaningMod say what `force` and `scope` say.  With SCHEMA each file is valid by it.
"""
import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

program, folder = sys.argv[1:3]
AKN, OURS = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}", "{urn:travaux:akn}"
ID = re.compile(r"^(?:[A-Za-z]+(?:_[^\s_]+)*__)*[A-Za-z]+(?:_[^\s_]+)*$")
wrong, counted = [], {"provisions": 0, "proposals": 0, "references": 0, "modifications": 0}


def of(*words):
    return json.loads(subprocess.run([program, *words, "--json"], capture_output=True, check=True).stdout)


def expect(where, got, wanted):
    if got != wanted:
        wrong.append(f"{where}: {got!r} where it is {wanted!r}"[:400])


def own(element):
    """Paragraphs of an element that are not its number or heading, nor of a provision below."""
    for child in element:
        if child.tag in (AKN + "num", AKN + "heading") or OURS + "path" in child.attrib:
            continue
        if child.tag != AKN + "p":
            yield from own(child)
        elif child.get("class") not in ("num", "heading"):
            yield "".join(child.itertext())


def named(element, name):
    for child in element:
        if child.tag == AKN + name or child.get("class") == name:
            return child.text or ""
    return ""


files = {f: ElementTree.parse(f).getroot() for f in sorted(pathlib.Path(folder).glob("*.xml"))}
targets = {}
for file, root in files.items():
    ids = [e.get("eId") for e in root.iter() if e.get("eId") is not None]
    expect(f"{file.name}: identifiers", len(ids), len(set(ids)))
    for i in ids:
        if not ID.match(i):
            wrong.append(f"{file.name}: {i} is no identifier of the Naming Convention")
    work, expression = [root.find(f".//{AKN}FRBR{level}/{AKN}FRBRuri").get("value") for level in ("Work", "Expression")]
    if not re.match(r"^/akn/un/[A-Za-z]+/[a-z]+(?:/[^/\s]+)?/\d{4}-\d\d-\d\d/[^/\s]+$", work):
        wrong.append(f"{file.name}: {work} is no name of a work")
    if not re.match(re.escape(work) + r"/[a-z]{3}@\d{4}-\d\d-\d\d$", expression):
        wrong.append(f"{file.name}: {expression} is no name of its expression")
    targets[expression] = set(ids)
for file, root in files.items():
    here = {e.get("eId") for e in root.iter()}
    for e in root.iter():
        for reference in [e.get(a) for a in ("href", "source")] + (e.get("refersTo") or "").split():
            if reference is None or reference == "" or reference.startswith("/akn/ontology/"):
                continue
            counted["references"] += 1
            path, _, fragment = reference.partition("#")
            if path == "" and fragment not in here:
                wrong.append(f"{file.name}: {reference} leads nowhere")
            if path != "" and path.removesuffix("/!main") not in targets:
                wrong.append(f"{file.name}: {reference} names a document that is not there")
            elif path != "" and fragment and fragment not in targets[path.removesuffix("/!main")]:
                wrong.append(f"{file.name}: {reference} has no such place")

laws, amendments = {}, {}
for file, root in files.items():
    number = root.find(f".//{AKN}FRBRWork/{AKN}FRBRnumber").get("showAs")
    if root[0].tag == AKN + "amendment":
        amendments[number] = root
    else:
        laws.setdefault(number, []).append(root)

stored = {}
for p in of("ls", "provisions"):
    stored.setdefault((p["instrument"], p["version"]), {})[p["path"]] = p
for (key, version), provisions in stored.items():
    written = subprocess.run([program, "export", "--format", "akn", f"{key}@{version}"], capture_output=True)
    elements = {e.get(OURS + "path"): e for e in ElementTree.fromstring(written.stdout).iter()
                if OURS + "path" in e.attrib}
    expect(f"{key}@{version}: paths", set(elements), set(provisions))
    for path, p in provisions.items():
        counted["provisions"] += 1
        e = elements.get(path)
        if e is not None:
            note = next(e.iter(AKN + "authorialNote"), None) if p["kind"] == "note" else None
            if note is not None:
                expect(f"{key}@{version}:{path}", [note.get("marker"), "".join(note[0].itertext())],
                       [p["label"], p["text"]])
                continue
            expect(f"{key}@{version}:{path}", [named(e, "num"), named(e, "heading"), "\n".join(own(e)),
                                               e.get(OURS + "marginal")],
                   [p["label"], p["heading"], p["text"], p.get("marginal")])

kinds = {"ADD": "insertion", "ADD*": "insertion", "MOD": "substitution", "(MOD)": "substitution", "SUP": "repeal",
         "SUP*": "repeal"}
forces = {f["reference"]: f for f in of("force")}
meanings = {}
for meeting in {p["meeting"] for p in of("proposals")}:
    for d in of("scope", *(["--meeting", meeting] if meeting else []))["definitions"]:
        for change in d["changes"]:
            if change["direction"] != "same":
                meanings.setdefault(change["proposal"], []).append(
                    (d["provision"], "reach-" + change["direction"], d["affected"] + d["affected_through"]))
numbers = [p["number"] for p in of("proposals")]
for p in of("proposals"):
    root = amendments.get(p["number"])
    if numbers.count(p["number"]) > 1:  # two documents gave the same number: nobody can say which is which
        continue
    if root is None:
        wrong.append(f"{p['number']} is not there")
        continue
    counted["proposals"] += 1
    texts = {q.get("class"): "\n".join("".join(line.itertext()) for line in q)
             for q in root.iter(AKN + "quotedStructure")}
    stays = root.find(f".//{AKN}embeddedStructure")
    if p["action"].startswith("NOC"):
        expect(p["number"], "\n".join("".join(line.itertext()) for line in stays), p["after"])
    else:
        expect(p["number"], [texts.get("old", ""), texts.get("new", "")], [p["before"], p["after"]])
    expect(p["number"] + " sponsors", [e.text for e in root.iter(AKN + "docProponent")], p["sponsors"])
    mods = [m for m in root.iter(AKN + "textualMod") if m.get("type") != "renumbering"]
    expect(p["number"] + " textualMod", [m.get("type") for m in mods],
           [kinds[p["action"]]] if p["action"] in kinds else [])
    directions = {m.get("refersTo").removeprefix("#concept_force-") for m in root.iter(AKN + "forceMod")}
    told = forces.get(p["number"], {}).get("direction", "same")
    if told != "same" and told not in directions:
        wrong.append(f"{p['number']}: force is {told}, its forceMod say {directions}")
    got = [(m.find(AKN + "destination").get(OURS + "path"), m.get("refersTo").removeprefix("#concept_"))
           for m in root.iter(AKN + "meaningMod")]
    expect(p["number"] + " meaningMod", sorted(got), sorted(m[:2] for m in meanings.get(p["number"], [])))
    reached = [[d.get(OURS + "path") for d in m.iter(AKN + "destination")] for m in root.iter(AKN + "scopeMod")]
    expect(p["number"] + " scopeMod", sorted(map(sorted, reached)),
           sorted(sorted(m[2]) for m in meanings.get(p["number"], []) if m[1] != "reach-unclear" and m[2]))
    counted["modifications"] += sum(1 for e in root.iter() if e.tag.endswith("Mod"))

if len(sys.argv) > 3: # it is of a draft of the standard, whose namespace is its own
    schema = pathlib.Path(sys.argv[3]).read_text(encoding="utf-8")
    namespace = re.search(r'targetNamespace="([^"]+)"', schema).group(1)
    valid = pathlib.Path(folder) / "draft"
    valid.mkdir(exist_ok=True)
    for file in files:
        text = file.read_text(encoding="utf-8").replace(f'"{AKN[1:-1]}"', f'"{namespace}"', 1)
        (valid / file.name).write_text(text, encoding="utf-8")
    done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", sys.argv[3],
                           *[str(valid / f.name) for f in files]], capture_output=True, text=True)
    said = [line for line in done.stderr.splitlines() if not line.endswith(" validates")]
    wrong += said[:10]
    counted["valid"] = len(done.stderr.splitlines()) - len(said)
    expect("valid files", counted["valid"], len(files))
print(len(files), "files:", ", ".join(f"{n} {what}" for what, n in counted.items()))
print("\n".join(wrong[:12]))
sys.exit(bool(wrong) or not files)
