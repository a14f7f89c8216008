"""obs-websocket's messages, byte for byte."""

from __future__ import annotations

import json

import pytest

from scenes import protocol
from scenes.protocol import ObsRefused, Result


def wire(message: dict[str, object]) -> bytes:
    return json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()


def test_a_request() -> None:
    assert (
        wire(protocol.request("7", "SetCurrentProgramScene", {"sceneName": "Эфир"}))
        == '{"op":6,"d":{"requestType":"SetCurrentProgramScene","requestId":"7",'
        '"requestData":{"sceneName":"Эфир"}}}'.encode()
    )
    assert wire(protocol.request("8", "GetVersion", None)) == (
        b'{"op":6,"d":{"requestType":"GetVersion","requestId":"8"}}'
    )


def test_a_batch() -> None:
    requests = [("Sleep", {"sleepFrames": 1}), ("GetVersion", {})]
    assert wire(protocol.batch("9", requests, protocol.SERIAL_FRAME, True)) == (
        b'{"op":8,"d":{"requestId":"9","haltOnFailure":true,"executionType":1,"requests":['
        b'{"requestType":"Sleep","requestId":"0","requestData":{"sleepFrames":1}},'
        b'{"requestType":"GetVersion","requestId":"1","requestData":{}}]}}'
    )


def test_the_password_of_the_documentation() -> None:
    """The example of obs-websocket's protocol.md, "Creating an authentication string"."""
    hello = {
        "obsWebSocketVersion": "5.1.0",
        "rpcVersion": 1,
        "authentication": {
            "challenge": "+IxH4CnCiqpX1rM9scsNynZzbOe4KhDeYcTNS3PDaeY=",
            "salt": "lM1GncleQOaCu9lT1yeUZhFYnqhsLLP1G5lAGo3ixaI=",
        },
    }
    assert wire(protocol.identify(hello, "supersecretpassword", 33)) == (
        b'{"op":1,"d":{"rpcVersion":1,"eventSubscriptions":33,'
        b'"authentication":"1Ct943GAT+6YQUUX47Ia/ncufilbe6+oD6lY+5kaCu4="}}'
    )


def test_no_password_is_sent_to_who_asks_for_none() -> None:
    assert wire(protocol.identify({"rpcVersion": 1}, "geheim", 2047)) == (
        b'{"op":1,"d":{"rpcVersion":1,"eventSubscriptions":2047}}'
    )


def test_answers() -> None:
    done = json.loads('{"requestType":"A","requestId":"1","requestStatus":{"result":true,"code":100}}')
    assert protocol.result(done) == Result("A", 100, "", {})
    assert protocol.result(done).check() == {}
    refused = json.loads(
        '{"requestType":"B","requestId":"1","requestStatus":{"result":false,"code":600,"comment":"no such"}}'
    )
    with pytest.raises(ObsRefused, match=r"B: no such \(600\)") as error:
        protocol.result(refused).check()
    assert (error.value.request, error.value.code) == ("B", 600)


@pytest.mark.parametrize(
    "text, number", [("5.1.0", (5, 1, 0)), ("5.0.0-beta1", (5, 0, 0)), ("4.9.1", (4, 9, 1)), ("", ())]
)
def test_versions(text: str, number: tuple[int, ...]) -> None:
    assert protocol.version(text) == number
    assert (protocol.version(text) < protocol.OLDEST) == (number < (5,))
