"""Derived rows, told simply: from events and chunks to members, batches, tasks, annotations."""
from verify.answers import envelope_faults
from verify.content import ROLES, group_of
from verify.primitives import H

BITS = {"annotator": 1, "reviewer": 2, "exporter": 4, "lead": 8, "owner": 16, "external": 32}
ACCESS = {"assigned": 0, "open": 1, "authoring": 2}
SKIPS_ENOUGH = 2  # members who skipped an item: nothing is left to do


class Batch:
    def __init__(self, id, number):
        self.id, self.number = id, number
        self.guideline = self.seed = self.value = None
        self.sources = {}  # uid -> [(hlc, stream id, seq, line), Source], first one first


class Fold:
    def __init__(self, db, log, content, report):
        self.db, self.log, self.content, self.report = db, log, content, report
        self.events = [e for e in log.events if not e.parked and e.value is not None]
        for rid, reason in log.parked.items():
            report.fault("parked", log.by_rid.get(rid), reason.decode())
        self.members, self.member_of, self.custody = {}, {}, {}
        self.batches, self.annotations = {}, {}
        self._people()
        self._guidelines()
        self._batches()
        self._items()
        self._annotations()
        self._tasks()
        self._progress()

    def _of(self, *kinds):
        return sorted((e for e in self.events if e.kind in kinds), key=lambda e: e.order())

    def _compare(self, name, table, expected):
        """Rows as tuples; a row on one side only is a fault."""
        found = set(self.db.execute(table))
        for row in sorted(found - expected, key=repr):
            self.report.fault(name, words(row), "a row that the events do not make")
        for row in sorted(expected - found, key=repr):
            self.report.fault(name, words(row), "a row that is not in the file")
        self.report.count(f"{name} rows", len(found))

    def _people(self):
        if self._of(5):
            self.report.note("keys were revoked: members are not compared")
        for e in self._of(4):
            id = bytes.fromhex(e.value["member"])
            _, roles, _ = self.members.get(id, (b"", 0, None))
            for role in e.value["roles"]:
                roles |= BITS[role]
            box = None
            for key in e.value["keys"]:
                self.member_of[bytes.fromhex(key["key"])] = id
                self.custody[bytes.fromhex(key["key"])] = int(key["custody"] == "host")
                box = bytes.fromhex(key["box"])
            self.members[id] = (e.value["name"].encode(), roles, box)
        if self._of(5):
            return
        self._compare("member", "SELECT id, name, roles, box FROM member",
                      {(id, *rest) for id, rest in self.members.items()})
        self._compare("key", "SELECT key, id, custody, revoked FROM key JOIN member USING (member)",
                      {(key, id, self.custody[key], None) for key, id in self.member_of.items()})

    def _guidelines(self):
        rows, versions = set(), {}
        for e in self._of(6):
            hash, name = bytes.fromhex(e.value["hash"]), e.value["name"].encode()
            self.report.check(hash in self.content.objects, "guideline", e, "its object is missing")
            self.report.check(e.subject == hash, "subject", e, "is not the guideline")
            if (hash, name) not in {row[:2] for row in rows}:
                versions[name] = versions.get(name, 0) + 1
                rows.add((hash, name, versions[name]))
        self._compare("guideline", "SELECT hash, name, version FROM guideline", rows)

    def _batches(self):
        numbers = dict(self.db.execute("SELECT id, batch FROM batch"))
        rows = set()
        for e in self._of(7):
            id = H("assay batch 1", e.value["name"].encode())[:16]
            self.report.check(e.subject == id + bytes(16), "batch-id", e, "is not that of the name")
            batch = self.batches.setdefault(id, Batch(id, numbers.get(id)))
            batch.value, batch.seed = e.value, bytes.fromhex(e.value["seed"])
            self.report.check(len(batch.seed) == 16, "batch", e, "the seed has another length")
        for id, batch in self.batches.items():
            v = batch.value
            batch.guideline = bytes.fromhex(v["guideline"])
            rows.add((id, v["name"].encode(), batch.guideline, v["overlap"], batch.seed,
                      int(v["order"] == "shuffled"), ACCESS[v["access"]], v["due"],
                      int(v["closed"])))
        self._compare("batch", "SELECT b.id, b.name, g.hash, overlap, seed, shuffled, access, due,"
                      " closed FROM batch b LEFT JOIN guideline g USING (guideline)", rows)

    def _items(self):
        rows, named = set(), set()
        for e in self._of(8):
            batch = self.batches.get(bytes.fromhex(e.value["batch"]))
            chunk = self.content.chunks.get(bytes.fromhex(e.value["chunk"]))
            if chunk is None:
                self.report.check(self.content.skipped, "chunk", e, "its chunk is missing")
                continue
            self.report.check(e.value["count"] == len(chunk), "chunk", e, "count is another")
            self.report.check(e.subject == batch.id + bytes(16), "subject", e, "is not the batch")
            for source in chunk:
                named.add(source.uid)
                known = batch.sources.setdefault(source.uid, [])
                if source.hash in {s.hash for _, s in known}:
                    continue
                known.append((e, source))
        for batch in self.batches.values():
            for uid, known in batch.sources.items():
                rows |= {self._source(batch, uid, source) for _, source in known}
        if self.content.skipped:
            return
        self._compare("source", "SELECT uid, b.id, grp, role, s.hash, chunk, line FROM source s"
                      " JOIN item USING (item) JOIN batch b USING (batch)", rows)
        for uid in self.content.bodies.keys() - named:
            self.report.fault("body", f"item {uid.hex()[:8]}", "no chunk names it")

    def _source(self, batch, uid, source):
        body = self.content.bodies.get(uid) or {"prompt": ""}
        return (uid, batch.id, group_of(source.value["group"], body["prompt"]),
                ROLES.index(source.value["role"]), source.hash, source.chunk, source.number)

    def _gone(self, events):
        """Superseded ids of one item's 64 and 65: by whoever wrote what is superseded."""
        mine = {e.id: e for e in events}
        gone = set()
        for e in events:
            for id in e.supersedes:
                target = mine.get(id)
                if self.report.check(target is not None and self._who(target) == self._who(e),
                                     "supersedes", e, "names no annotation of the same person"):
                    gone.add(id)
        return gone

    def _who(self, e):
        stands_for = e.value.get("for") if e.kind == 64 else None
        return bytes.fromhex(stands_for) if stands_for else self.member_of.get(e.stream.key)

    def _annotations(self):
        items, rows = {}, set()
        for e in self._of(64, 65):
            items.setdefault(e.subject, []).append(e)
        for uid, events in items.items():
            gone, groups = self._gone(events), {}
            for e in events:
                key = (uid, bytes.fromhex(e.value["batch"]), self._who(e))
                groups.setdefault(key, []).append(e)
                self._envelope(e, key)
            for key, group in groups.items():
                row = self._annotation(key, group, gone)
                if row is not None:
                    rows.add((*key, *row))
        self._compare("annotation", "SELECT uid, b.id, m.id, rid, status, revision, heads, differ,"
                      " at, active FROM annotation JOIN item USING (item)"
                      " JOIN batch b USING (batch)"
                      " JOIN member m USING (member)", rows)

    def _envelope(self, e, key):
        batch, body = self.batches.get(key[1]), self.content.bodies.get(key[0])
        if not self.report.check(batch is not None and body is not None, "annotate", e,
                                 "no such batch, or no body"):
            return
        self.report.check(key[0] in batch.sources or self.content.skipped, "annotate", e,
                          "the item is not in the batch")
        if e.kind == 65:
            self.report.count("retractions")
            self.report.check(e.supersedes != [], "retract", e, "takes nothing back")
            return
        guideline = self.content.guidelines.get(bytes.fromhex(e.value["guideline"]))
        if guideline is None:
            self.report.check(self.content.skipped, "annotate", e, "its guideline is missing")
            return
        for text in envelope_faults(e, guideline, batch, key[2], body):
            self.report.fault("annotate", e, text)
        self.report.count("corrections", int(e.supersedes != []))
        self.report.count("skips", int(e.value["status"] == "skipped"))
        self.report.count("annotate events")

    def _annotation(self, key, group, gone):
        heads = [e for e in group if e.id not in gone]
        said = [e for e in heads if e.kind == 64]
        if not said:
            return None
        last = max(said, key=lambda e: e.order())
        differ = len(said) < len(heads) or len(
            {repr((e.value["answers"], e.value["status"])) for e in said}) > 1
        self.annotations[key] = last
        return (last.rid, 1 if last.value["status"] == "done" else 2,
                sum(e.kind == 64 for e in group), len(heads), int(differ), last.wall,
                last.value["time"]["active_ms"])

    def _withdrawn(self):
        """What is out of its queue, and why, as bits: 1 replaced, 2 withdrawn."""
        out = {}
        for e in self._of(72):
            out[e.subject, bytes.fromhex(e.value["batch"])] = 2 * e.value["withdrawn"]
        for batch in self.batches.values():
            for known in batch.sources.values():
                for _, source in known:
                    if source.value["replaces"]:
                        key = (bytes.fromhex(source.value["replaces"]), batch.id)
                        out[key] = out.get(key, 0) | 1
        return out

    def _tasks(self):
        """want is the overlap, or minus the bits of _withdrawn() below 0, as 0001_init.sql says."""
        rows, withdrawn = set(), self._withdrawn()
        for batch in self.batches.values():
            for uid, known in batch.sources.items():
                e, first = min(known, key=lambda k: (*k[0].order(), k[1].number))
                statuses = [a.value["status"] for (u, b, _), a in self.annotations.items()
                            if (u, b) == (uid, batch.id)]
                want, have = batch.value["overlap"], statuses.count("done")
                bits = withdrawn.get((uid, batch.id), 0)
                out = bits or statuses.count("skipped") >= SKIPS_ENOUGH
                rows.add((batch.id, uid, self._ord(batch, e, first), -bits or want, have,
                          0 if out else max(0, want - have)))
        if not self.content.skipped:
            self._compare("task", "SELECT b.id, uid, ord, want, have, left FROM task"
                          " JOIN batch b USING (batch) JOIN item USING (item)", rows)

    def _ord(self, batch, e, source):
        tail = e.seq.to_bytes(4, "big") + source.number.to_bytes(4, "big")
        clock = e.hlc.to_bytes(8, "big")
        if batch.value["order"] == "given":
            return clock + e.stream.id[:8] + tail
        prompt = self.content.bodies[source.uid]["prompt"]
        group = group_of(source.value["group"], prompt)
        return H("assay order 1", batch.seed + group)[:8] + clock + tail

    def _progress(self):
        rows = {}
        for (_, batch, member), e in self.annotations.items():
            row = rows.setdefault((batch, member), [0, 0, 0, 0])
            row[0 if e.value["status"] == "done" else 1] += 1
            row[3] += e.value["time"]["active_ms"]
        flags = {}
        for e in self._of(70):
            key = (e.subject, bytes.fromhex(e.value["batch"]), self.member_of.get(e.stream.key))
            flags[key] = e.value["on"]
            self.report.count("flags")
        for (_, batch, member), on in flags.items():
            if on:
                rows.setdefault((batch, member), [0, 0, 0, 0])[2] += 1
        self._compare("progress", "SELECT b.id, m.id, done, skipped, flagged, active FROM progress"
                      " JOIN batch b USING (batch) JOIN member m USING (member)",
                      {(*key, *row) for key, row in rows.items()})


def words(row):
    return " ".join(v.hex()[:8] if isinstance(v, bytes) and len(v) in (16, 24, 32) else str(v)
                    for v in row)
