"""`GET /api/openapi.json`, made from the types that decode the requests and encode the answers."""

from __future__ import annotations

from typing import Any

import msgspec

from control.access import COMMAND_ROLES, VIEW_ROLES
from control.core.types import Role
from control.exchange.formats import READ, REPORT, WRITE
from control.exchange.reading import LARGEST
from control.registry import COMMAND_TYPES, tag_of
from webui import bodies
from webui.answers import (
    CertificateAnswer,
    ClipsAnswer,
    ExportAnswer,
    FoundCamerasAnswer,
    ImportAnswer,
    LinkAnswer,
    MeAnswer,
    ProblemAnswer,
)
from webui.messages import ReceiptMessage, Views

_NAME = {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}
_SESSION = {**_NAME, "name": "session"}
_REF = "#/components/schemas/{name}"


def _anything(kind: type) -> dict[str, Any]:
    """`object`: what a graphic is filled with is its own manifest's business."""
    if kind is object:
        return {"description": "Any JSON."}
    raise NotImplementedError


def document(version: str) -> dict[str, Any]:
    """OpenAPI 3.1. Commands only the server itself may send are left out."""
    sent = [kind for kind in COMMAND_TYPES if COMMAND_ROLES[kind] - {Role.SYSTEM}]
    answers = [
        ReceiptMessage,
        ProblemAnswer,
        MeAnswer,
        LinkAnswer,
        ImportAnswer,
        ExportAnswer,
        CertificateAnswer,
        ClipsAnswer,
        FoundCamerasAnswer,
        Views,
    ]
    posts = [
        bodies.SetUp,
        bodies.SignIn,
        bodies.Join,
        bodies.ChangePassword,
        bodies.NewLink,
        bodies.Rotate,
        bodies.FindCameras,
        bodies.PhoneState,
    ]
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
    tag = {"name": "tag", "in": "path", "required": True, "schema": {"type": "string"}}
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
        "/api/do/{tag}": {
            "parameters": [tag],
            "post": _operation(
                "Does a command by its name; its fields are the query's or a JSON object's. `Idempotency-Key`: the "
                "sender's own id. A GET does nothing.",
                _answer("Done and durable.", "ReceiptMessage"),
                None,
                {**wrong, **no, "409": "Refused; nothing changed.", **slow, "503": "The journal refuses."},
            ),
            "get": {"summary": "Not by GET.", "responses": {"405": _answer("It must be a POST.", "ProblemAnswer")}},
        },
        "/api/feeds/pictures/{name}": _pictures(
            "What was seen when a camera's health changed: JPEG, of `feeds` and of the panel's `history`.",
            no,
        ),
        "/api/presets/pictures/{name}": _pictures("A preset as it was stored: JPEG, of the panel's `cameras`.", no),
        "/api/cameras/find": {
            "post": _operation(
                "Asks the network which PTZ cameras are there (Sony's VISCA, ONVIF). Takes as long as it listens.",
                _answer("Who answered, with the lines for the show file.", "FoundCamerasAnswer"),
                "FindCameras",
                {**wrong, **no, "409": "Somebody looks for them already, or the computer is in no network."},
            )
        },
        "/api/certificate": {
            "get": _operation(
                "What a phone is asked to trust. Only where there is a port by https.",
                _answer("Whose certificate it is.", "CertificateAnswer"),
                open_=True,
            )
        },
        "/efir.crt": {
            "get": _operation(
                "The authority of Efir's own certificate, for phones to install: DER, `application/x-x509-ca-cert`.",
                _answer("The certificate.", None),
                refusals={"404": "The certificate is somebody else's."},
                open_=True,
            )
        },
        **_whip(wrong, no, slow),
        "/api/state": {
            "get": _operation(
                "The state as one flat object (docs/remote.md); `?keys=underscored` without dots. As it changes: "
                "the WebSocket `/state`.",
                _answer("Dotted key → text, number, truth or null.", None),
                refusals=no,
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
        "/api/rundown/import": {"post": _import(wrong | no | slow)},
        "/api/rundown/export": {"get": _export(wrong | no | slow)},
        "/api/rundown/report": {"get": _report(wrong | no | slow)},
        "/api/rundown/clips": {
            "parameters": [_query("item", "Whose.", _TEXT, required=True)],
            "get": _operation(
                "How long an item must be for the clips that its cues play.",
                _answer("Each with its length, or why it is not known.", "ClipsAnswer"),
                refusals={"400": "There is no such item.", **no},
            ),
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


def _pictures(summary: str, refusals: dict[str, str]) -> dict[str, Any]:
    return {
        "parameters": [_NAME],
        "get": _operation(
            summary, _answer("The picture.", None), refusals={**refusals, "404": "It is not kept any more."}
        ),
    }


def _whip(wrong: dict[str, str], no: dict[str, str], slow: dict[str, str]) -> dict[str, Any]:
    """WHIP (RFC 9725); which camera it is stands in the link."""
    publish = _operation(
        "WHIP: a phone or an encoder publishes into the camera of its link. `Location` is the session; neither trickle "
        "ICE nor restarts.",
        {},
        refusals={
            "400": "No offer that can be answered.", **no, "404": "The camera takes no phone any more.",
            "409": "Somebody else publishes there.", **slow,
            "413": "The offer is too long.", "415": "It must be application/sdp.", "503": "The feed is not ready.",
        },
    )  # fmt: skip
    sdp = {"application/sdp": {"schema": {"type": "string"}}}
    publish["requestBody"] = {"required": True, "content": sdp}
    publish["responses"] = {"201": {"description": "The answer.", "content": sdp}, **publish["responses"]}
    del publish["responses"]["200"]
    gone = {**no, "404": "It has ended."}
    return {
        "/whip": {"post": publish},
        "/whip/{session}": {
            "parameters": [_SESSION],
            "delete": _operation("Ends it.", _answer("Ended.", None), refusals=gone),
        },
        "/whip/{session}/state": {
            "parameters": [_SESSION],
            "post": _operation(
                "What the phone says of itself.",
                _answer("Taken.", None),
                "PhoneState",
                {**wrong, **gone, "410": "A newer one took its place."},
            ),
        },
    }


def _query(name: str, text: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "description": text, "schema": schema}


_TEXT: dict[str, Any] = {"type": "string"}
_YES: dict[str, Any] = {"type": "boolean", "default": False}


def _import(refusals: dict[str, str]) -> dict[str, Any]:
    operation = _operation(
        "What a rundown's file would bring; with `apply` it is brought.",
        _answer("What is in the file, and what is wrong with it.", "ImportAnswer"),
        refusals={
            **refusals,
            "409": "The rundown is of another edition, or the file has faults; nothing changed.",
            "413": f"More than {LARGEST // 1_048_576} MB.",
        },
    )
    operation["parameters"] = [
        _query("format", "What the file is.", {**_TEXT, "enum": list(READ)}, required=True),
        _query("apply", "Import it, unless there are errors.", _YES),
        _query("edition", "With `apply`: the edition of the rundown that the sender has seen.", {"type": "integer"}),
        _query("mapping", "Of a table: a JSON array, a meaning or null a column.", _TEXT),
        _query("sheet", "Of a workbook: its sheet.", _TEXT),
        _query("clock", "What `10:30` is in a column of lengths.", {**_TEXT, "enum": ["m:ss", "h:mm"]}),
        _query("rundown", "Of an Ontime project: id or title of its rundown.", _TEXT),
        _query("language", "Of the words.", {**_TEXT, "enum": ["ru", "en"]}),
    ]
    binary = {"schema": {"type": "string", "format": "binary"}}
    operation["requestBody"] = {"required": True, "content": {"application/octet-stream": binary}}
    return operation


def _export(refusals: dict[str, str]) -> dict[str, Any]:
    operation = _operation(
        "The rundown as a file.",
        _answer("The file, or with `report` an ExportAnswer.", None),
        refusals=refusals,
    )
    operation["parameters"] = [
        _query("format", "What to write.", {**_TEXT, "enum": list(WRITE)}, required=True),
        _query("language", "Of headings and words.", {**_TEXT, "enum": ["ru", "en"]}),
        _query("report", "Say what of the rundown the file would not hold, instead of the file.", _YES),
    ]
    return operation


def _report(refusals: dict[str, str]) -> dict[str, Any]:
    operation = _operation(
        "What became of the plan: each item as planned and as it was.",
        _answer("The file.", None),
        refusals={**refusals, "409": "The show has not begun."},
    )
    operation["parameters"] = [
        _query("format", "What to write.", {**_TEXT, "enum": list(REPORT)}, required=True),
        _query("language", "Of headings and words.", {**_TEXT, "enum": ["ru", "en"]}),
    ]
    return operation
