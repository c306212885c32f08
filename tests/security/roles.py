# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may ask for what: every route by every role, every kind of page by a visitor, and things that belong to somebody else."""
import json
import re

from workbench import ROLES, Workbench, check, done, note, page_kinds, routes, table


def decisions(work):
    """Every route of the program has a decision, and the same one."""
    decided = {(method, pattern): (least, sample) for method, pattern, least, sample in table("routes.tsv")}
    there = {}
    for method, pattern, least, flags in routes():
        there[method, pattern] = "published" if "P" in flags and least == "reader" else least
    missing = sorted(set(there) - set(decided))
    check("every route has its decision in routes.tsv", not missing, missing)
    for method, pattern in sorted(set(decided) - set(there)):
        note(f"no route for the decision on {method} {pattern}")
    other = [(key, there[key], decided[key][0]) for key in there if key in decided and there[key] != decided[key][0]]
    check("the program decides the same", not other, other)
    return [(method, pattern, *decided[method, pattern]) for method, pattern in there if (method, pattern) in decided]


class Samples:
    """Names that stand in the tables for things of this workspace."""

    def __init__(self, work):
        analyst, reader = work.client("analyst"), work.client("reader")
        with open(work.folder + "/text", "w") as file:
            file.write("We ask for less.\n")
        draft = work.run("statement", "draft", "text", "--title", "An open letter", "--by", "me", "--json").stdout
        answer = analyst.post("/note", {"reference": "MNR@2022:5.2", "body": "seen by all", "visibility": "workspace",
                                        "purpose": "commenting"}, page="/provision/MNR@2022:5.2")
        work.run("statement", "draft", "text", "--title", "A letter to all", "--by", "me")
        work.run("statement", "publish", "a-letter-to-all", "--by", "me")
        self.names = {"OPENED": "a-letter-to-all", "DRAFT": json.loads(draft)["key"], "NOTE": re.search(r"/note/(\w+)", answer.header("Location")).group(1)}
        self.names["PROPOSAL"] = re.search(r'href="/proposal/([^"#]+)"', reader.ask("/provision/MNR@2022:5.2").text).group(1)
        self.names["DOCUMENT"] = re.search(r'href="/document/([^"#]+)', reader.ask("/proposal/" + self.names["PROPOSAL"]).text).group(1)
        self.names["TERM"] = re.search(r'href="/definition/([^"#]+)', reader.ask("/definitions").text).group(1)

    def __call__(self, text):
        for name, value in self.names.items():
            text = text.replace(name, value)
        return text


def try_routes(work, decided, samples):
    clients = {role: work.client(role) for role in ROLES}
    api = {(method, pattern) for method, pattern, _, flags in routes() if "A" in flags}
    for method, pattern, least, sample in decided:
        wrong = []
        for place, role in enumerate(ROLES):
            may = place >= ROLES.index("reader" if least == "published" else least)
            client = clients[role]
            if method == "GET":
                answer = client.ask(samples(sample))
            elif (method, pattern) in api:
                answer = client.ask(samples(sample), method, body="{}", headers={
                    "Content-Type": "application/json", "X-Travaux-Token": client.ask("/account").token() or client.ask("/sign-in").token()})
            else:  # nothing in the form but its token: what is let through finds nothing to do
                answer = client.post(samples(sample), page="/account" if role != "visitor" else "/sign-in")
            let = not answer.refused() and answer.status < 500
            if pattern == "/sign-in" and method == "POST":
                let = "address, password or code" in answer.text  # it was tried
            if let != may:
                wrong.append((role, "let through" if let else "refused", answer.status))
            if pattern == "/sign-out" and may:
                clients[role] = work.client(role)
        check(f"{method} {pattern}: {least} and above, nobody else", not wrong, wrong)


