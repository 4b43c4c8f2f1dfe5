"""Bodies, objects, guidelines and chunks: what hashes name."""
import json

from verify.answers import Guideline
from verify.kinds import count, hex32, many, maybe, one_of, record, shape_faults, text
from verify.primitives import H, canonical, parse_canonical, unpack

GUIDELINE, CHUNK = 1, 2
ROLES = ("work", "calibration", "qualification", "control", "tutorial", "retest")
CHUNK_LINES, CHUNK_BYTES = 2048, 1 << 20

ATTACHMENT = record(hash=hex32, media=maybe(text), name=maybe(text))
BODY = dict(attachments=many(ATTACHMENT), context=lambda v: isinstance(v, dict),
            prompt=lambda v: is_text(v), reference=maybe(text),
            responses=many(lambda v: is_text(v)))
LINE = {
    "file": text, "from": maybe(text), "group": maybe(text), "id": maybe(text),
    "line": lambda v: type(v) is int and v >= 1, "metadata": text, "reference": maybe(text),
    "replaces": maybe(hex32), "responses": many(record(id=text, source=maybe(text))),
    "role": one_of(*ROLES), "uid": hex32,
}

SAMPLE = record(of=count, seed=text)  # only where --sample-responses took some of OF


def is_text(v):
    """A string, or messages with a role."""
    return isinstance(v, str) or (isinstance(v, list) and v != [] and all(
        isinstance(m, dict) and isinstance(m.get("role"), str) for m in v))


def group_of(given, prompt):
    """First 16 bytes of the hash that keeps a conversation together: of canonical JSON either way,
    so that no given name is the hash of a conversation."""
    if given is not None:
        return H("assay group 1", canonical(given))[:16]
    turns = [None, prompt]
    if isinstance(prompt, list):
        turns = [next((m.get("content") for m in prompt if m["role"] == role), None)
                 for role in ("system", "user")]
    return H("assay group 1", canonical(turns))[:16]


class Source:
    """One line of a chunk."""

    def __init__(self, raw, number, chunk, value):
        self.raw, self.number, self.chunk, self.value = raw, number, chunk, value
        self.hash = H("assay source 1", raw)[:16]
        self.uid = bytes.fromhex(value["uid"])


class Content:
    def __init__(self, db, report):
        self.db, self.report = db, report
        self.bodies, self.guidelines, self.chunks, self.objects = {}, {}, {}, set()
        self.skipped = False
        for uid, prompt, doc in db.execute(
                "SELECT uid, prompt, doc FROM item LEFT JOIN body USING (item)"):
            if doc is not None:
                self._body(uid, prompt, doc)
        for row in db.execute("SELECT hash, class, packed, bytes FROM object"):
            self._object(*row)

    def _body(self, uid, prompt, doc):
        check, where = self.report.check, f"item {uid.hex()[:8]}"
        self.report.count("bodies")
        check(H("assay item 1", doc) == uid, "uid", where, "the body is another item's")
        try:
            body = parse_canonical(doc)
        except ValueError as why:
            self.report.fault("body", where, str(why))
            return
        for words in shape_faults(body, BODY):
            self.report.fault("body", where, words)
        self._numbers(where, body)
        hashes = [H("assay response 1", canonical(r)) for r in body["responses"]]
        check(hashes == sorted(set(hashes)), "responses", where,
              "not distinct and ascending by hash")
        check(prompt == H("assay prompt 1", canonical(body["prompt"]))[:16], "prompt16", where,
              "is not that of the prompt")
        self.bodies[uid] = body

    def _numbers(self, where, value):
        """{"$num": …} only where the number is no integer that could stand for itself."""
        if isinstance(value, dict):
            if "$num" in value:
                try:
                    number = json.loads(value["$num"])
                    small = isinstance(number, int) and abs(number) <= 2**53 - 1
                    bad = len(value) != 1 or (small and str(number) == value["$num"])
                except ValueError:
                    bad = True
                self.report.check(not bad, "body", where, f"{value!r} holds no such number")
                return
            value = list(value.values())
        if isinstance(value, list):
            for one in value:
                self._numbers(where, one)

    def _object(self, hash, cls, packed, data):
        where = f"object {hash.hex()[:8]}"
        self.report.count("objects")
        try:
            plain = unpack(data) if packed else data
        except ValueError as why:
            self.report.fault("object", where, str(why))
            return
        self.objects.add(hash)
        if plain is None:
            if not self.skipped:
                self.report.note("packed objects were not read: neither libzstd nor zstd is here")
            self.skipped = True
            return
        if not self.report.check(H("assay object 1", plain) == hash, "object", where,
                                 "another hash"):
            return
        if cls == GUIDELINE:
            self._guideline(hash, where, plain)
        elif cls == CHUNK:
            self._chunk(hash, where, plain)

    def _guideline(self, hash, where, data):
        try:
            value = parse_canonical(data)
            files, main = value["files"], value["main"]
            guideline = Guideline(files, main)
        except (ValueError, KeyError, TypeError, AssertionError) as why:
            self.report.fault("guideline", where, repr(why))
            return
        self.report.check(value.keys() == {"files", "main"}, "guideline", where, "its keys")
        named = {main} | {guideline.main[k] for k in ("instructions", "examples")
                          if guideline.main.get(k)}
        self.report.check(files.keys() == named, "guideline", where,
                          f"holds {sorted(files)} and names {sorted(named)}")
        self.report.check(all(isinstance(t, str) for t in files.values()), "guideline", where,
                          "holds what is no text")
        self.guidelines[hash] = guideline

    def _chunk(self, hash, where, data):
        self.report.check(data.endswith(b"\n"), "chunk", where, "the last line has no end")
        lines = data.split(b"\n")[:-1]
        full = sum(len(line) + 1 for line in lines[:-1])
        self.report.check(1 <= len(lines) <= CHUNK_LINES and full <= CHUNK_BYTES, "chunk", where,
                          f"{len(lines)} lines, {len(data)} bytes")
        self.chunks[hash] = []
        for number, raw in enumerate(lines):
            self._line(hash, f"{where} line {number}", raw, number)

    def _line(self, hash, where, raw, number):
        self.report.count("sources")
        try:
            value = parse_canonical(raw)
        except ValueError as why:
            self.report.fault("chunk", where, str(why))
            return
        sampled = {"sample": SAMPLE} if "sample" in value else {}
        faults = shape_faults(value, LINE | sampled)
        for words in faults:
            self.report.fault("chunk", where, words)
        if faults:
            return
        source = Source(raw, number, hash, value)
        self.chunks[hash].append(source)
        body = self.bodies.get(source.uid)
        if not self.report.check(body is not None, "chunk", where, "its item has no body"):
            return
        ids = {f"r{i + 1}" for i in range(len(body["responses"]))}
        self.report.check({r["id"] for r in value["responses"]} == ids, "chunk", where,
                          "the r ids are not those of the body")
        try:
            metadata = json.loads(value["metadata"])
            self.report.check(isinstance(metadata, dict), "chunk", where, "metadata is no object")
        except ValueError:
            self.report.fault("chunk", where, "metadata is no JSON")
