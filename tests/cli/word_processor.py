# SPDX-License-Identifier: AGPL-3.0-or-later
"""
What a word processor makes of tracked changes: opens each .docx of a folder in LibreOffice, once with all changes
rejected and once with all accepted, and prints {"name": {"before": text, "after": text, "changes": n}} as JSON.
Exits with 77 where there is no LibreOffice, or no UNO for this Python.
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

try:
    import uno
    from com.sun.star.beans import PropertyValue
except ImportError:
    sys.exit(77)
if shutil.which("soffice") is None:
    sys.exit(77)


def connect(pipe, office):
    resolver = uno.getComponentContext().ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", uno.getComponentContext())
    for _ in range(300):
        if office.poll() is not None:
            break
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # not up yet
            time.sleep(0.2)
    sys.exit("LibreOffice did not start")


def text_with(context, file, command):
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    hidden = PropertyValue("Hidden", 0, True, 0)
    document = desktop.loadComponentFromURL(file.resolve().as_uri(), "_blank", 0, (hidden,))
    if document is None:
        sys.exit(f"LibreOffice does not open {file.name}")
    redlines = document.getPropertyValue("RecordChanges"), document.Redlines.createEnumeration()
    count = 0
    while redlines[1].hasMoreElements():
        redlines[1].nextElement()
        count += 1
    dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    dispatcher.executeDispatch(document.CurrentController.Frame, command, "", 0, ())
    text = document.Text.getString()
    document.close(True)
    return text, count


folder = pathlib.Path(sys.argv[1])
with tempfile.TemporaryDirectory() as profile:
    pipe = "travaux" + pathlib.Path(profile).name.replace("_", "")
    office = subprocess.Popen(
        ["soffice", f"-env:UserInstallation={pathlib.Path(profile).as_uri()}", "--headless", "--norestore",
         "--nologo", f"--accept=pipe,name={pipe};urp;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        context = connect(pipe, office)
        texts = {}
        for file in sorted(folder.glob("*.docx")):
            before, count = text_with(context, file, ".uno:RejectAllTrackedChanges")
            after, _ = text_with(context, file, ".uno:AcceptAllTrackedChanges")
            texts[file.stem] = {"before": before, "after": after, "changes": count}
        json.dump(texts, sys.stdout, ensure_ascii=False)
    finally:
        office.terminate()
        try:
            office.wait(20)
        except subprocess.TimeoutExpired:
            office.kill()
            office.wait()