def try_pages(work, samples):
    rows = {kind: rest for kind, *rest in table("pages.tsv")}
    kinds = [kind or "-" for kind in page_kinds()]
    check("every kind of page has its decision in pages.tsv", not set(kinds) - set(rows), sorted(set(kinds) - set(rows)))
    clients = {role: work.client(role) for role in ROLES}
    visitor, admin = clients["visitor"], clients["admin"]

    def address(kind):
        return samples("/" + ("" if kind == "-" else kind) + ("" if rows[kind][0] == "-" else "/" + rows[kind][0]))

    kinds = [kind for kind in kinds if kind in rows]
    for kind in kinds:
        least, wrong = rows[kind][1], []
        for place, role in enumerate(ROLES):
            may = least != "nobody" and place >= ROLES.index(least)
            answer = clients[role].ask(address(kind))
            if (answer.status == 200) != may or answer.status >= 500:
                wrong.append((role, answer.status))
        check(f"page {address(kind)}: {least} and above, nobody else", not wrong, wrong)
    for column, kind, key in ((2, "instrument", "MNR"), (3, "workspace", "")):
        admin.post("/publish", {"kind": kind, "key": key, "open": "1"}, page="/publish")
        wrong = []
        for name in kinds:
            answer = visitor.ask(address(name))
            if (answer.status == 200) != (rows[name][column] == "open") or answer.status >= 500:
                wrong.append((address(name), rows[name][column], answer.status))
        check(f"what a visitor sees while the {kind} is published", not wrong, wrong)
        if kind == "instrument":
            there, absent = visitor.ask(samples("/document/DOCUMENT")), visitor.ask("/document/no-such-thing")
            check("what is hidden looks as what is not there", there.status == absent.status and
                  there.header("Location").split("?")[0] == absent.header("Location").split("?")[0], (there.status, absent.status))
        admin.post("/publish", {"kind": kind, "key": key, "open": "0"}, page="/publish")
        check(f"the {kind} is closed at once when it is taken back", visitor.ask("/provision/MNR@2022:5.2").refused())


def tokens(work):
    """A program may do what its token may, and no more than its owner."""
    editor = work.client("editor")

    def new(role):
        return re.search(r"tvx_[\w-]{43}", editor.post("/account/tokens", {"name": role, "role": role, "days": "1"}).text).group(0)

    def ask(token, path, method="GET"):
        return work.client().ask(path, method, body="{}" if method != "GET" else None, headers={
            "Authorization": "Bearer " + token, "Content-Type": "application/json"})

    reader, full = new("reader"), new("editor")
    check("a token reads", ask(reader, "/api/v1/me").status == 200 and ask(full, "/api/v1/me").status == 200)
    answer = ask(reader, "/api/v1/statements", "POST")
    check("a reader's token writes nothing, whoever owns it", answer.status == 403, answer.status)
    answer = ask(full, "/api/v1/statements", "POST")
    check("an editor's may", answer.status not in (401, 403), answer.status)
    check("none of them administers", ask(full, "/api/v1/accounts").status == 403)
    check("a token is taken by the API only", ask(full, "/account").status == 303 and ask(full, "/account/name", "POST").status == 401)
    check("a made-up one is told", ask("tvx_" + "A" * 43, "/api/v1/openapi.json").status == 401)
    number = re.search(r'name="id" value="(\d+)"', editor.ask("/account").text).group(1)
    editor.post("/account/tokens/revoke", {"id": number})
    check("a revoked one is none", sorted((ask(reader, "/api/v1/me").status, ask(full, "/api/v1/me").status)) == [200, 401])


def statements(work, samples):
    """Drafts are for who is signed in; what is published is for all, without addresses."""
    seen = work.client().ask("/api/v1/statements").text
    check("the API tells visitors of published statements and of no draft", "A letter to all" in seen and "An open letter" not in seen, seen)
    answer = work.client().ask(samples("/api/v1/statements/DRAFT"))
    check("nor by its name", answer.status == 401 and "An open letter" not in answer.text, answer.status)
    for path in ("/statement/DRAFT", "/statement-file/DRAFT/md", "/statement-draft/DRAFT", "/statement-versions/DRAFT"):
        check(f"no draft at {path}", work.client().ask(samples(path)).refused())


