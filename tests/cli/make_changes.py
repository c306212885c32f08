# SPDX-License-Identifier: AGPL-3.0-or-later
"""
Writes N pairs of texts as records of proposals: random words of six scripts with marks, tabs and line ends; the second
text is the first with words and lines taken out, put in, exchanged and moved.  Either side is empty now and then.
"""
import json
import random
import sys

WORDS = {
    "en": "the Union shall may ensure access to every network of Member States, and; (a) 5.1 <b> & “public” 70/1".split(),
    "fr": "l’Union veille à ce que l’accès soit garanti aux États membres ; « réseau »".split(),
    "ru": "Союз обеспечивает доступ к сетям государств-членов, если иное не предусмотрено".split(),
    "ar": "يكفل الاتحاد نفاذ الجمهور إلى الشبكات الدولية، دون تمييز ITU 5.1".split(),
    "zh": list("联盟确保公众可以使用国际业务，不受限制。"),
    "mixed": "shall доступ النفاذ 网络 x́ 𝛼𝛽 é".split(),
}
GAPS = [" "] * 12 + ["\n"] * 3 + ["\t"]


def text(pick, words, length):
    out = ""
    for i in range(length):
        out += ("" if i == 0 else pick.choice(GAPS)) + pick.choice(words)
    return out


def changed(pick, words, before):
    parts = before.split("\n")
    for _ in range(pick.randint(0, 4)):
        kind, at = pick.random(), pick.randrange(len(parts))
        if kind < 0.25:
            parts.insert(at + pick.randint(0, 1), text(pick, words, pick.randint(1, 6)))
        elif kind < 0.45 and len(parts) > 1:
            del parts[at]
        elif kind < 0.55:
            parts.insert(pick.randint(0, len(parts)), parts.pop(at))
        elif kind < 0.65 and at + 1 < len(parts):
            parts[at:at + 2] = [parts[at] + " " + parts[at + 1]]
        else:
            line = parts[at].split(" ")
            line[pick.randrange(len(line))] = text(pick, words, pick.randint(1, 3))
            parts[at] = " ".join(line)
    return "\n".join(parts)


pick = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
for i in range(int(sys.argv[1])):
    words = WORDS[pick.choice(list(WORDS))]
    before = text(pick, words, pick.randint(1, 30))
    after = changed(pick, words, before)
    side = pick.random()
    before, after = ("", after) if side < 0.08 else (before, "") if side < 0.16 else (before, after)
    if before == "" and after == "":
        continue
    action = "ADD" if not before else "SUP" if not after else "MOD"
    print(json.dumps({"number": f"RND/1/{i + 1}", "action": action, "provision": f"Article {i + 1}",
                      "sponsors": ["Tessia", "Mor & Co <x>"], "before": before, "after": after}, ensure_ascii=False))
