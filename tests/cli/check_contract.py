"""Every name, hash, quote, reference and lattice that --json prints of a workspace, held to the files it was made of."""
import hashlib, json, os, subprocess, sys, unicodedata
program, example = sys.argv[1:]
wrong = []
def ask(*words):
    done = subprocess.run([program, *words, "--json"], capture_output=True, text=True)
    if done.returncode:
        wrong.append(f"{words}: {done.returncode} {done.stderr}")
        return None
    return json.loads(done.stdout)
def check(good, what):
    if not good:
        wrong.append(str(what))
files = {}
for folder, _, names in os.walk(example):
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            files[hashlib.sha256(file.read()).hexdigest()] = os.path.join(folder, name)
texts, references = {}, set()
for document in ask("ls", "documents"):
    check(document["sha256"] in files, ("sha256", document))
    text = ask("show", f"#{document['id']}")["text"]
    check(unicodedata.is_normalized("NFC", text), ("NFC", document["file"]))
    read = subprocess.run([program, "read", "--text", "after", files[document["sha256"]]], capture_output=True, text=True)
    check(read.stdout.rstrip("\n") == text.rstrip("\n"), ("show is read --text after", document["file"]))
    check((ask("show", document["ref"]) or {}).get("id") == document["id"], ("ref", document["ref"]))
    texts[document["sha256"]] = text
    references.add(document["ref"])
for proposal in ask("proposals"):
    evidence = proposal["evidence"]
    check(texts[evidence["sha256"]][evidence["start"]:evidence["start"] + evidence["len"]] == evidence["quote"],
          ("quote", proposal["number"]))
    check(evidence["document"] in references and evidence["document"] == proposal["document"], ("document", evidence))
    check(ask("show", proposal["number"]) == proposal, ("show", proposal["number"]))
    check(all(isinstance(proposal[key], str) for key in ("number", "action", "instrument", "document", "before", "after",
                                                         "reasons")), ("types", proposal["number"]))
    check((proposal["provision"] is None) == (proposal["resolution"]["reason"] is not None and
                                              proposal["resolution"]["kind"] == "unresolved"), ("why", proposal["number"]))
    check(all(edit["op"] in ("ins", "del", "replace") and isinstance(edit["before"], str) and isinstance(edit["after"], str)
              for edit in proposal["edits"]), ("edits", proposal["number"]))
    if proposal["provision"]:  # "" is a whole instrument
        place = f"{proposal['instrument']}@{proposal['version']}:{proposal['provision']}"
        compared = ask("compare", place)
        check(compared is not None and (any(proposal["number"] in family["proposals"] for family in compared["families"]) or
              any(touch["proposal"] == proposal["number"] for touch in compared["touched_by"])), ("compare", place))
for provision in ask("ls", "provisions"):
    reference = f"{provision['instrument']}@{provision['version']}:{provision['path']}"
    check((ask("show", reference) or {}).get("path") == provision["path"], ("path", reference))
    compared = ask("compare", reference)
    check(isinstance(compared["base"], str) and compared["provision"] == reference, ("base", reference))
    variants = compared["variants"]
    check(variants[0]["text"] == compared["base"], ("variant 0 is the base", reference))
    for index, variant in enumerate(variants):
        derived = "".join(column["token"] for column in compared["lattice"] if index in column["members"])
        check(variant["index"] == index and derived == variant["text"], ("re-derived", reference, index))
    for family in compared["families"]:
        members = [variants[index] for index in family["variants"]]
        check([m["proposal"] for m in members if m["proposal"]] == family["proposals"], ("family", reference))
        check(set(family["sponsors"]) == {s for m in members for s in m.get("sponsors", [])}, ("sponsors", reference))
print("\n".join(wrong[:20]))
sys.exit(bool(wrong))
