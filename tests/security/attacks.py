# SPDX-License-Identifier: AGPL-3.0-or-later
"""Attacks on people's accounts and on pages, each tried against the real server; docs/threat-model.md lists them.

Usage: attacks.py [ATTACK...]: only these functions."""
import base64
import concurrent.futures
import hashlib
import hmac
import re
import statistics
import struct
import sys
import time
import urllib.parse

from workbench import PASSWORD, Client, Workbench, check, done, note, page_kinds, routes

FORGED = "This form is too old"


def otp(secret, at=None):
    """RFC 6238 by itself."""
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", int((at or time.time()) // 30)), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place:place + 4])[0] & 0x7FFFFFFF) % 1000000:06d}"


def forged_forms(work):
    """Every route that changes something, asked without, with a wrong, with another session's token, and from another site."""
    admin, other = work.client("admin"), work.client("editor")
    own, theirs = admin.ask("/account").token(), other.ask("/account").token()
    wrong = []
    for method, pattern, _, flags in routes():
        if method == "GET" or "O" in flags:
            continue
        path = pattern.replace("*", "1")
        tries = {
            "no token": dict(token=""),
            "a made-up token": dict(token="x" * 43),
            "another session's token": dict(token=theirs),
            "another site's form": dict(token=own, headers={"Origin": "https://attacker.example"}),
            "no origin to tell": dict(token=own, headers={"Origin": "null"}),
            "a request across sites": dict(token=own, headers={"Sec-Fetch-Site": "cross-site"}),
            "a request from a neighbour's site": dict(token=own, headers={"Sec-Fetch-Site": "same-site"}),
        }
        for name, how in tries.items():
            if "A" in flags:
                token = how.pop("token")
                headers = {"Content-Type": "application/json", **({"X-Travaux-Token": token} if token else {}), **how.get("headers", {})}
                answer = admin.ask(path, method, body="{}", headers=headers)
            else:
                answer = admin.post(path, {"email": "x@example.org", "role": "admin", "id": "2", "name": "x"}, **how)
            if answer.status not in (401, 403) or (FORGED not in answer.text and "/api/" not in path):
                wrong.append((method, path, name, answer.status))
    check("a forged form changes nothing, wherever it is sent", not wrong, wrong)
    check("nothing of it stands in the log", not [e for e in work.audit()["entries"] if e["what"] == "invitation.add"])
    check("who forges is not signed out either", admin.ask("/account").status == 200)
    check("and an honest form still goes", admin.post("/account/name", {"name": "Admin"}).status == 303)
    victim = Client(work)  # signed in as somebody else without knowing
    answer = victim.ask("/sign-in", "POST", {"email": "editor@example.org", "password": PASSWORD})
    check("nobody is signed in by another site's form", answer.status == 403 and victim.session() is None, answer.status)
    answer = Client(work).ask("/people/invite?token=" + own, "GET")
    check("no change by an address", answer.status in (303, 404, 405), answer.status)


def sessions(work):
    victim = work.client()
    victim.jar["travaux"] = victim.jar["travaux-form"] = planted = "A" * 43
    answer = victim.sign_in("analyst@example.org")
    check("signing in does not take over a planted session", answer.status == 303 and victim.session() != planted)
    thief = Client(work)
    thief.jar["travaux"] = planted
    check("the planted one is worth nothing", thief.ask("/account").status == 303)
    before = victim.session()
    victim.sign_in("analyst@example.org")
    thief.jar["travaux"] = before
    victim.ask("/account")
    cookies = [line for line in answer.cookies() if line.startswith("travaux=")]
    check("the cookie is HttpOnly, SameSite, for the whole site", cookies and all(
        flag in cookies[0] for flag in ("HttpOnly", "SameSite=Lax", "Path=/")) and "Domain" not in cookies[0], cookies)
    check("it is long and random", len(victim.session()) == 43)
    page = victim.ask("/account").text
    check("it stands in no page", victim.session() not in page)
    client = work.client("analyst")
    old = client.session()
    client.post("/account/password", {"old": PASSWORD, "password": PASSWORD + "!", "again": PASSWORD + "!"})
    thief.jar["travaux"] = old
    check("a new password ends the old session", thief.ask("/account").status == 303 and client.ask("/account").status == 200)
    work.run("account", "reset", "analyst@example.org", entered=PASSWORD + "\n")
    check("so does one from the shell", client.ask("/account").status == 303)
    client = work.client("analyst")
    work.run("account", "role", "analyst@example.org", "reader")
    check("and another role", client.ask("/account").status == 303)
    work.run("account", "role", "analyst@example.org", "analyst")
    bearer = Client(work).ask("/account", headers={"Authorization": "Bearer " + client.jar.get("travaux", "x" * 43)})
    check("a session is no token", bearer.status == 303, bearer.status)


