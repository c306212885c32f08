"""Do the pieces of `diff --json A B` stand where they say in the two texts (of files as `read --text after`, of
references as `show`), and give both?"""
import json
import os
import subprocess
import sys

program, a, b = sys.argv[1:]


def ask(*words):
    return subprocess.run([program, *words], capture_output=True, text=True, check=True).stdout


def text_of(word):
    if os.path.exists(word):
        return ask("read", "--text", "after", word).removesuffix("\n")
    return json.loads(ask("show", word, "--json"))["text"]


texts = [text_of(a), text_of(b)]
pieces = json.loads(ask("diff", "--json", a, b))
wrong = []
for piece in pieces:
    one, other = (text[start:start + length] for text, (start, length) in zip(texts, (piece["a"], piece["b"])))
    if piece["op"] not in ("equal", "move", "ins", "del") or piece["text"] != (one if piece["op"] == "del" else other):
        wrong.append(("text", piece))
    if piece["op"] in ("equal", "move") and one != other or piece["op"] == "ins" and one or piece["op"] == "del" and other:
        wrong.append(("op", piece))
for side, text, without in (("a", texts[0], "ins"), ("b", texts[1], "del")):
    mine = sorted((piece for piece in pieces if piece["op"] != without), key=lambda piece: piece[side][0])
    if "".join(piece["text"] for piece in mine) != text:
        wrong.append((side, "".join(piece["text"] for piece in mine)[:200]))
print(wrong[:5])
sys.exit(bool(wrong))
