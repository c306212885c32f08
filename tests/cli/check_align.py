# SPDX-License-Identifier: AGPL-3.0-or-later
"""Do the passages of `align --json A B` stand where they say in the two texts (of files as `read --text after`, of
references as `show`), and are the copied stretches within them?"""
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


def quote(text, span):
    return text[span[0]:sum(span)]


texts = {"a": text_of(a), "b": text_of(b)}
passages = json.loads(ask("align", "--json", a, b))
wrong = []
for passage in passages:
    for side, text in texts.items():
        if quote(text, passage[side]) != passage["quotes"][side] or not passage["quotes"][side]:
            wrong.append(("quote", side, passage))
        at = passage[side][0]
        for run in passage["copied"]:
            if run[side][0] < at or sum(run[side]) > sum(passage[side]) or side == "a" and quote(text, run[side]) != run["text"]:
                wrong.append(("copied", side, run))
            at = sum(run[side])
    if passage["copied_words"] > min(passage["words"]) or passage["score"] > passage["bits"]:
        wrong.append(("score", passage))
if passages != sorted(passages, key=lambda one: (-one["score"], one["a"][0], one["b"][0])):
    wrong.append("order")
print(len(passages), wrong[:5])
sys.exit(bool(wrong) or not passages)