def secure_cookies(work):
    work.stop()
    work.serve(["--public-url", "https://work.example.org"])
    client = Client(work)
    client.jar = {}
    answer = client.ask("/sign-in", headers={"Host": "work.example.org"})
    token = answer.token()
    answer = client.ask("/sign-in", "POST", {"email": "editor@example.org", "password": PASSWORD, "token": token},
                        headers={"Host": "work.example.org", "Origin": "https://work.example.org"})
    lines = answer.cookies()
    check("behind TLS the cookie is Secure and bound to the host", answer.status == 303 and any(
        line.startswith("__Host-travaux=") and "Secure" in line and "Path=/" in line and "Domain" not in line for line in lines), lines)
    check("and HSTS is said", "max-age=" in (answer.header("Strict-Transport-Security") or ""))
    work.stop()
    work.serve()


def guessing(work):
    work.add("reader", "guessed")
    answers = []
    for n in range(8):
        answers.append(Client(work, f"198.51.100.{n}").sign_in("guessed@example.org", f"guess number {n}"))
    statuses = [answer.status for answer in answers]
    check("after five wrong passwords for one account guessing is held up, wherever it comes from",
          statuses[:5] == [403] * 5 and set(statuses[5:]) == {429}, statuses)
    check("and the wait is told", int(answers[-1].header("Retry-After") or 0) > 0)
    answer = Client(work, "198.51.100.99").sign_in("guessed@example.org")
    check("the right password does not tell itself meanwhile", answer.status == 429, answer.status)
    check("it is in the log, once", [e["what"] for e in work.audit()["entries"]].count("session.blocked") == 1)
    check("another account is not held up", work.client("reader").ask("/account").status == 200)
    answer = Client(work, "198.51.100.7").sign_in("GUESSED@Example.org", "another guess")
    check("capitals make no other account", answer.status == 429, answer.status)
    time.sleep(2)
    statuses = [Client(work, "203.0.113.5").sign_in(f"nobody{n}@example.org", "guess").status for n in range(55)]
    check("one address may not try many accounts", statuses[:25] == [403] * 25 and 429 in statuses[50:], statuses)
    clients = [Client(work, f"203.0.{n}.6") for n in range(90)]
    tokens = [client.ask("/sign-in").token() for client in clients]

    def flood(n):
        return clients[n].post("/sign-in", {"email": f"flood{n}@example.org", "password": "guess"}, token=tokens[n]).status

    with concurrent.futures.ThreadPoolExecutor(30) as pool:
        statuses = list(pool.map(flood, range(90)))
    check("from many addresses at once, too", statuses.count(429) > 5 and set(statuses) <= {403, 429}, statuses)
    check("pages are answered meanwhile and after", Client(work).ask("/sign-in").status == 200)
    time.sleep(3)
    client = work.client("reader")
    statuses = [client.post("/account/password", {"old": f"guess {n}", "password": "x" * 12, "again": "x" * 12}).text.count(
        "too many tries") for n in range(8)]
    check("nor guess the password of a session that was left open", statuses[-1] == 1, statuses)


def timing(work):
    """Known and unknown addresses, in turn; half of each from the first."""
    for n in range(8):
        work.add("reader", f"timed{n}")
    time.sleep(15)  # the bucket of all tries together fills again
    known, unknown = [], []
    for n in range(32):
        for times, email in ((known, f"timed{n % 8}@example.org"), (unknown, f"absent{n}@example.org")):
            client = Client(work, f"10.0.{n}.{len(times)}")
            token = client.ask("/sign-in").token()
            began = time.perf_counter()
            answer = client.post("/sign-in", {"email": email, "password": f"wrong words {n}"}, token=token)
            if answer.status == 403:
                times.append(time.perf_counter() - began)
            time.sleep(0.25)
    a, b = statistics.median(known), statistics.median(unknown)
    spread = statistics.quantiles(known, n=4)
    note(f"signing in with a wrong password: known address {a * 1000:.1f} ms, unknown {b * 1000:.1f} ms (medians of {len(known)} and "
         f"{len(unknown)}; quartiles of the known {spread[0] * 1000:.1f} … {spread[2] * 1000:.1f} ms)")
    check("a known address takes as long as an unknown one", len(known) >= 24 and len(unknown) >= 24 and abs(a - b) < 0.3 * max(a, b),
          (a, b))
    check("and the answer is the same", re.sub(r'value="[^"]*"', "", Client(work, "10.9.9.1").sign_in("timed1@example.org", "no").text) ==
          re.sub(r'value="[^"]*"', "", Client(work, "10.9.9.2").sign_in("absent@example.org", "no").text))


