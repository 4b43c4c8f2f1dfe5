"""The log: headers, chains, payloads, audiences, signatures."""
import struct

from verify.kinds import (AUDIENCES, MEMBER, PAYLOADS, SELF, STAFF_ROLES, TEAM, audience_of,
                          shape_faults)
from verify.primitives import H, ZERO, parse_canonical, signed

HEADER = struct.Struct("<BBHHHQQq32s32s32sII32s")
PAYLOAD_MAX = 1 << 20
UNSIGNED_MAX = 512 * 1024
assert HEADER.size == 168


class Stream:
    def __init__(self, number, id, key, audience, reader):
        self.number, self.id, self.key = number, id, key
        self.audience, self.reader = audience, reader
        self.heads = []

    def __str__(self):
        return self.id.hex()[:8]


class Event:
    """One row of the table event with its header taken apart."""

    def __init__(self, rid, kind, item, header, salt, payload):
        self.rid, self.kind_column, self.item = rid, kind, item
        self.header, self.salt, self.payload = header, salt, payload
        (self.version, self.flags, self.kind, self.schema, self.n_sup, self.seq, self.hlc,
         self.wall, self.stream_field, self.prev, self.subject, self.payload_len, self.zero,
         self.payload_hash) = HEADER.unpack_from(header)
        rest = header[HEADER.size:]
        self.supersedes = [rest[i:i + 32] for i in range(0, len(rest), 32)]
        self.value = None
        self.id = None
        self.stream = None
        self.parked = False

    def __str__(self):
        return f"{self.stream} seq {self.seq} kind {self.kind}"

    def order(self):
        return (self.hlc, self.stream.id, self.seq)


