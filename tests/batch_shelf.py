"""Files and batches of a model server: taken, kept, and answered when a test says so."""

from __future__ import annotations

import json
import re
import threading
from typing import TYPE_CHECKING

from fault_server import Canned, completion, failure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NOW = 1_700_000_000


class BatchShelf:
    """Answers the calls about files and batches.

    Args:
        respond: makes a message's content out of a request, as the server's.
    """

    def __init__(self, respond: Callable[[Mapping[str, object]], str]) -> None:
        self.respond = respond
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, dict[str, object]] = {}
        self.requests = 0
        """That were answered, in all batches."""
        self._lock = threading.Lock()

    def answer(self, method: str, path: str, body: bytes) -> Canned | None:
        """Answer a call, or leave it to the server."""
        place = path.partition("/v1/")[2].partition("?")[0]
        with self._lock:
            if (method, place) == ("POST", "files"):
                return self._keep(body)
            if place.startswith("files/"):
                return Canned(self.files[place.split("/")[1]].decode())
            if (method, place) == ("POST", "batches"):
                return self._begin(json.loads(body))
            if place == "batches":
                listed = list(self.batches.values())
                return Canned(json.dumps({"object": "list", "data": listed, "has_more": False}))
            if place.startswith("batches/"):
                found = self.batches.get(place.split("/")[1])
                return Canned(json.dumps(found)) if found else failure(404, "No such batch")
        return None

    def finish(self, *, failing: int = 0, status: str = "completed") -> None:
        """Answer all that waits, but for so many requests of each batch."""
        with self._lock:
            for name, batch in self.batches.items():
                if batch["status"] == "in_progress":
                    lines = self.files[str(batch["input_file_id"])].splitlines()
                    good = [self._answered(line) for line in lines[failing:]]
                    bad = [self._refused(line) for line in lines[:failing]]
                    self.files |= {f"out-{name}": b"\n".join(good), f"err-{name}": b"\n".join(bad)}
                    names = {"output_file_id": f"out-{name}", "error_file_id": f"err-{name}"}
                    batch |= {"status": status, **names}

    def _keep(self, body: bytes) -> Canned:
        name = f"file-{len(self.files)}"
        found = re.search(rb"\r\n\r\n(\{.*?\n)\r\n--", body, re.DOTALL)
        self.files[name] = found[1] if found else b""
        return Canned(
            json.dumps(
                {
                    "id": name,
                    "object": "file",
                    "bytes": len(body),
                    "created_at": _NOW,
                    "filename": "requests.jsonl",
                    "purpose": "batch",
                    "status": "processed",
                }
            )
        )

    def _begin(self, asked: dict[str, object]) -> Canned:
        name = f"batch-{len(self.batches)}"
        self.batches[name] = {
            "id": name,
            "object": "batch",
            "created_at": _NOW,
            "status": "in_progress",
            **asked,
        }
        return Canned(json.dumps(self.batches[name]))

    def _answered(self, line: bytes) -> bytes:
        self.requests += 1
        asked = json.loads(line)
        body = json.loads(completion(self.respond(asked["body"])))
        response = {"status_code": 200, "request_id": f"req-{self.requests}", "body": body}
        found = {"custom_id": asked["custom_id"], "response": response, "error": None}
        return json.dumps(found, ensure_ascii=False).encode()

    def _refused(self, line: bytes) -> bytes:
        response = {"status_code": 500, "request_id": "r", "body": {"error": {"message": "no"}}}
        found = {"custom_id": json.loads(line)["custom_id"], "response": response}
        return json.dumps(found).encode()