def second_factor(work):
    work.add("editor", "factor")
    client = work.client("editor", "factor")
    secret = re.search(r"secret=([A-Z2-7]+)", client.ask("/account/second-factor").text).group(1)
    page = client.post("/account/second-factor", {"code": otp(secret, time.time() - 30)}).text
    recovery = re.findall(r'<code class="secret">([a-z2-7-]+)', page)
    check("the second factor is set up", len(recovery) == 10, page)
    check("the password alone no longer does", Client(work).sign_in("factor@example.org").status == 403)
    code = otp(secret)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:  # the same code four times at once
        statuses = list(pool.map(lambda n: Client(work, f"10.1.1.{n}").sign_in("factor@example.org", code=code).status, range(4)))
    check("a code is taken once, even four times at once", sorted(statuses) == [303, 403, 403, 403], statuses)
    statuses = [Client(work, f"10.1.2.{n}").sign_in("factor@example.org", code=recovery[0]).status for n in range(2)]
    check("a code for recovery, too", statuses == [303, 403], statuses)
    answer = client.ask("/account/second-factor")
    check("the secret is not shown again", secret not in answer.text, answer.status)


def invitations(work):
    admin = work.client("admin")
    page = admin.post("/people/invite", {"email": "new@example.org", "role": "reader"}, page="/people").text
    key = re.search(r"invitation\?key=([\w-]+)", page).group(1)

    def take(n):
        client = Client(work, f"10.2.2.{n}")
        token = client.ask("/invitation?key=" + key).token()
        return client.post("/invitation", {"key": key, "name": f"New {n}", "password": PASSWORD, "again": PASSWORD, "role": "admin"},
                           token=token or "").status

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(take, range(4)))
    check("an invitation is taken once, even four times at once", statuses.count(303) == 1, statuses)
    check("it gives its role and no other", [a["role"] for a in work.accounts() if a["email"] == "new@example.org"] == ["reader"])
    check("afterwards it tells nothing", "new@example.org" not in Client(work).ask("/invitation?key=" + key).text)
    page = admin.post("/people/invite", {"email": "late@example.org", "role": "reader"}, page="/people").text
    key = re.search(r"invitation\?key=([\w-]+)", page).group(1)
    number = re.findall(r'/people/withdraw.*?name="id" value="(\d+)"', admin.ask("/people").text, re.S)[0]
    admin.post("/people/withdraw", {"id": number}, page="/people")
    check("a withdrawn one is void", take(9) != 303)
    check("nobody finds one by trying", Client(work).ask("/invitation?key=" + "A" * 43).status == 404)


def elsewhere(work):
    """Ways off the site, out of a header, up the tree."""
    for back in ("//attacker.example", "https://attacker.example", "/\\attacker.example", "\\\\attacker.example", "/\t/attacker.example",
                 "javascript:alert(1)", "/%0d%0aSet-Cookie:a=b", "/\r\nSet-Cookie: a=b", "///attacker.example", "/.//attacker.example"):
        client = Client(work)
        answer = client.sign_in("reader@example.org", back=back)
        where = answer.header("Location") or ""
        fine = where.startswith("/") and not where.startswith(("//", "/\\")) and "\t" not in where and "attacker" not in where.split("/")[1]
        check(f"signing in leads to no other site: {back!r}", answer.status == 303 and fine and not [
            line for line in answer.cookies() if line.startswith("a=")], (answer.status, where, answer.cookies()))
    reader = work.client("reader")
    for path in ("/assets/../../../../etc/passwd", "/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2f..%2f..%2fetc%2fpasswd",
                 "/assets/%252e%252e/etc/passwd", "/assets//etc/passwd", "/document/a%00/../travaux.db", "/document/..%2f..%2ftravaux.db",
                 "/document/../travaux.db", "/document/%2fetc%2fpasswd", "/assets/....//....//etc/passwd", "/assets/\\..\\..\\etc"):
        answer = reader.ask(path.replace("\\", "%5c"))
        check(f"no file by {path}", b"root:" not in answer.body and b"SQLite format" not in answer.body and answer.status in (
            400, 404), answer.status)


