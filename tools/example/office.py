# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes DOCX and PDF through LibreOffice Writer, so that the tracked changes are a word processor's own.

The text before the changes is typed first; then "record changes" is switched on and each change is made with a
cursor, last one first.  Author and day come from the source: a user profile and a clock (faketime) for each document.
"""
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

CENTER, RIGHT, LEFT = 3, 1, 0
MONTHS = {m: i + 1 for i, m in enumerate("january february march april may june july august september october november "
                                         "december".split())}
MONTHS.update({"septembre": 9})


def clock(date):
    """ "7 September 2026" -> "2026-09-07 10:00:00"; None when the source has no full date."""
    m = re.fullmatch(r"(\d+) (\w+) (\d{4})", date or "")
    return f"{m.group(3)}-{MONTHS[m.group(2).lower()]:02}-{int(m.group(1)):02} 10:00:00" if m else None


class Office:
    """One headless LibreOffice, with its own profile, for one document."""

    def __init__(self, author, date):
        import uno
        self.uno = uno
        self.folder = Path(tempfile.mkdtemp(prefix="make-example-"))
        user = self.folder / "user"
        user.mkdir()
        (user / "registrymodifications.xcu").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
            'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
            '<item oor:path="/org.openoffice.UserProfile/Data"><prop oor:name="givenname" oor:op="fuse">'
            f'<value>{author}</value></prop></item>\n</oor:items>\n', encoding="utf-8")
        pipe = f"make-example-{os.getpid()}-{self.folder.name}"
        command = ["soffice", "--headless", "--invisible", "--norestore", "--nologo", "--nodefault",
                   f"-env:UserInstallation={self.folder.as_uri()}", f"--accept=pipe,name={pipe};urp;"]
        when = clock(date)
        if when and shutil.which("faketime"):
            command = ["faketime", when] + command
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        env={**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"})
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(240):
            try:
                context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:
                if self.process.poll() is not None:
                    raise SystemExit("LibreOffice ended before it was ready; is libreoffice-writer-nogui installed?")
                time.sleep(0.25)
        else:
            raise SystemExit("LibreOffice did not become ready within a minute")
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)

    def property(self, name, value):
        p = self.uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        p.Name, p.Value = name, value
        return p

    def new(self):
        return self.desktop.loadComponentFromURL("private:factory/swriter", "_blank", 0,
                                                 (self.property("Hidden", True),))

    def save(self, doc, path):
        kind = "writer_pdf_Export" if path.suffix == ".pdf" else "MS Word 2007 XML"
        doc.storeToURL(path.resolve().as_uri(), (self.property("FilterName", kind),))

    def close(self):
        try:
            self.desktop.terminate()
        except Exception:
            pass  # the bridge goes down while it answers
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class Writer:
    """Types one source into one Writer document."""

    def __init__(self, office, source, language):
        self.office, self.source = office, source
        self.doc = office.new()
        self.text = self.doc.Text
        self.first = True
        self.changes = []  # (cursor at the start of the paragraph, pieces), in order
        self.tables = []
        self.setup(language)

    def setup(self, language):
        locale = self.office.uno.createUnoStruct("com.sun.star.lang.Locale")
        locale.Language, locale.Country = language, {"en": "GB", "fr": "FR"}[language]
        styles = self.doc.StyleFamilies.getByName("ParagraphStyles")
        standard = styles.getByName("Standard")
        standard.CharFontName, standard.CharHeight, standard.CharLocale = "Liberation Serif", 11.5, locale
        standard.ParaBottomMargin = 220
        heading = styles.getByName("Heading 2")
        heading.CharFontName, heading.CharHeight, heading.CharPosture = "Liberation Serif", 12, self.posture(False)
        heading.ParaTopMargin, heading.ParaBottomMargin = 400, 200
        first = styles.getByName("Heading 1")
        first.CharFontName, first.CharHeight, first.ParaTopMargin = "Liberation Serif", 13, 500
        page = self.doc.StyleFamilies.getByName("PageStyles").getByName("Standard")
        page.FooterIsOn = True
        footer = page.FooterText
        number = self.doc.createInstance("com.sun.star.text.TextField.PageNumber")
        number.NumberingType = 4
        cursor = footer.createTextCursor()
        cursor.ParaAdjust = self.adjust(CENTER)
        footer.insertTextContent(cursor, number, False)
        self.doc.DocumentProperties.Title = self.source.head.get("title", "")
        self.doc.DocumentProperties.Author = self.source.head.get("author", "")

    def adjust(self, value):
        return self.office.uno.Enum("com.sun.star.style.ParagraphAdjust",
                                    {CENTER: "CENTER", RIGHT: "RIGHT", LEFT: "LEFT"}[value])

    def posture(self, italic):
        return self.office.uno.Enum("com.sun.star.awt.FontSlant", "ITALIC" if italic else "NONE")

    # ---- paragraphs ----
    def start_paragraph(self):
        """A cursor in a new, unformatted paragraph at the end."""
        if not self.first:
            end = self.text.createTextCursorByRange(self.text.getEnd())
            self.text.insertControlCharacter(end, 0, False)
        self.first = False
        cursor = self.text.createTextCursorByRange(self.text.getEnd())
        cursor.ParaStyleName = "Standard"
        cursor.NumberingStyleName = ""
        cursor.setAllPropertiesToDefault()
        return cursor

    def type(self, cursor, text):
        for i, part in enumerate(text.split("\n")):
            if i:
                self.text.insertControlCharacter(cursor, 0, False)
            self.text.insertString(cursor, part, False)

    def paragraph(self, pieces, style="Standard", bold=False, italic=False, center=False, manual=False,
                  bold_prefix="", indent=0, list_style=None, list_level=0):
        cursor = self.start_paragraph()
        cursor.ParaStyleName = style
        if center:
            cursor.ParaAdjust = self.adjust(CENTER)
        if indent:
            cursor.ParaLeftMargin, cursor.ParaFirstLineIndent = indent, -indent
        if list_style:
            cursor.NumberingStyleName, cursor.NumberingLevel = list_style, list_level
        if bold_prefix:
            cursor.CharWeight = 150.0
            self.text.insertString(cursor, bold_prefix, False)
            cursor.CharWeight = 100.0
        for piece in pieces:
            if bold:
                cursor.CharWeight = 150.0
            if italic:
                cursor.CharPosture = self.posture(True)
            if piece.change == "fn":
                note = self.doc.createInstance("com.sun.star.text.Footnote")
                self.text.insertTextContent(cursor, note, False)
                note.insertString(note.createTextCursor(), piece.text, False)
            elif manual and piece.change:
                cursor.CharUnderline, cursor.CharStrikeout = (1, 0) if piece.change == "+" else (0, 1)
                self.type(cursor, piece.text)
                cursor.CharUnderline, cursor.CharStrikeout = 0, 0
            elif piece.change != "+":
                self.type(cursor, piece.text)
        if not manual and any(p.change in "+-" and p.change for p in pieces):
            start = self.text.createTextCursorByRange(cursor)
            for _ in range(sum(p.text.count("\n") for p in pieces if p.change in ("", "-"))):
                start.gotoPreviousParagraph(False)
            start.gotoStartOfParagraph(False)
            self.changes.append((start, pieces))
        return cursor

    def underline_action(self, cursor, word):
        start = self.text.createTextCursorByRange(cursor.getStart())
        start.gotoStartOfParagraph(False)
        while not start.getString().endswith(word):
            if not start.goRight(1, True):
                return
        found = self.text.createTextCursorByRange(start.getEnd())
        found.goLeft(len(word), True)
        found.CharUnderline = 1

    # ---- tables ----
    def table(self, rows, header_rows=0, borders=True, merge=()):
        cursor = self.start_paragraph()
        table = self.doc.createInstance("com.sun.star.text.TextTable")
        table.initialize(len(rows), len(rows[0]))
        self.text.insertTextContent(cursor, table, False)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                cell = table.getCellByPosition(c, r)
                inner = cell.createTextCursor()
                if header_rows and r < header_rows:
                    inner.CharWeight = 150.0
                for i, (part, bold) in enumerate(value if isinstance(value, list) else [(value, False)]):
                    if i:
                        cell.insertControlCharacter(inner, 0, False)
                    inner.CharWeight = 150.0 if bold or r < header_rows else 100.0
                    cell.insertString(inner, part, False)
        for r in merge:
            span = table.createCursorByCellName(f"A{r + 1}")
            span.gotoCellByName(f"B{r + 1}", True)
            span.mergeRange()
            inner = table.getCellByName(f"A{r + 1}").createTextCursor()
            inner.gotoEnd(True)
            inner.ParaAdjust = self.adjust(CENTER)
        if not borders:
            border = table.TableBorder
            for side in ("TopLine", "BottomLine", "LeftLine", "RightLine", "HorizontalLine", "VerticalLine"):
                line = getattr(border, side)
                line.OuterLineWidth = line.InnerLineWidth = 0
                setattr(border, side, line)
            table.TableBorder = border
        return table

    # ---- numbering that Writer computes ----
    def numbering(self):
        styles = self.doc.StyleFamilies.getByName("NumberingStyles")
        articles = self.doc.createInstance("com.sun.star.style.NumberingStyle")
        styles.insertByName("Articles", articles)
        dashes = self.doc.createInstance("com.sun.star.style.NumberingStyle")
        styles.insertByName("Dashes", dashes)
        self.levels(articles, [dict(ListFormat="ARTICLE %1%", NumberingType=4, ParentNumbering=1),
                               dict(ListFormat="%1%.%2%", NumberingType=4, ParentNumbering=2),
                               dict(ListFormat="%3%)", NumberingType=1, ParentNumbering=1)])
        self.levels(dashes, [dict(ListFormat="", NumberingType=6, BulletChar="–", BulletFontName="Liberation Serif")])

    def levels(self, style, definitions):
        rules = style.NumberingRules
        for i, wanted in enumerate(definitions):
            level = {p.Name: p for p in rules.getByIndex(i)}
            for name, value in wanted.items():
                level[name] = self.office.property(name, value)
            for name in ("Prefix", "Suffix"):  # the list format says both
                level.pop(name, None)
            margin = 1000 if i < 2 else 1800
            level["IndentAt"] = self.office.property("IndentAt", margin)
            level["FirstLineIndent"] = self.office.property("FirstLineIndent", -1000 if i < 2 else -800)
            level["ListtabStopPosition"] = self.office.property("ListtabStopPosition", margin)
            self.office.uno.invoke(rules, "replaceByIndex",
                                   (i, self.office.uno.Any("[]com.sun.star.beans.PropertyValue",
                                                           tuple(level.values()))))
        style.NumberingRules = rules

    # ---- changes ----
    def record(self):
        """Makes every change with recording on, from the end of the document to its beginning."""
        self.doc.RecordChanges = True
        for start, pieces in reversed(self.changes):
            at, places = 0, []
            for piece in pieces:
                places.append(at)
                at += 1 if piece.change == "fn" else 0 if piece.change == "+" else len(piece.text)
            for piece, offset in reversed(list(zip(pieces, places))):
                if piece.change not in ("+", "-"):
                    continue
                cursor = self.text.createTextCursorByRange(start)
                cursor.goRight(offset, False)
                if piece.change == "-":
                    cursor.goRight(len(piece.text), True)
                    cursor.setString("")
                else:
                    self.type(cursor, piece.text)
        for table, row, cells in reversed(self.tables):
            table.getRows().insertByIndex(row, 1)
            for c, value in enumerate(cells):
                table.getCellByPosition(c, row).setString(value)  # Writer has put a joiner into the empty row
        self.doc.RecordChanges = False
