#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes redlines with known marks: DOCX of our own text, printed to PDF by LibreOffice, and the truth beside them.

usage: bench/make_redline_pdf.py FOLDER [--seed N] [--fonts 0|1] [--profile FOLDER] [--count N]
                                 [--languages L…]

Each FOLDER/NAME.txt is the text after the changes, for pdf_text.py; FOLDER/NAME.json holds {"language", "layout", "manner", "font", "size", "paragraphs": [[[text, mark], …], …]} with
mark "", "ins" or "del"; NAME.pdf is the print. Manners: tracked changes (LibreOffice draws them in the author's colour)
and direct formatting (struck and underlined, in black or in red and blue). Every document has false friends too:
headings underlined as style, links, "NOC" underlined, table borders, blanks to fill in, separators.
"""
import argparse
import json
import pathlib
import random
import subprocess
import zipfile
from xml.sax.saxutils import escape

NS = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
      'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"')
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
FONTS = {  # two sets: one to build with, one kept aside
    "latin": (["Liberation Serif", "Liberation Sans", "DejaVu Serif"], ["DejaVu Sans", "Liberation Sans Narrow", "Noto Serif"]),
    "zh": (["Noto Sans CJK SC"], ["Noto Serif CJK SC", "Noto Sans CJK TC"]),
    "ar": (["Noto Naskh Arabic"], ["Noto Sans Arabic", "DejaVu Sans"]),
}
WORDS = {
    "en": "each member state of the harbour league shall keep open its ports to relief ships and report every second year to "
          "the standing council on lights buoys tide tables and the fees that pilots may ask in its waters without regard to flag "
          "efficient traffic office confirm final official affairs well-being first fifth",
    "fr": "chaque État membre de la ligue des ports veille à ce que les phares et les balises soient entretenus et rend compte "
          "tous les deux ans au conseil permanent des droits perçus par les pilotes dans ses eaux sans égard au pavillon où "
          "l'équipage est à l'œuvre aussitôt que possible",
    "ru": "каждое государство член лиги портов обеспечивает содержание маяков и буёв и раз в два года представляет постоянному "
          "совету доклад о сборах взимаемых лоцманами в его водах независимо от флага судна объявляет подъезд",
    "zh": "各 成员国 应 保持 港口 向 救援 船舶 开放 并 每 两年 向 常设 理事会 报告 其 水域 内 灯塔 浮标 潮汐 表 以及 引航员 收取 的 费用 不论 船旗",
    "ar": "تلتزم كل دولة عضو في رابطة الموانئ بصيانة المنارات والعوامات وتقدم كل سنتين تقريرا إلى المجلس الدائم عن الرسوم التي "
          "يتقاضاها المرشدون في مياهها دون اعتبار للعلم",
}
LABELS = {  # how paragraphs are numbered, and what stands in them beside words
    "en": (["1.", "(a)", "12.", "(iv)"], ["(ITU-T)", "Nos. 9 to 31", "50% [or 75%]", "2026-03-05", "“lights”"]),
    "fr": (["1", "a)", "12.", "iv)"], ["(UIT-T)", "n° 9 à 31", "50 % [ou 75 %]", "5.3.2026", "« phares »"]),
    "ru": (["1.", "а)", "12.", "iv)"], ["(МСЭ-Т)", "п. 9–31", "50% [или 75%]", "05.03.2026", "«маяки»"]),
    "zh": (["1", "（一）", "12.", "a)"], ["（ITU-T）", "第9至31条", "50%[或75%]", "2026年3月5日", "“灯塔”"]),
    "ar": (["1.", "(أ)", "13-", "أولاً-"], ["(ITU-T)", "الأرقام 9 إلى 31", "50% [أو 75%]", "5/3/2026", "«المنارات»"]),
}
STOP = {"zh": "。"}
HEADINGS = {"en": "Article {}", "fr": "Article {}", "ru": "Статья {}", "zh": "第{}条", "ar": "المادة {}"}
HANGING = '<w:ind w:start="700" w:hanging="700"/>'
AUTHORS = ["Delegation of Norland", "Delegation of Sudmark", "Secretariat"]


class Maker:
    def __init__(self, rng, language, layout, manner, font, size):
        self.rng, self.language, self.layout, self.manner = rng, language, layout, manner
        self.font, self.size, self.number = font, size, 0
        self.words = WORDS[language].split()
        self.glue = "" if language == "zh" else " "
        self.truth = []

    def text(self, low, high):
        return self.glue.join(self.rng.choice(self.words) for _ in range(self.rng.randint(low, high)))

    def run(self, text, extra="", tag="t"):
        rtl = "<w:rtl/>" if any("\u0600" <= c < "\u0700" for c in text) else ""
        return (f'<w:r><w:rPr><w:rFonts w:ascii="{self.font}" w:hAnsi="{self.font}" w:eastAsia="{self.font}" w:cs="{self.font}"/>'
                f'{extra}<w:sz w:val="{self.size * 2}"/><w:szCs w:val="{self.size * 2}"/>{rtl}</w:rPr>'
                f'<w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>')

    def change(self, mark, text):
        self.number += 1
        if self.manner == "tracked":
            author = self.rng.choice(AUTHORS)
            return (f'<w:{mark} w:id="{self.number}" w:author="{author}" w:date="2026-03-05T10:00:00Z">'
                    f'{self.run(text, tag="delText" if mark == "del" else "t")}</w:{mark}>')
        colour = {"black": "", "coloured": '<w:color w:val="%s"/>' % ("C00000" if mark == "del" else "1F4EB0")}[self.manner]
        rule = '<w:strike/>' if mark == "del" else ""
        line = '<w:u w:val="single"/>' if mark == "ins" else ""
        return self.run(text, rule + colour + line)

    def properties(self, extra="", indent=""):
        rtl = "<w:bidi/>" if self.language == "ar" else ""
        return f'<w:pPr>{extra}{rtl}<w:spacing w:after="120"/>{indent}<w:jc w:val="{self.justify}"/></w:pPr>'

    def pieces(self):
        """A paragraph's text in turns: plain, changed, plain …; some changes are of a part of a word or of a sentence."""
        out = [(self.text(4, 14).capitalize() + self.glue, "")]
        for _ in range(self.rng.choice((0, 1, 1, 2, 3))):
            kind = self.rng.random()
            if kind < 0.15:  # a part of a word
                word = self.rng.choice([w for w in self.words if len(w) > 4] or self.words)
                out += [(word[:3] if len(word) > 4 else word, ""), (word[3:] or word, self.rng.choice(("ins", "del"))),
                        (self.glue, "")]
            elif kind < 0.6:  # replaced
                out += [(self.text(1, 6), "del"), (self.text(1, 7), "ins"), (self.glue, "")]
            elif kind < 0.7:
                out += [(self.text(20, 45), self.rng.choice(("ins", "del"))), (self.glue, "")]
            else:
                out += [(self.text(1, 9) + self.glue, self.rng.choice(("ins", "del")))]
            out.append((self.text(3, 16) + self.glue, ""))
        out.append((self.rng.choice(self.words) + STOP.get(self.language, "."), ""))
        if self.rng.random() < 0.08:  # a paragraph that is all new or all old
            mark = self.rng.choice(("ins", "del"))
            out = [(text, mark) for text, _ in out]
        return [(text, mark) for text, mark in out if text]

    def paragraph(self, pieces, extra=""):
        self.truth.append([[text, mark] for text, mark in pieces])
        body = "".join(self.change(mark, text) if mark else self.run(text) for text, mark in pieces)
        return f"<w:p>{self.properties(extra)}{body}</w:p>"

    def labelled(self, label):
        """A paragraph that hangs behind its label and has numbers, brackets and other scripts in it."""
        pieces = self.pieces()
        at = self.rng.randrange(len(pieces))
        text, mark = pieces[at]
        pieces[at] = (self.text(1, 3) + self.glue + self.rng.choice(LABELS[self.language][1]) + self.glue + text, mark)
        self.truth.append([[label + " ", ""]] + [[text, mark] for text, mark in pieces])
        tab = self.run(label).replace("</w:r>", "<w:tab/></w:r>")
        body = "".join(self.change(mark, text) if mark else self.run(text) for text, mark in pieces)
        return f'<w:p>{self.properties("", HANGING)}{tab}{body}</w:p>'

    def styled(self, text, look, extra=""):
        self.truth.append([[text, ""]])
        return f"<w:p>{self.properties(extra)}{self.run(text, look)}</w:p>"

    def table(self):
        rows, edges = [], "".join(f'<w:{e} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
                                  for e in ("top", "left", "bottom", "right", "insideH", "insideV"))
        bidi = "<w:bidiVisual/>" if self.language == "ar" else ""
        for number in range(self.rng.randint(4, 9)):
            cells = ""
            for _ in range(2):
                inner = "".join(self.paragraph(self.pieces()) for _ in range(self.rng.choice((1, 1, 2)))) if number else \
                    self.styled(self.text(1, 2), "<w:b/>")
                cells += f'<w:tc><w:tcPr><w:tcW w:w="4500" w:type="dxa"/></w:tcPr>{inner}</w:tc>'
            rows.append(f'<w:tr><w:trPr>{"<w:tblHeader/>" if not number else ""}</w:trPr>{cells}</w:tr>')
        grid = '<w:tblGrid><w:gridCol w:w="4500"/><w:gridCol w:w="4500"/></w:tblGrid>'
        return f'<w:tbl><w:tblPr>{bidi}<w:tblW w:w="9000" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders></w:tblPr>{grid}{"".join(rows)}</w:tbl><w:p/>'

    def body(self):
        out, self.justify = [], self.rng.choice(("left", "both"))
        for article in range(1, self.rng.randint(5, 9)):
            style = self.rng.choice(('<w:b/>', '<w:u w:val="single"/>', '<w:b/><w:u w:val="single"/>'))
            out.append(self.styled(HEADINGS[self.language].format(article), style))
            for _ in range(self.rng.randint(2, 4)):
                out.append(self.paragraph(self.pieces()))
            if self.rng.random() < 0.6:
                out += [self.labelled(label) for label in LABELS[self.language][0]]
            if self.rng.random() < 0.3:
                out.append(self.styled("NOC", '<w:u w:val="single"/>'))
            if self.rng.random() < 0.3:
                self.truth.append([["www.harbour-league.example/" + str(article), ""]])
                out.append(f'<w:p>{self.properties()}<w:hyperlink r:id="link">' +
                           self.run("www.harbour-league.example/" + str(article), '<w:color w:val="0563C1"/><w:u w:val="single"/>') +
                           '</w:hyperlink></w:p>')
            if self.rng.random() < 0.3:
                out.append(self.paragraph([(self.text(3, 6), "")],
                                          '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'))
            if self.layout == "table" and article % 2:
                out.append(self.table())
        columns = '<w:cols w:num="2" w:space="500"/>' if self.layout == "double" else ""
        return (f'<?xml version="1.0" encoding="UTF-8"?><w:document {NS}><w:body>{"".join(out)}<w:sectPr>'
                f'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1200" w:right="1300" w:bottom="1200" w:left="1300"/>{columns}'
                f'{"<w:bidi/>" if self.language == "ar" else ""}</w:sectPr></w:body></w:document>')


def write(path, body):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
                         '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
                         'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
        package.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
                         f'Type="{RELS}/officeDocument" Target="word/document.xml"/></Relationships>')
        package.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="link" '
                         f'Type="{RELS}/hyperlink" Target="http://www.harbour-league.example/" TargetMode="External"/></Relationships>')
        package.writestr("word/document.xml", body)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fonts", type=int, default=0, choices=(0, 1))
    parser.add_argument("--profile", default=None)
    parser.add_argument("--languages", nargs="+", default=list(WORDS), choices=list(WORDS))
    parser.add_argument("--count", type=int, default=1, help="documents of each language, layout and manner")
    options = parser.parse_args()
    rng, folder, made = random.Random(options.seed), options.folder, []
    folder.mkdir(parents=True, exist_ok=True)
    sizes = ((10, 12, 14), (11, 13, 10))[options.fonts]
    for language in options.languages:
        for layout in ("single", "double", "table"):
            for manner in ("tracked", "black", "coloured"):
                for number in range(options.count):
                    fonts = FONTS.get(language, FONTS["latin"])[options.fonts]
                    maker = Maker(rng, language, layout, manner, rng.choice(fonts), rng.choice(sizes))
                    name = f"{language}-{layout}-{manner}-{number}"
                    write(folder / f"{name}.docx", maker.body())
                    (folder / f"{name}.json").write_text(json.dumps({
                        "language": language, "layout": layout, "manner": manner, "font": maker.font, "size": maker.size,
                        "paragraphs": maker.truth}, ensure_ascii=False), "utf-8")
                    (folder / f"{name}.txt").write_text("\n".join(
                        "".join(text for text, mark in paragraph if mark != "del") for paragraph in maker.truth), "utf-8")
                    made.append(str(folder / f"{name}.docx"))
    profile = pathlib.Path(options.profile or folder / "profile").resolve()
    subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf", "--outdir",
                    str(folder)] + made, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


main()
