# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may ask for what: every route by every role, every kind of page by a visitor, and things that belong to somebody else."""
import re

from workbench import ROLES, Workbench, check, done, page_kinds, routes, table


def decisions(work):
    """Every route of the program has a decision, and the same one."""
    decided = {(method, pattern): (least, sample) for method, pattern, least, sample in table("routes.tsv")}
    there = {}
    for method, pattern, least, flags in routes():
        there[method, pattern] = "published" if "ROUTE_PUBLISHED" in flags and least == "reader" else least
    missing = sorted(set(there) - set(decided))
    check("every route has its decision in routes.tsv", not missing, missing)
    gone = sorted(set(decided) - set(there))
    check("every decision is about a route", not gone, gone)
    other = [(key, there[key], decided[key][0]) for key in there if key in decided and there[key] != decided[key][0]]
    check("the program decides the same", not other, other)
    return [(method, pattern, *decided[method, pattern]) for method, pattern in there if (method, pattern) in decided]


def try_routes(work, decided):
    clients = {role: work.client(role) for role in ROLES}
    for method, pattern, least, sample in decided:
        wrong = []
        for place, role in enumerate(ROLES):
            may = place >= ROLES.index("reader" if least == "published" else least)
            client = clients[role]
            if method == "GET":
                answer = client.ask(sample)
            else:  # nothing in the form but its token: what is let through finds nothing to do
                answer = client.post(sample, page="/account" if role != "visitor" else "/sign-in")
            let = not answer.refused() and answer.status < 500
            if pattern == "/sign-in" and method == "POST":
                let = "address, password or code" in answer.text  # it was tried
            if let != may:
                wrong.append((role, "let through" if let else "refused", answer.status))
            if pattern == "/sign-out" and may:
                clients[role] = work.client(role)
        check(f"{method} {pattern}: {least} and above, nobody else", not wrong, wrong)


def try_pages(work):
    rows = {kind: (reference, state) for kind, reference, state in table("pages.tsv")}
    kinds = [kind or "-" for kind in page_kinds()]
    check("every kind of page has its decision in pages.tsv", not set(kinds) - set(rows), sorted(set(kinds) - set(rows)))
    visitor, reader, admin = work.client(), work.client("reader"), work.client("admin")
    found = re.search(r'href="/proposal/([^"]+)"', reader.ask("/provision/MNR@2022:5.2").text)
    proposal = found.group(1)
    document = re.search(r'href="/document/([^"#]+)', reader.ask("/proposal/" + proposal).text).group(1)

    def address(kind, reference):
        reference = reference.replace("PROPOSAL", proposal).replace("DOCUMENT", document)
        return "/" + ("" if kind == "-" else kind) + ("" if reference == "-" else "/" + reference)

    for kind in kinds:
        if kind not in rows:
            continue
        reference, _ = rows[kind]
        answer = reader.ask(address(kind, reference))
        check(f"{kind}: a reader sees {address(kind, reference)}", answer.status == 200, answer.status)
        answer = visitor.ask(address(kind, reference))
        check(f"{kind}: a visitor does not", answer.refused(), answer.status)
    admin.post("/publish", {"kind": "instrument", "key": "MNR", "open": "1"}, page="/publish")
    for kind in kinds:
        if kind not in rows:
            continue
        reference, state = rows[kind]
        answer = visitor.ask(address(kind, reference))
        check(f"{kind}: {state} to a visitor while an instrument is published",
              answer.status == 200 if state == "open" else answer.refused(), answer.status)
    there, absent = visitor.ask("/document/" + document), visitor.ask("/document/no-such-thing")
    check("what is hidden looks as what is not there", there.status == absent.status and there.header("Location").split("?")[0] ==
          absent.header("Location").split("?")[0], (there.status, absent.status))
    admin.post("/publish", {"kind": "instrument", "key": "MNR", "open": "0"}, page="/publish")
    check("what is taken back is closed at once", visitor.ask("/provision/MNR@2022:5.2").refused())


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
    try_routes(work, decisions(work))
    try_pages(work)
    others_things(work)
    kept_answers(work)
    log = work.audit()
    check("the audit log is whole after all this", log["whole"])
    done()


main()
