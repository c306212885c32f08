#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Holds the API to its own description: check_api.py URL TOKEN prints TAP lines without a plan.

The OpenAPI 3.1 document is checked against the rules of that specification, then every GET operation in it is asked and its
answer held to its schema. A member that an answer has and its schema does not know is a fault, too: what is answered is
described.
"""
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

ROOT = "/api/v1"
METHODS = ("get", "post", "put", "patch", "delete")
TYPES = {"string": str, "boolean": bool, "object": dict, "array": list, "null": type(None)}

# What stands for the parameters of each address; several of them, so that most of what can be answered is.
WHERE = {
    "/instruments/{reference}": ["MNR@2006", "CH", "RES-7@2022"],
    "/provisions": ["instrument=MNR", "instrument=RES-7&version=2018"],
    "/provisions/{reference}": ["MNR@2022:5.2", "CH:18", "RES-7@2022:resolves.2"],
    "/provisions/{reference}/compare": ["MNR@2022:5.2", "MNR@2022:3.3", "MNR@2022:2.2"],
    "/provisions/{reference}/force": ["MNR:5.2", "RES-7@2018?later=RES-7@2022"],
    "/lineage": ["ref=MNR:3.3", "ref=RES-7"],
    "/blame": ["ref=MNR@2022:3.3", "ref=MNR"],
    "/brackets": ["ref=MNR:5.2", "ref=NC26/12&later=NC26/18"],
    "/diff": ["a=RES-7@2018&b=RES-7@2022", "a=MNR:5.2&b=VRN/14A1/5"],
    "/who-decides": ["ref=MNR", "ref=VRN/14A1/5"],
    "/documents/{reference}": ["1", "NC26/12"],
    "/documents/{reference}/tree": ["1", "NC26/12", "NC26/14A2"],
    "/documents/{reference}/health": ["1", "NC26/12", "NC26/14A2"],
    "/documents/{reference}/original": ["1", "NC26/12"],
    "/actors/{code}": ["VRN"],
    "/search": ["q=routes", "q=%22internal+affairs%22"],
    "/calendar": ["all", ""],
    "/calendar.ics": ["all"],
    "/trace": ["ref=VRN/14A1/6", "ref=MNR:5.2"],
    "/proposals": ["", "sponsor=VRN&action=MOD", "unresolved"],
    "/audit": ["", "what=session"],
}
PROPOSALS = ["VRN/14A1/5", "KRS/18/1", "SAN/15/1", "HEL/12/3", "VRN/9/1"]


def ask(url, token, method="GET", headers=None, body=None):
    request = urllib.request.Request(url, method=method, data=body)
    if token:
        request.add_header("Authorization", "Bearer " + token)
    for name, value in (headers or {}).items():
        request.add_header(name, value)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


class Schema:
    """JSON Schema 2020-12, as much of it as the description uses; a keyword that it does not use is a fault."""

    KNOWN = {"$ref", "type", "properties", "required", "items", "enum", "const", "anyOf", "oneOf", "description", "format",
             "minimum", "maximum", "exclusiveMinimum", "default", "additionalProperties", "minLength", "maxLength",
             "contentMediaType", "examples", "maxItems"}

    def __init__(self, description):
        self.description = description
        self.used = set()

    def resolve(self, schema):
        while "$ref" in schema:
            self.used.add(schema["$ref"])
            at = self.description
            for step in schema["$ref"].removeprefix("#/").split("/"):
                at = at[step]
            schema = at
        return schema

    def structure(self, schema, where):
        if not isinstance(schema, dict):
            yield f"{where}: a schema is an object here"
            return
        for key in schema.keys() - self.KNOWN:
            yield f"{where}: keyword {key}"
        if "$ref" in schema:
            try:
                self.resolve(schema)
            except (KeyError, TypeError):
                yield f"{where}: {schema['$ref']} leads nowhere"
        types = schema.get("type", [])
        for name in [types] if isinstance(types, str) else types:
            if name not in TYPES and name not in ("integer", "number"):
                yield f"{where}: type {name}"
        for name in schema.get("required", []):
            if name not in schema.get("properties", {}):
                yield f"{where}: {name} is required and not described"
        for name, part in schema.get("properties", {}).items():
            yield from self.structure(part, f"{where}.{name}")
        if "items" in schema:
            yield from self.structure(schema["items"], where + "[]")
        if isinstance(schema.get("additionalProperties"), dict):
            yield from self.structure(schema["additionalProperties"], where + ".*")
        for key in ("anyOf", "oneOf"):
            for i, part in enumerate(schema.get(key, [])):
                yield from self.structure(part, f"{where}|{i}")

    def fits_type(self, name, value):
        if name == "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        if name == "number":
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        return isinstance(value, TYPES[name])

    def faults(self, schema, value, where="$"):
        schema = self.resolve(schema)
        if "anyOf" in schema or "oneOf" in schema:
            tried = [list(self.faults(part, value, where)) for part in schema.get("anyOf", schema.get("oneOf"))]
            if all(tried):
                yield min(tried, key=len)[0]
            return
        types = schema.get("type")
        if types is not None:
            names = [types] if isinstance(types, str) else types
            if not any(self.fits_type(name, value) for name in names):
                yield f"{where}: {json.dumps(value)[:60]} is not {'/'.join(names)}"
                return
        if "enum" in schema and value not in schema["enum"]:
            yield f"{where}: {json.dumps(value)[:60]} is not among {schema['enum']}"
        if "const" in schema and value != schema["const"]:
            yield f"{where}: is not {schema['const']}"
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if value < schema.get("minimum", value) or value > schema.get("maximum", value):
                yield f"{where}: {value} is out of range"
        if isinstance(value, dict) and ("properties" in schema or "additionalProperties" in schema):
            for name in schema.get("required", []):
                if name not in value:
                    yield f"{where}: {name} is missing"
            for name, part in value.items():
                if name in schema.get("properties", {}):
                    yield from self.faults(schema["properties"][name], part, f"{where}.{name}")
                elif isinstance(schema.get("additionalProperties"), dict):
                    yield from self.faults(schema["additionalProperties"], part, f"{where}.{name}")
                elif schema.get("additionalProperties") is not True:
                    yield f"{where}: {name} is answered and not described"
        if isinstance(value, list) and "items" in schema:
            for i, part in enumerate(value):
                yield from self.faults(schema["items"], part, f"{where}[{i}]")


def structure(description, schema):
    """The rules of OpenAPI 3.1 that a description like this can break."""
    if description.get("openapi") != "3.1.0":
        yield "openapi is not 3.1.0"
    for name in description.keys() - {"openapi", "info", "servers", "paths", "components", "security", "tags"}:
        yield f"{name} is no member of an OpenAPI object"
    for name in ("title", "version"):
        if not isinstance(description.get("info", {}).get(name), str):
            yield f"info lacks {name}"
    components = description.get("components", {})
    for name in components.keys() - {"schemas", "responses", "securitySchemes", "parameters"}:
        yield f"components.{name}"
    for name, part in components.get("schemas", {}).items():
        if not re.fullmatch(r"[a-zA-Z0-9._-]+", name):
            yield f"the name {name}"
        yield from schema.structure(part, name)
    for need in description.get("security", []):
        for name in need:
            if name not in components.get("securitySchemes", {}):
                yield f"security scheme {name}"
    ids = set()
    for path, item in description.get("paths", {}).items():
        if not path.startswith("/"):
            yield f"{path} does not begin with a slash"
        for method, operation in item.items():
            if method not in METHODS:
                yield f"{path}: {method}"
                continue
            where = f"{method} {path}"
            yield from operation_structure(where, path, operation, schema)
            if operation.get("operationId") in ids:
                yield f"{where}: operationId {operation.get('operationId')} twice"
            ids.add(operation.get("operationId"))


def operation_structure(where, path, operation, schema):
    known = {"operationId", "summary", "description", "tags", "parameters", "requestBody", "responses", "security"}
    for name in operation.keys() - known:
        if not name.startswith("x-"):
            yield f"{where}: {name}"
    named = [(p["name"], p["in"]) for p in operation.get("parameters", [])]
    if len(named) != len(set(named)):
        yield f"{where}: a parameter twice"
    if set(re.findall(r"{(\w+)}", path)) != {name for name, place in named if place == "path"}:
        yield f"{where}: the parameters of the path are {named}"
    for parameter in operation.get("parameters", []):
        if parameter["in"] not in ("path", "query", "header") or "schema" not in parameter:
            yield f"{where}: parameter {parameter['name']}"
        if parameter["in"] == "path" and parameter.get("required") is not True:
            yield f"{where}: {parameter['name']} must be required"
        yield from schema.structure(parameter.get("schema", {}), f"{where} {parameter['name']}")
    if not operation.get("responses"):
        yield f"{where}: no responses"
    bodies = list(operation.get("responses", {}).items())
    if "requestBody" in operation:
        bodies.append(("requestBody", operation["requestBody"]))
    for status, answer in bodies:
        if status != "requestBody" and not re.fullmatch(r"default|[1-5]\d\d", status):
            yield f"{where}: status {status}"
        answer = schema.resolve(answer)
        if status != "requestBody" and not answer.get("description"):
            yield f"{where}: {status} has no description"
        for media, content in answer.get("content", {}).items():
            yield from schema.structure(content.get("schema", {}), f"{where} {status} {media}")


def addresses(path, operation):
    """Addresses that the operation is asked under."""
    wheres = WHERE.get(path)
    if wheres is None and path.startswith("/proposals/{reference}"):
        wheres = PROPOSALS
    if wheres is None and "{" in path:
        return
    for where in wheres or [""]:
        if "{" in path:
            where, _, query = where.partition("?")
            full = re.sub(r"{\w+}", where, path)
        else:
            full, query = path, where
        yield ROOT + full + ("?" + query if query else "")


def learn(url, token):
    """Names that only the workspace knows: annotations, statements, uploads."""
    for listing, path, key in (("/annotations", "/annotations/{id}", "id"), ("/statements", "/statements/{key}", "key"),
                               ("/uploads", "/uploads/{id}", "id")):
        status, _, body = ask(url + ROOT + listing, token)
        names = [str(item[key]).rsplit(":", 1)[-1] for item in json.loads(body)["items"]] if status == 200 else []
        if names:
            for suffix in ("", "/history", "/versions"):
                WHERE[path + suffix] = names[:3]


def answers(url, token, description):
    """Of every GET operation its answers, decoded where they are JSON."""
    for path, item in description["paths"].items():
        if "get" not in item:
            continue
        media, content = next(iter(item["get"]["responses"]["200"]["content"].items()))
        for address in addresses(path, item["get"]):
            status, headers, body = ask(url + address, token)
            yield path, address, media, content["schema"], status, headers, body


class Tap:
    def __init__(self):
        self.failed = 0

    def ok(self, fine, name, *why):
        print(("ok" if fine else "not ok") + " - " + name)
        if not fine:
            self.failed += 1
            for line in why[:8]:
                print("# " + str(line)[:300])


def check_lists(tap, url, token, description):
    """A list walked in small steps is the list asked for at once; a cursor of another list is refused."""
    cursor = None
    for path in ("/proposals", "/documents", "/instruments", "/actors", "/outcomes", "/novelty", "/calendar?all"):
        sign = "&" if "?" in path else "?"
        whole, walked, at = [], [], ""
        status, _, body = ask(f"{url}{ROOT}{path}{sign}limit=1000", token)
        whole = json.loads(body)["items"]
        for _ in range(1000):
            status, _, body = ask(f"{url}{ROOT}{path}{sign}limit=7{at}", token)
            part = json.loads(body)
            walked += part["items"]
            if part["next"] is None:
                break
            cursor = part["next"]
            at = "&cursor=" + urllib.parse.quote(cursor)
        tap.ok(whole == walked and len(whole) > 2, f"{path} in steps is {path} at once ({len(whole)} items)",
               f"{len(walked)} walked")
    for name, at in (("another list's", cursor), ("made up", "AAAA"), ("with a byte more", cursor + "A"), ("text", "'--")):
        status, headers, body = ask(f"{url}{ROOT}/events?cursor={urllib.parse.quote(at, safe='%')}", token)
        tap.ok(status == 400 and headers.get("Content-Type") == "application/problem+json",
               f"a cursor that is {name} is refused", status, body)


def check_answers(tap, url, token, description, schema):
    asked = set()
    for path, address, media, wanted, status, headers, body in answers(url, token, description):
        faults = []
        if status != 200:
            faults.append(f"status {status}: {body[:200]}")
        elif headers.get("Access-Control-Allow-Origin"):
            faults.append("answers to other sites")
        elif media == "application/json":
            if headers.get("Content-Type") != media:
                faults.append(headers.get("Content-Type"))
            else:
                faults = list(schema.faults(wanted, json.loads(body)))
        asked.add(path)
        tap.ok(not faults, address, *faults)
    left = [path for path, item in description["paths"].items() if "get" in item and path not in asked]
    tap.ok(not left, "every GET operation was asked", *left)
    unused = [name for name in description["components"]["schemas"] if f"#/components/schemas/{name}" not in schema.used]
    tap.ok(not unused, "every schema is used", *unused)


def main():
    url, token = sys.argv[1:3]
    tap = Tap()
    status, headers, body = ask(url + ROOT + "/openapi.json", None)
    tap.ok(status == 200, "the description is open to everybody", status)
    description = json.loads(body)
    schema = Schema(description)
    faults = list(structure(description, schema))
    tap.ok(not faults, "it keeps the rules of OpenAPI 3.1", *faults)
    learn(url, token)
    check_answers(tap, url, token, description, schema)
    check_lists(tap, url, token, description)
    sys.exit(tap.failed > 0)


if __name__ == "__main__":
    main()
