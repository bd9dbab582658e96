"""A plan in an editor: yaml-language-server with the schema that `nq42check new` writes. Skipped where it is absent."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_command import run

SERVER = shutil.which("yaml-language-server")
pytestmark = pytest.mark.skipif(SERVER is None, reason="needs yaml-language-server (npm)")

PLAN = """\
# yaml-language-server: $schema=plan.schema.json
province: Cao Bằng
document: {title: Kế hoạch, implements: [42-NQ/TW], by: 2030}
targets:
  - indicator: health.stunting
    value: 12%
    qoute: dưới 15%
  - indicator: culture.remote_people
    value:
    groups: [remote]
"""
SETTINGS = {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}


class Server:
    """The language server with one file open, spoken to over its standard input and output."""

    def __init__(self, file: Path) -> None:
        assert SERVER
        self.file, self.asked, self.notices = file, 0, list[dict[str, Any]]()
        self.process = subprocess.Popen([SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.ask(
            "initialize",
            processId=None,
            rootUri=file.parent.as_uri(),
            capabilities={"workspace": {"configuration": True}},
        )
        self.tell("initialized")
        document = {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": file.read_text(encoding="utf-8")}
        self.tell("textDocument/didOpen", textDocument=document)

    def send(self, **message: Any) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()

    def tell(self, method: str, **params: Any) -> None:
        self.send(method=method, params=params)

    def receive(self) -> dict[str, Any]:
        """The next message that is no question; the server's questions are answered."""
        assert self.process.stdout
        length = 0
        while header := self.process.stdout.readline().strip():
            name, _, value = header.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if "id" in message and "method" in message:
            wanted = message["params"].get("items", ()) if message["method"] == "workspace/configuration" else ()
            self.send(id=message["id"], result=[SETTINGS if each["section"] == "yaml" else {} for each in wanted])
            return self.receive()
        return message

    def ask(self, method: str, **params: Any) -> Any:
        self.asked += 1
        self.send(id=self.asked, method=method, params=params)
        while (message := self.receive()).get("id") != self.asked:
            self.notices.append(message)
        return message["result"]

    def at(self, kind: str, text: str, offset: int = 0) -> Any:
        """What is said `offset` characters into the first `text` of the file."""
        before = PLAN[: PLAN.index(text) + offset]
        position = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return self.ask(f"textDocument/{kind}", textDocument={"uri": self.file.as_uri()}, position=position)

    def diagnostics(self) -> dict[int, str]:
        """The complaints by line."""
        while not (found := [each for each in self.notices if each["method"] == "textDocument/publishDiagnostics"]):
            self.notices.append(self.receive())
        return {each["range"]["start"]["line"] + 1: each["message"] for each in found[-1]["params"]["diagnostics"]}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("plans")
    run("new", "Cao Bằng", cwd=folder)
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    server = Server(folder / "plan.yaml")
    yield server
    server.process.kill()
    server.process.communicate()


def test_indicators_are_completed_with_their_names_and_norms(server: Server) -> None:
    items = {each["label"]: each for each in server.at("completion", "health.stunting", 7)["items"]}
    assert "suy dinh dưỡng" in str(items["health.stunting"]) and "dưới 15%" in str(items["health.stunting"])


def test_an_indicator_is_explained(server: Server) -> None:
    shown = str(server.at("hover", "health.stunting", 3)["contents"])
    assert "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi" in shown and "dưới 15% (42-NQ/TW)" in shown


def test_keys_are_explained_and_completed(server: Server) -> None:
    assert "Mức đề ra" in str(server.at("hover", "value: 12%", 2)["contents"])
    assert "islands" in {each["label"] for each in server.at("completion", "remote]", 3)["items"]}


def test_a_misspelt_key_and_an_empty_value_are_marked(server: Server) -> None:
    found = server.diagnostics()
    assert "qoute" in found[7] and "còn trống" in found[9] and set(found) == {7, 9}
