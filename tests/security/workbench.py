# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real server for the tests of security, and clients that send exactly what they are told to.

`Workbench` makes a workspace of the example conference with an account of every role and serves it; `Client` is a browser that keeps
cookies and nothing else.  Checks print TAP; `done()` ends it.
"""
import atexit
import http.client
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(os.environ.get("TRAVAUX_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
TRAVAUX = os.environ.get("TRAVAUX", str(ROOT / "build/src/cmd/travaux"))
ROLES = ["visitor", "reader", "analyst", "editor", "admin"]
PASSWORD = "seven green lanterns"
_number = 0


def check(name, fine, said=""):
    global _number
    _number += 1
    print(f"{'ok' if fine else 'not ok'} {_number} - {name}", flush=True)
    if not fine and said:
        print("# " + str(said)[:600].replace("\n", "\n# "), flush=True)
    return fine


def note(text):
    print("# " + text, flush=True)


def done():
    print(f"1..{_number}")


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        self.text = body.decode("utf-8", "replace")

    def header(self, name):
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def cookies(self):
        return [value for key, value in self.headers if key.lower() == "set-cookie"]

    def token(self):
        found = re.search(r'name="token" value="([^"]*)"', self.text)
        return found and found.group(1)

    def refused(self):
        """Not let through: sent to sign in, or told that one may not."""
        where = self.header("Location") or ""
        return self.status in (401, 403) or (self.status == 303 and where.startswith("/sign-in?back="))


class Client:
    """A browser without any wits: keeps cookies, follows nothing.  Every client has an address of its own, as behind a proxy."""

    def __init__(self, workbench, peer=None):
        self.workbench, self.jar = workbench, {}
        self.peer = peer or "192.0.2." + str(random.randrange(1, 255))

    def ask(self, path, method="GET", fields=None, headers=None, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.workbench.port, timeout=30)
        sent = {"X-Real-IP": self.peer, "User-Agent": "test/1"}
        if self.jar:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        sent.update(headers or {})
        connection.request(method, path, body=body, headers=sent)
        response = connection.getresponse()
        answer = Answer(response.status, response.getheaders(), response.read())
        connection.close()
        for line in answer.cookies():
            name, value = line.split(";", 1)[0].split("=", 1)
            if value and "Max-Age=0" not in line:
                self.jar[name] = value
            else:
                self.jar.pop(name, None)
        return answer

    def post(self, path, fields=None, token=None, page="/account", **more):
        """With the token of `page`, unless one is given ("" for none)."""
        fields = dict(fields or {})
        if token is None:
            token = self.ask(page).token() or self.ask("/sign-in").token() or ""
        if token:
            fields["token"] = token
        return self.ask(path, "POST", fields, **more)

    def sign_in(self, email, password=PASSWORD, **more):
        return self.post("/sign-in", {"email": email, "password": password, **more}, page="/sign-in")

    def session(self):
        return self.jar.get("travaux") or self.jar.get("__Host-travaux")


class Workbench:
    def __init__(self, documents=True, options=()):
        self.folder = tempfile.mkdtemp(prefix="travaux-security-")
        atexit.register(self.end)
        self.server = None
        self.run("init")
        if documents:
            self.run("add", str(ROOT / "examples/conference/documents"))
        for role in ROLES[1:]:
            self.add(role)
        self.serve(options)

    def run(self, *words, entered=""):
        return subprocess.run([TRAVAUX, *words], cwd=self.folder, input=entered, text=True, capture_output=True)

    def add(self, role, name=None):
        name = name or role
        self.run("account", "add", f"{name}@example.org", "--role", role, entered=PASSWORD + "\n")

    def serve(self, options=()):
        log = open(self.folder + "/serve.log", "w")
        self.server = subprocess.Popen([TRAVAUX, "serve", "--listen", "127.0.0.1:0", *options], cwd=self.folder, stderr=log)
        for _ in range(100):
            found = re.search(r"https?://127\.0\.0\.1:(\d+)/", open(self.folder + "/serve.log").read())
            if found:
                break
            time.sleep(0.1)
        self.port = int(found.group(1))

    def stop(self):
        if self.server:
            self.server.terminate()
            self.server.wait()
        self.server = None

    def end(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def client(self, role="visitor", name=None):
        client = Client(self)
        if role != "visitor":
            answer = client.sign_in(f"{name or role}@example.org")
            for _ in range(10):  # an attack before may have used up the tries of all together
                if answer.status == 429:
                    time.sleep(int(answer.header("Retry-After")))
                    answer = client.sign_in(f"{name or role}@example.org")
            assert answer.status == 303, f"{role}: {answer.status} {answer.text[:300]}"
        return client

    def accounts(self):
        return json.loads(self.run("account", "list", "--json").stdout)

    def audit(self):
        return json.loads(self.run("account", "audit", "--limit", "0", "--json").stdout)


def table(name):
    path = pathlib.Path(__file__).parent / name
    return [line.split("\t") for line in path.read_text().splitlines() if line and not line.startswith("#")]


def _printed(what):
    """The program's own tables, as the program beside this one prints them."""
    program = pathlib.Path(TRAVAUX).parents[2] / "tests/print-routes"
    lines = subprocess.run([program], text=True, capture_output=True, check=True).stdout.split("\n")
    return [line.split("\t")[1:] for line in lines if line.startswith(what + "\t")]


def routes():
    """Method, pattern, least role, flags: P what is published, U uploads, O checks its forms by itself, A the API."""
    return [tuple(row) for row in _printed("route")]


def page_kinds():
    return [row[0] for row in _printed("page")]


if __name__ == "__main__":
    sys.exit("this is a part of the tests beside it")