def injected(work):
    """SQL and FTS syntax as data."""
    reader = work.client("reader")
    hostile = ["'", "\"", "' OR 1=1 --", "'; DROP TABLE account; --", "\" OR \"\"=\"", "NEAR(", "a NEAR/0 b", "*", "^a", "a* OR b*",
               "{title}: x", "title:x", "-", "AND OR NOT", "(((((((((", "\\", "%", "_", "\x00", "\ue000", "a" * 3000, "'||(SELECT password "
               "FROM account)||'", "\" UNION SELECT password FROM account --", "rowid:1", "a\" b", "+a -b", "\ufffd"]
    wrong = []
    for text in hostile:
        for address in ("/search", "/actors", "/document", "/provision", "/proposal"):
            word = urllib.parse.quote(text, safe="")
            answer = reader.ask(f"{address}?q={word}&meeting={word}&instrument={word}&sponsor={word}" if address in ("/search", "/actors")
                                else f"{address}/{word}")
            if answer.status >= 500 or "argon2" in answer.text or "SQL" in answer.text or "no such column" in answer.text:
                wrong.append((address, text[:40], answer.status))
    check("what is searched for is never a statement", not wrong, wrong)
    for text in hostile:
        answer = Client(work, f"10.3.{len(text) % 250}.{ord(text[0]) % 250}").sign_in(text, text)
        if answer.status not in (400, 403, 429):
            wrong.append(("sign-in", text[:40], answer.status))
    check("nor what is typed to sign in", not wrong, wrong)
    check("all accounts are there", len(work.accounts()) >= 4)
    visitor = Client(work, "10.4.4.4")
    work.client("admin").post("/publish", {"kind": "workspace", "open": "1"}, page="/publish")
    if "search" in page_kinds():
        statuses = [visitor.ask(f"/search?q=word{n}").status for n in range(40)]
        check("a visitor who searches very often is asked to wait", 429 in statuses and statuses[0] == 200, statuses)
    work.client("admin").post("/publish", {"kind": "workspace", "open": "0"}, page="/publish")


def names(work):
    """Names and addresses of people are text wherever they stand."""
    hostile = "</title><script>alert(1)</script><img src=x onerror=alert(1)>\"'"
    work.run("account", "add", "evil@example.org", "--role", "reader", "--name", hostile, entered=PASSWORD + "\n")
    pages = [work.client("admin").ask(path).text for path in ("/people", "/audit")]
    evil = work.client("reader", "evil")
    pages += [evil.ask(path).text for path in ("/", "/account")]
    evil.post("/account/tokens", {"name": hostile, "role": "reader", "days": "1"})
    pages.append(evil.ask("/account").text)
    pages.append(Client(work).sign_in("\"><script>alert(1)</script>@x", "x").text)
    pages.append(Client(work).ask("/sign-in?back=/%22%3E%3Cscript%3Ealert(1)").text)
    agent = Client(work)
    token = agent.ask("/sign-in").token()
    agent.post("/sign-in", {"email": "evil@example.org", "password": PASSWORD}, token=token, headers={"User-Agent": hostile})
    pages.append(agent.ask("/account").text)
    wrong = [page[:200] for page in pages if "<script>alert" in page or "<img src=x" in page]
    check("a name is text in every page", not wrong and any("&lt;script&gt;alert" in page for page in pages), wrong)


def headers(work):
    admin = work.client("admin")
    wrong = []
    for path in ("/", "/sign-in", "/account", "/people", "/audit", "/assets/style.css", "/no-such-page", "/healthz", "/invitation?key=x"):
        answer = admin.ask(path)
        policy = answer.header("Content-Security-Policy") or ""
        if ("default-src 'none'" not in policy or "unsafe-inline" in policy
                or "frame-ancestors 'none'" not in policy or answer.header("X-Content-Type-Options") != "nosniff"
                or not answer.header("Referrer-Policy")):
            wrong.append((path, answer.status, policy))
        if "style=\"" in answer.text or re.search(r"<script(?![^>]* src=)", answer.text) or re.search(r"\son\w+=\"", answer.text):
            wrong.append((path, "inline script or style"))
    check("every answer has its policy, and needs no exception from it", not wrong, wrong)
    check("figures of the server are for this machine and admins", Client(work).ask("/metrics").status == 404 and
          Client(work, "127.0.0.1").ask("/metrics").status == 200 and admin.ask("/metrics").status == 200)
    preflight = Client(work).ask("/account", "OPTIONS", headers={"Origin": "https://attacker.example"})
    check("no other site may ask in a visitor's name", not preflight.header("Access-Control-Allow-Origin"))


def main():
    work = Workbench()
    for attack in (forged_forms, sessions, secure_cookies, second_factor, invitations, elsewhere, names, headers, injected, timing,
                   guessing):
        if len(sys.argv) == 1 or attack.__name__ in sys.argv[1:]:
            attack(work)
    check("the audit log is whole after all this", work.audit()["whole"])
    check("the server still answers", Client(work).ask("/healthz").status == 200)
    done()


main()
