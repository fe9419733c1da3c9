"""Drives a live room of Orrery, and reads the real numbers of what it shows. One file, standard library alone; numpy if it is there.

    from orrery import Room

    room = Room("http://localhost:8080", "ABC234", key="…")   # a key for remote control: "Who may enter" on the presenter's page
    room.text = "CBABBC"
    room.go("attn.pattern", layer=0)
    trace = room.trace()
    trace["blocks.0.attn.hook_pattern"]                         # numpy.ndarray [head, query, key], or nested lists
    for state in room.changes(): ...                            # each state of the room as it comes
"""

import array
import json
import struct
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

try:
    import numpy
except ImportError:
    numpy = None

_TRIES = 5


class Refused(Exception):
    """The server's refusal. `code` says why, the text says it in words."""

    def __init__(self, status, problem):
        super().__init__(problem.get("detail", "status %d" % status))
        self.status = status
        self.code = problem.get("code", "")


class Room:
    """A room. A command that was lost on the way is sent again with the same id, so that it is done once."""

    def __init__(self, server, code, key):
        self._server = server.rstrip("/")
        self._code = urllib.parse.quote(code)
        self._key = key

    @property
    def state(self):
        """What the room shows, as attendees see it (docs/protocol.md)."""
        return json.loads(self._ask("/api/rooms/%s/state" % self._code))["state"]

    def command(self, name, **fields):
        """Gives a command of the protocol. Returns the number of the change."""
        body = dict(fields, do=name, id=str(uuid.uuid4()))
        return json.loads(self._ask("/api/rooms/%s/commands" % self._code, body))["seq"]

    def next(self):
        return self.command("next")

    def back(self):
        return self.command("back")

    def go(self, step, layer=None):
        """Goes to a step of the present text: `room.go("embed")`, `room.go("attn.pattern", layer=1)`."""
        at = step if layer is None else "blocks.%d.%s" % (layer, step)
        return self.command("go", cursor={"trace": self.state["trace"]["id"], "step": at})

    @property
    def text(self):
        return "".join(self.state["trace"]["text"])

    @text.setter
    def text(self, prompt):
        wanted = {"model": self.state["trace"]["model"], "prompt": prompt}
        trace = json.loads(self._ask("/api/traces?room=%s" % self._code, wanted))
        self.command("prompt", trace=trace["id"])

    def trace(self):
        """The run that the room shows: a mapping from the names of tensors to their numbers."""
        return Trace(self, self.state["trace"])

    def changes(self):
        """Yields each state of the room, the present one first. Comes again after a lost line."""
        last = ""
        while True:
            headers = {"Last-Event-ID": last} if last else {}
            try:
                with self._open("/api/rooms/%s/events" % self._code, None, headers, 60) as stream:
                    event = ""
                    for line in stream:
                        name, _, value = line.decode("utf-8").rstrip("\n").partition(": ")
                        if name == "event":
                            event = value
                        elif name == "id":
                            last = value
                        elif name == "data" and event == "state":
                            yield json.loads(value)["state"]
            except (OSError, urllib.error.URLError) as lost:
                if isinstance(lost, urllib.error.HTTPError) and lost.code < 429:
                    raise _refused(lost) from None
            time.sleep(1)

    def _ask(self, path, body=None):
        for tried in range(_TRIES):
            try:
                with self._open(path, body, {}, 60) as answer:
                    return answer.read()
            except urllib.error.HTTPError as refused:
                if refused.code not in (429, 503) or tried == _TRIES - 1:
                    raise _refused(refused) from None
                time.sleep(float(refused.headers.get("Retry-After", 1)))
            except OSError:
                if tried == _TRIES - 1:
                    raise
                time.sleep(tried)

    def _open(self, path, body, headers, timeout):
        data = None if body is None else json.dumps(body).encode("utf-8")
        all_headers = dict(headers, Authorization="Bearer " + self._key)
        if data is not None:
            all_headers["Content-Type"] = "application/json"
        request = urllib.request.Request(self._server + path, data, all_headers)
        return urllib.request.urlopen(request, timeout=timeout)


class Trace:
    """One run of a model over a text. Numbers are exact, as float32."""

    def __init__(self, room, described):
        self._room = room
        self.id = described["id"]
        self.model = described["model"]
        self.tokens = described["text"]

    def __getitem__(self, name):
        path = "/api/traces/%s/tensors/%s?dtype=f32" % (self.id, urllib.parse.quote(name, safe=""))
        try:
            frame = self._room._ask(path)
        except Refused as refused:
            if refused.status == 404:
                raise KeyError(name) from refused
            raise
        length = struct.unpack_from("<I", frame, 4)[0]
        tensor = json.loads(frame[24 : 24 + length])["tensors"][0]
        numbers = array.array("f")
        start = 24 + length + tensor["offset"]
        numbers.frombytes(frame[start : start + tensor["length"]])
        if sys.byteorder == "big":
            numbers.byteswap()
        if numpy is not None:
            return numpy.frombuffer(numbers, dtype=numpy.float32).reshape(tensor["shape"])
        return _nested(list(numbers), tensor["shape"])


def _nested(numbers, shape):
    for size in reversed(shape[1:]):
        numbers = [numbers[i : i + size] for i in range(0, len(numbers), size)]
    return numbers


def _refused(error):
    try:
        return Refused(error.code, json.loads(error.read()))
    except ValueError:
        return Refused(error.code, {})