class Log:
    """All events of the file; .events in the order of streams, .by_id."""

    def __init__(self, db, report):
        self.db, self.report = db, report
        self.project = bytes(db.execute("SELECT id FROM project").fetchone()[0])
        self.events, self.by_id, self.by_rid = [], {}, {}
        self.streams = {row[0]: Stream(*row) for row in db.execute(
            "SELECT stream, id, key, audience, reader FROM stream ORDER BY stream")}
        self.signatures = dict(db.execute("SELECT rid, sig FROM signature"))
        self.rows = {row[0]: row for row in db.execute(
            "SELECT rid, kind, item, header, salt, payload FROM event")}
        self.uids = dict(db.execute("SELECT item, uid FROM item"))
        self.parked = dict(db.execute("SELECT rid, CAST(reason AS BLOB) FROM parked"))
        self.root_seen = False
        self._read()
        self._signatures()
        self._vector()
        for event in self.events:
            if event.kind == 2 and event.value and event.value.get("continues"):
                self._continues(event, event.value["continues"])

    def _continues(self, e, old):
        """A copy goes on where the stream that it knew ended: same key, same readers."""
        before = self.by_id.get(bytes.fromhex(old["id"]))
        if before is None:
            self.report.note(f"{e} continues a stream that is not here")
            return
        stream = before.stream
        self.report.check(
            (stream.id.hex(), before.seq) == (old["stream"], old["seq"])
            and (stream.key, stream.audience, stream.reader)
            == (e.stream.key, e.stream.audience, e.stream.reader),
            "stream", e, "continues another's stream, or names no event of it")
        self.report.count("continued streams")

    def _read(self):
        seen = set()
        for head, stream, parent, base, seq, id in self.db.execute(
                "SELECT head, stream, parent, base, seq, id FROM head ORDER BY head"):
            self.streams[stream].heads.append((head, parent, base, seq))
            prev = self._branch(self.streams[stream], head, parent, base, seq, seen)
            self.report.check(prev == id, "head", self.streams[stream],
                              "the head's id is not that of its newest event")
        for rid in self.rows.keys() - seen:
            self.report.fault("gap", f"rid {rid}", "an event that no head covers")
        for stream in self.streams.values():
            self.report.check(stream.heads, "head", stream, "a stream without a head")
            self.report.count("streams")
        self.report.check(self.root_seen, "project", "the file",
                          "no first event is the one that the project's id is the hash of")

    def _branch(self, stream, head, parent, base, last, seen):
        before = self.by_rid.get(parent << 32 | base) if parent else None
        for seq in range(base + 1, last + 1):
            rid = head << 32 | seq
            if rid not in self.rows:
                self.report.fault("gap", stream, f"event {seq} is missing")
                return None
            seen.add(rid)
            event = Event(*self.rows[rid])
            event.stream = stream
            event.parked = rid in self.parked
            self._header(event, seq, before)
            self._payload(event)
            self.events.append(event)
            self.by_id[event.id] = self.by_rid[rid] = event
            self.report.count("events")
            before = event
        return before.id if before else None

    def _header(self, e, seq, before):
        check = self.report.check
        check(e.version == 1 and e.flags == 0, "header", e, "version or flags")
        check(e.schema == 1, "header", e, f"schema {e.schema}")
        check(e.kind == e.kind_column, "header", e, f"the column says kind {e.kind_column}")
        check(e.seq == seq, "header", e, f"its place is {seq}")
        check(e.zero == 0, "header", e, "the field at 132 is not 0")
        check(len(e.header) == 168 + 32 * e.n_sup and e.n_sup <= 32, "header", e, "its length")
        check(e.supersedes == sorted(set(e.supersedes)), "header", e, "supersedes not ascending")
        first = before is None
        check(e.prev == (ZERO if first else before.id), "chain", e, "prev is not the event before")
        check(e.stream_field == (ZERO if first else e.stream.id), "chain", e, "another stream")
        check(first or e.hlc > before.hlc, "clock", e, "the clock does not rise")
        check(e.hlc >> 16 >= e.wall >= 0, "clock", e, "the clock is behind the author's own")
        self._id(e, first)
        about = 64 <= e.kind < 128
        check((e.item is not None) == about, "subject", e, "an item where none is due, or none")
        if about:
            check(self.uids.get(e.item) == e.subject, "subject", e, "the item is another")

    def _id(self, e, first):
        plain = H("assay event 1", e.header)
        root = first and e.kind == 1 and plain == self.project
        e.id = plain if root else H("assay event 1", e.header, self.project)
        self.root_seen |= root
        self.report.check(not first or e.id == e.stream.id, "stream-id", e,
                          "the stream's id is not that of its first event")
        self.report.check(not first or e.kind in (1, 2), "chain", e, "opens no stream")
        self.report.check(first or e.kind not in (1, 2), "chain", e, "only the first opens it")
        self.report.check(e.kind != 1 or root, "project", e, "a second project")

    def _payload(self, e):
        if e.payload is None:
            self.report.check(e.salt is None, "payload", e, "a salt without a payload")
            self.report.count("redacted payloads")
            return
        good = self.report.check(len(e.payload) == e.payload_len <= PAYLOAD_MAX, "payload-length",
                                 e, "is not what the header says")
        good &= self.report.check(
            len(e.salt) == 16 and H("assay payload 1", e.salt + e.payload) == e.payload_hash,
            "payload-hash", e, "the payload is not the one that was signed")
        try:
            e.value = parse_canonical(e.payload)
        except ValueError as why:
            self.report.fault("canonical", e, str(why))
            return
        self._shape(e)

    def _shape(self, e):
        tests = PAYLOADS.get(e.kind)
        if tests is None:
            self.report.fault("kind", e, "a kind that the documents do not have")
            return
        faults = shape_faults(e.value, tests) if isinstance(e.value, dict) else ["is no object"]
        for words in faults:
            self.report.fault("payload-shape", e, words)
        if faults:
            e.value = None
        else:
            self._audience(e)

    def _audience(self, e):
        stream, check = e.stream, self.report.check
        check(stream.audience in AUDIENCES[e.kind], "audience", e,
              f"not in a stream of audience {stream.audience}")
        if e.kind in (1, 2):
            audience, reader = audience_of(e.value["audience"])
            check((audience, reader) == (stream.audience, stream.reader), "audience", e,
                  "the table stream says another one")
            check(bytes.fromhex(e.value["key"]) == stream.key, "stream", e, "another key")
            check(e.subject == ZERO, "subject", e, "a subject where none is due")
        if e.kind in (4, 5):
            staff = bool(STAFF_ROLES & set(e.value["roles"]))
            check(not staff or stream.audience == TEAM, "audience", e, "staff roles are the team's")
            check(stream.audience in (TEAM, SELF) or e.value["member"] == stream.reader.hex(),
                  "audience", e, "another member's stream")
            check(staff or stream.audience in (SELF, MEMBER), "audience", e,
                  "the team would learn of an annotator")
        if e.kind == 9:
            check(len(e.value["items"]) <= 2048, "payload-shape", e, "over 2,048 items")

    def _vector(self):
        """The digest of all heads that derived rows and exports name."""
        heads = sorted((stream.id, seq, self.by_rid[head << 32 | seq].id)
                       for stream in self.streams.values() for head, _, _, seq in stream.heads
                       if head << 32 | seq in self.by_rid)
        self.vector = H("assay vector 1",
                        b"".join(stream + struct.pack("<Q", seq) + id for stream, seq, id in heads))
        for (vector,) in self.db.execute("SELECT vector FROM derived"):
            self.report.check(vector == self.vector, "vector", "derived",
                              "the derived rows are of other events")

    def _signatures(self):
        wanted = set()
        for stream in self.streams.values():
            for head, parent, base, last in stream.heads:
                wanted |= self._points(head, base, last)
        for rid in sorted(wanted - self.signatures.keys()):
            self.report.fault("signature", self.by_rid[rid], "none where one is due")
        for rid, sig in self.signatures.items():
            e = self.by_rid.get(rid)
            if e is None:
                continue
            self.report.check(rid in wanted, "signature", e, "one where none is due")
            message = (b"assay head 1\0" + self.project + e.stream.id + struct.pack("<Q", e.seq)
                       + e.id)
            self.report.check(signed(sig, message, e.stream.key), "signature", e, "does not verify")
            self.report.count("signatures")

    def _points(self, head, base, last):
        """The newest, each 256th, and the first behind which over 512 KiB are unsigned."""
        points, unsigned = {head << 32 | last}, 0
        for seq in range(base + 1, last + 1):
            event = self.by_rid.get(head << 32 | seq)
            if event is None:
                return points & self.by_rid.keys()
            unsigned += event.payload_len
            if seq % 256 == 0 or unsigned > UNSIGNED_MAX:
                points.add(event.rid)
                unsigned = 0
        return points
