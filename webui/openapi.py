"""`GET /api/openapi.json`, made from the types that decode the requests and encode the answers."""

from __future__ import annotations

from typing import Any

import msgspec

from control.access import COMMAND_ROLES, VIEW_ROLES
from control.core.types import Role
from control.registry import COMMAND_TYPES, tag_of
from webui import bodies
from webui.messages import LinkAnswer, MeAnswer, ProblemAnswer, ReceiptMessage, Views

_REF = "#/components/schemas/{name}"


def _anything(kind: type) -> dict[str, Any]:
    """`object`: what a graphic is filled with is its own manifest's business."""
    if kind is object:
        return {"description": "Any JSON."}
    raise NotImplementedError


def document(version: str) -> dict[str, Any]:
    """OpenAPI 3.1. Commands only the server itself may send are left out."""
    sent = [kind for kind in COMMAND_TYPES if COMMAND_ROLES[kind] - {Role.SYSTEM}]
    answers = [ReceiptMessage, ProblemAnswer, MeAnswer, LinkAnswer, Views]
    posts = [bodies.SetUp, bodies.SignIn, bodies.Join, bodies.ChangePassword, bodies.NewLink, bodies.Rotate]
    # One by one: modules may call their commands alike (`Start`), and each stands under its own tag.
    schemas: dict[str, Any] = {}
    commands = []
    for kind in sent:
        ((reference,), components) = msgspec.json.schema_components([kind], ref_template=_REF, schema_hook=_anything)
        own = reference["$ref"].rsplit("/", 1)[1]
        body = components.pop(own)
        roles = ", ".join(sorted(COMMAND_ROLES[kind] - {Role.SYSTEM}))
        body["description"] = f"{body.get('description', '')}\n\nRoles: {roles}.".strip()
        schemas |= components
        schemas[tag_of(kind)] = body
        commands.append(tag_of(kind))
    schemas["Command"] = {
        "oneOf": [{"$ref": f"#/components/schemas/{tag}"} for tag in commands],
        "discriminator": {
            "propertyName": "type",
            "mapping": {tag: f"#/components/schemas/{tag}" for tag in commands},
        },
    }
    schemas["Post"] = {
        "type": "object",
        "required": ["id", "command"],
        "properties": {
            "id": {
                "type": "string",
                "minLength": 1,
                "maxLength": 64,
                "description": "The sender's own; makes a retry harmless.",
            },
            "command": {"$ref": "#/components/schemas/Command"},
        },
    }
    _, components = msgspec.json.schema_components([*answers, *posts], ref_template=_REF, schema_hook=_anything)
    schemas |= components
    return {
        "openapi": "3.1.0",
        "info": {"title": "Efir", "version": version},
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "link": {"type": "http", "scheme": "bearer", "description": "The token of a link."},
                "session": {"type": "apiKey", "in": "cookie", "name": "efir-…"},
            },
        },
        "security": [{"link": []}, {"session": []}],
        "paths": _paths(),
    }


def _body(name: str) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}


def _answer(text: str, schema: str | None, kind: str = "application/json") -> dict[str, Any]:
    content = {"content": {kind: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}} if schema else {}
    return {"description": text, **content}


def _operation(
    summary: str,
    ok: dict[str, Any],
    body: str | None = None,
    refusals: dict[str, str] | None = None,
    open_: bool = False,
) -> dict[str, Any]:
    responses = {"200": ok}
    for status, text in (refusals or {}).items():
        responses[status] = _answer(text, "ProblemAnswer")
    operation: dict[str, Any] = {"summary": summary, "responses": responses}
    if body:
        operation["requestBody"] = _body(body)
    if open_:
        operation["security"] = []
    return operation


def _paths() -> dict[str, Any]:
    me, link = _answer("Who is signed in.", "MeAnswer"), _answer("The link.", "LinkAnswer")
    no = {"401": "No token, or not a good one.", "403": "Not for this role."}
    wrong = {"400": "The body is not as it should be; `field` says where."}
    slow = {"429": "Too many tries; `Retry-After` says when."}
    name = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    view = {"name": "view", "in": "path", "required": True, "schema": {"type": "string", "enum": list(VIEW_ROLES)}}
    return {
        "/healthz": {
            "get": _operation(
                "Whether Efir works; 503 while the journal refuses.", _answer("It does.", None), open_=True
            )
        },
        "/metrics": {"get": _operation("For Prometheus.", _answer("Metrics.", None), open_=True)},
        "/api/commands": {
            "post": _operation(
                "Does a command. The same id again gives the same receipt.",
                _answer("Done and durable.", "ReceiptMessage"),
                "Post",
                {**wrong, **no, "409": "Refused; nothing changed.", **slow, "503": "The journal refuses."},
            )
        },
        "/api/views/{view}": {
            "parameters": [view],
            "get": _operation("A view as it is now.", _answer("`{epoch, seq, data}`", None), refusals=no),
        },
        "/api/marks": {
            "parameters": [
                {"name": "format", "in": "query", "schema": {"type": "string", "enum": ["json", "csv"]}},
                {"name": "language", "in": "query", "schema": {"type": "string", "enum": ["ru", "en"]}},
            ],
            "get": _operation(
                "The markers, for whoever cuts the recording.",
                _answer("JSON as in the panel's `marks`, or CSV.", None),
                refusals={"400": "Another format.", **no},
            ),
        },
        "/api/protocol": {
            "get": _operation(
                "The journal as a file for `efir verify`.",
                _answer("JSON lines.", None),
                refusals={**no, "409": "Scores wait for the reveal."},
            )
        },
        "/api/me": {"get": _operation("Who is signed in.", me, refusals={"401": "Nobody."})},
        "/api/setup": {
            "post": _operation(
                "Makes the first owner.",
                me,
                "SetUp",
                {**wrong, "401": "Wrong token.", "409": "Done already.", **slow},
                True,
            )
        },
        "/api/login": {
            "post": _operation(
                "The owner by password.", me, "SignIn", {**wrong, "401": "Wrong password.", **slow}, True
            )
        },
        "/api/join": {
            "post": _operation("A session for a link.", me, "Join", {**wrong, "401": "Not a good link."}, True)
        },
        "/api/logout": {"post": _operation("Ends the session.", _answer("Ended.", None))},
        "/api/password": {
            "post": _operation("A new password for the owner.", me, "ChangePassword", {**wrong, **no, **slow})
        },
        "/api/links": {
            "get": _operation("All links.", _answer("An array of LinkAnswer.", None), refusals=no),
            "post": _operation("A new link.", link, "NewLink", {**wrong, **no}),
        },
        "/api/links/{id}/revoke": {
            "parameters": [name],
            "post": _operation("Shuts its holders out at once.", link, refusals=no),
        },
        "/api/links/{id}/rotate": {
            "parameters": [name],
            "post": _operation("A new address in place of the old one.", link, "Rotate", {**wrong, **no}),
        },
    }
