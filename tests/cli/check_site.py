"""Do all links of an exported site lead somewhere in it?  Has each page a policy, and none a script or style in it?"""
import os, sys
from html.parser import HTMLParser
from urllib.parse import urlparse, unquote
root, wrong, pages = sys.argv[1], [], {}
class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.names, self.policy = [], [], False
    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.links += [given[key] for key in ("href", "src") if given.get(key)]
        self.names += [given["id"]] if "id" in given else []
        self.policy = self.policy or given.get("http-equiv", "").lower() == "content-security-policy"
        data = given.get("type") == "application/ld+json"  # a block of data is no script
        if tag == "script" and not given.get("src") and not data or any(key.startswith("on") or key == "style" for key in given):
            wrong.append(("inline", tag, given))
for folder, _, names in os.walk(root):
    for name in names:
        if name.endswith(".html"):
            page = Page()
            page.feed(open(os.path.join(folder, name), encoding="utf-8").read())
            pages[os.path.normpath(os.path.join(folder, name))] = page
for file, page in pages.items():
    if not page.policy:
        wrong.append((file, "no policy"))
    if len(page.names) != len(set(page.names)):
        wrong.append((file, "a name twice"))
    for link in page.links:
        address = urlparse(link)
        target = os.path.normpath(os.path.join(os.path.dirname(file), unquote(address.path))) if address.path else file
        if address.scheme or address.netloc or link.startswith("/") or not os.path.exists(target):
            wrong.append((file, link))
        elif address.fragment and target in pages and unquote(address.fragment) not in pages[target].names:
            wrong.append((file, link, "no such place"))
print(len(pages), wrong[:10])
sys.exit(bool(wrong) or len(pages) < 50)