def notes(work):
    """Notes are seen by whom they are for, and changed by their authors."""
    work.add("analyst", "second")
    analyst, second, editor, admin = (work.client(*who) for who in (("analyst",), ("analyst", "second"), ("editor",), ("admin",)))
    page = "/provision/MNR@2022:5.2"

    def write(body, visibility):
        answer = analyst.post("/note", {"reference": "MNR@2022:5.2", "body": body, "visibility": visibility, "purpose": "commenting"},
                              page=page)
        return re.search(r"/note/(\w+)", answer.header("Location")).group(1)

    private, shared, public = write("my own worry", "private"), write("for the coalition", "workspace"), write("for the world", "public")
    check("a private note is its author's", "my own worry" in analyst.ask(page).text and "my own worry" not in second.ask(page).text
          and "my own worry" not in admin.ask(page).text)
    check("nor by its address", second.ask("/note/" + private).status == 404 and admin.ask("/note/" + private).status == 404)
    changed = analyst.post("/note/edit", {"uid": private, "seen": "1", "body": "said aloud", "visibility": "workspace",
                                          "purpose": "commenting"}, page=page)
    past = second.ask("/api/v1/annotations/" + private + "/history").text
    check("nor by the API", "said aloud" in past and "my own worry" not in past, past)
    check("what was private stays so when a later version is not", changed.status == 303 and "said aloud" in second.ask(
        "/note/" + private).text and "my own worry" not in second.ask("/note/" + private).text and "my own worry" in analyst.ask(
        "/note/" + private).text, changed.status)
    answer = second.post("/note/edit", {"uid": shared, "seen": "1", "body": "zzz changed", "visibility": "public", "purpose": "commenting"},
                         page=page)
    check("nobody changes another's note", answer.status == 403 and "zzz changed" not in analyst.ask(page).text, answer.status)
    answer = second.post("/note/withdraw", {"uid": shared, "seen": "1"}, page=page)
    check("nor withdraws it", answer.status == 403, answer.status)
    answer = second.post("/note/reply", {"uid": write("another worry", "private"), "body": "found it", "visibility": "workspace",
                                         "purpose": "replying"}, page=page)
    check("nor answers what they do not see", answer.status in (400, 404), answer.status)
    check("an editor may withdraw it", editor.post("/note/withdraw", {"uid": shared, "seen": "1"}, page=page).status == 303)
    admin.post("/publish", {"kind": "workspace", "key": "", "open": "1"}, page="/publish")
    seen = work.client().ask(page).text
    check("visitors see public notes and no others", "for the world" in seen and "another worry" not in seen and "said aloud" not in seen)
    admin.post("/publish", {"kind": "workspace", "key": "", "open": "0"}, page="/publish")
    check("and no note of what is closed", work.client().ask("/note/" + public).refused())


def others_things(work):
    """Numbers in a form name things; whose they are is asked of the session."""
    work.add("editor", "other")
    editor, other = work.client("editor"), work.client("editor", "other")
    page = other.post("/account/tokens", {"name": "mine", "role": "editor", "days": "30"}).text
    number = re.search(r'name="id" value="(\d+)"', page).group(1)
    answer = editor.post("/account/tokens/revoke", {"id": number})
    check("nobody revokes another's token", answer.status == 400, answer.status)
    check("it is still there", f'name="id" value="{number}"' in other.ask("/account").text)
    second = work.client("editor", "other")
    number = re.search(r'name="session" value="(\d+)"', second.ask("/account").text).group(1)
    answer = editor.post("/account/sessions", {"session": number})
    check("nobody ends another's session", answer.status == 400, answer.status)
    check("it goes on", other.ask("/account").status == 200)
    answer = editor.post("/account/sessions", {"session": "0"})
    check("all sessions are one's own", editor.ask("/account").status == 303 and other.ask("/account").status == 200, answer.status)
    editor = work.client("editor")
    answer = editor.post("/account/tokens", {"name": "more", "role": "admin", "days": "30"})
    check("no token above one's own role", answer.status == 400 and "tvx_" not in answer.text, answer.status)
    editor.post("/account/name", {"name": "Editor", "role": "admin", "id": "1"})
    roles = {a["email"]: a["role"] for a in work.accounts()}
    check("a form changes only what it is for", roles["editor@example.org"] == "editor", roles)


def kept_answers(work):
    """Answers that the server keeps ready are the viewer's own."""
    address = "/provision/MNR@2022:5.2"
    admin = work.client("admin")
    tag = admin.ask(address).header("ETag")
    admin.ask(address)
    check("a kept answer is not another's", work.client().ask(address).refused())
    check("nor told of by its tag", work.client().ask(address, headers={"If-None-Match": tag}).refused())
    old = admin.session()
    admin.post("/sign-out")
    thief = work.client()
    thief.jar["travaux"] = old
    check("it ends with the session", thief.ask(address).refused())
    for path in ("/account", "/people", "/audit", "/sign-in"):
        client = work.client("visitor" if path == "/sign-in" else "admin")
        check(f"{path} is not kept by browsers", client.ask(path).header("Cache-Control") == "no-store")


def main():
    work = Workbench()
    samples = Samples(work)
    try_routes(work, decisions(work), samples)
    try_pages(work, samples)
    tokens(work)
    statements(work, samples)
    notes(work)
    others_things(work)
    kept_answers(work)
    log = work.audit()
    check("the audit log is whole after all this", log["whole"])
    done()


main()
