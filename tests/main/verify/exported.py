"""`assay export --format assay` against the file: everything there, byte for byte, in order,
with what became of it."""
import gzip
import json
import os

from verify.primitives import canonical
from verify.content import group_of
from verify.fold import BITS


def raw_members(line):
    """The members of one JSON object with the bytes of their values."""
    out, decode, at = {}, json.JSONDecoder(), 1
    while line[at:].lstrip()[:1] not in ("}", ""):
        at = _space(line, at)
        key, at = decode.raw_decode(line, at)
        at = _space(line, _space(line, at) + 1)
        _, end = decode.raw_decode(line, at)
        out[key] = line[at:end]
        at = _space(line, end)
        at += line[at] == ","
    return out


def _space(line, at):
    while line[at] in " \t\r\n":
        at += 1
    return at


def kept_number(text):
    return {"$num": text}


def small_integer(text):
    plain = abs(int(text)) <= 2**53 - 1 and str(int(text)) == text
    return int(text) if plain else kept_number(text)


KINDS = {65: "retract", 66: "review", 67: "adjudicate", 68: "comment", 69: "control", 70: "flag",
         71: "ask", 72: "withdraw"}
AUDIENCE_NAMES = ("team", "staff", "self", "member")


class Fates:
    """What became of each event about an item, by the rules of the fold; by event id."""

    def __init__(self, log, who):
        self.who, self.superseded_by, self.groups, self.items = who, {}, {}, {}
        for e in log.events:
            if 64 <= e.kind <= 127:
                self.items.setdefault(e.subject, []).append(e)
        for events in self.items.values():
            events.sort(key=lambda e: e.order())
            for e in events:
                if not e.parked:
                    self._take(e)

    def _take(self, e):
        for id in e.supersedes:
            self.superseded_by.setdefault(id, []).append(e)
        if e.kind in (64, 65) and e.value is not None:
            self.groups.setdefault(self._place(e), []).append(e)

    def _place(self, e):
        return (e.subject, e.value["batch"], self.who(e))

    def _effective(self, e):
        return not e.parked and e.value is not None

    def heads(self, e):
        """Those of the group that nothing supersedes, if an annotation is among them."""
        if e.kind not in (64, 65) or not self._effective(e):
            return []
        heads = [f for f in self.groups[self._place(e)] if f.id not in self.superseded_by]
        return heads if any(f.kind == 64 for f in heads) else []

    def differ(self, e):
        heads = self.heads(e)
        said = {canonical([f.value["answers"], f.value["status"]]) for f in heads if f.kind == 64}
        return len(said) > 1 or any(f.kind == 65 for f in heads)

    def state(self, e):
        if e.parked:
            return "parked"
        if e.value is None:
            return "redacted"
        by = self.superseded_by.get(e.id)
        if by is not None:
            back = e.kind == 64 and all(f.kind == 65 for f in by)
            return "withdrawn" if back else "superseded"
        if e.kind in (64, 65) and self.differ(e):
            return "conflict"
        said = [f for f in self.heads(e) if f.kind == 64]
        return "duplicate" if e.kind == 64 and said[-1] is not e else "current"

    def retraction(self, e):
        if self.state(e) != "withdrawn":
            return None
        last = self.superseded_by[e.id][-1]
        return {"event": last.id.hex(), "wall_ms": last.wall, "payload": last.value}

    def revision(self, e):
        if not self._effective(e):
            return None
        said = [f for f in self.groups[self._place(e)] if f.kind == 64]
        counts = [f for f in self.heads(e) if f.kind == 64][-1:] == [e]
        return len(said) if counts else said.index(e) + 1

    def verdicts(self, uid):
        return any(e.kind in (66, 67) for e in self.items[uid])


class Exported:
    """The file of submissions and, beside it, that of all other events."""

    def __init__(self, path, log, content, fold, report):
        self.log, self.content, self.fold, self.report = log, content, fold, report
        self.fates = Fates(log, fold._who)
        self.guideline_rows = {bytes(h): (n.decode(), v) for h, n, v in log.db.execute(
            "SELECT hash, name, version FROM guideline")}
        self._file(path, "annotation", lambda e: e.kind == 64, self._annotation)
        self._file(events_path(path), "event", lambda e: e.kind > 64, self._event)

    def _file(self, path, key, wanted, each):
        seen, before = set(), None
        with open(path, encoding="utf-8") as file:
            lines = file.read().split("\n")[:-1]
        for number, text in enumerate(lines, 1):
            where = f"{path} line {number}"
            row = json.loads(text, parse_float=kept_number, parse_int=small_integer)
            e = self.log.by_id.get(bytes.fromhex(row[key]))
            self.report.count(f"exported {key}s")
            if not self.report.check(e is not None and wanted(e) and e.id not in seen, "export",
                                     where, f"no such {key}, or twice"):
                continue
            seen.add(e.id)
            order = each(where, raw_members(text), row, e)
            self.report.check(before is None or before < order, "export-order", where,
                              "is not behind the line before")
            before = order
        for events in self.fates.items.values():
            for e in events:
                self.report.check(e.id in seen or not wanted(e), "export", e, "is not exported")

    def _annotation(self, where, raw, row, e):
        batch, member = self._batch(e), self._who(e)
        expected = {"annotation": e.id.hex(), **self._said(e), **self._fate(e),
                    **self._item(e, batch)}
        self._row(where, raw, row, e, expected, {"sources", "rationales"})
        self._sources(where, raw, e, batch)
        return (*self._position(e, batch), member or b"", e.order())

    def _event(self, where, raw, row, e):
        expected = {"event": e.id.hex(), "type": KINDS.get(e.kind, "unknown"), "kind": e.kind,
                    "audience": AUDIENCE_NAMES[e.stream.audience], "stale": False,
                    **self._said(e)}
        self._row(where, raw, row, e, expected, set())
        return (*self._position(e, self._batch(e)), e.order())

    def _row(self, where, raw, row, e, expected, more):
        """Every member is there and none else; the payload byte for byte."""
        if self.fates.verdicts(e.subject):
            for key in ("state", "review", "stale"):
                expected[key] = row.get(key)
        self._same(where, "keys", set(row), set(expected) | {"payload"} | more)
        payload = b"null" if e.value is None else e.payload
        self._same(where, "payload", raw["payload"].encode(), payload)
        for key, value in expected.items():
            self._same(where, key, row.get(key), value)

    def _batch(self, e):
        """None: it names none that has the item."""
        if e.value is None:
            return None
        batch = self.fold.batches.get(bytes.fromhex(e.value["batch"]))
        return batch if batch is not None and e.subject in batch.sources else None

    def _who(self, e):
        return self.fold.member_of.get(e.stream.key) if e.value is None else self.fold._who(e)

    def _position(self, e, batch):
        if batch is None:
            return (1, "", e.subject, "")
        return (0, batch.value["name"], self._ord(batch, e.subject), batch.id.hex())

    def _ord(self, batch, uid):
        items, source = min(batch.sources[uid], key=lambda k: (*k[0].order(), k[1].number))
        return self.fold._ord(batch, items, source)

    def _said(self, e):
        """What lines of both files have."""
        batch = self._batch(e)
        parked = self.log.parked.get(e.rid)
        by = self.fates.superseded_by.get(e.id, [])
        return {
            "state": self.fates.state(e), "parked": parked and parked.decode(),
            "item": e.subject.hex(),
            "batch": batch and {"id": batch.id.hex(), "name": batch.value["name"]},
            "member": self._member(e), "key": e.stream.key.hex(), "stream": e.stream.id.hex(),
            "seq": e.seq, "hlc": str(e.hlc), "wall_ms": e.wall,
            "supersedes": [id.hex() for id in e.supersedes],
            "superseded_by": sorted(f.id.hex() for f in by),
        }

    def _member(self, e):
        member = self._who(e)
        if member is None:
            return None
        name, bits, _ = self.fold.members[member]
        return {"id": member.hex(), "name": name.decode(),
                "roles": [r for r, bit in BITS.items() if bits & bit],
                "custody": ["self", "host"][self.fold.custody[e.stream.key]]}

    def _fate(self, e):
        guideline = None
        if e.value is not None:
            name, version = self.guideline_rows[bytes.fromhex(e.value["guideline"])]
            guideline = {"hash": e.value["guideline"], "name": name, "version": version}
        return {"guideline": guideline, "retraction": self.fates.retraction(e),
                "revision": self.fates.revision(e), "heads": len(self.fates.heads(e)),
                "differ": self.fates.differ(e), "review": "none"}

    def _item(self, e, batch):
        body = self.content.bodies[e.subject]
        group = role = None
        withdrawn = False
        if batch is not None:
            first = batch.sources[e.subject][0][1].value
            group, role = group_of(first["group"], body["prompt"]).hex(), first["role"]
            withdrawn = self.fold._withdrawn().get((e.subject, batch.id), 0) != 0
        return {"prompt": body["prompt"], "reference": body["reference"],
                "context": body["context"], "attachments": body["attachments"],
                "responses": [{"id": f"r{i + 1}", "content": r}
                              for i, r in enumerate(body["responses"])],
                "group": group, "role": role, "withdrawn": withdrawn}

    def _same(self, where, key, found, expected):
        if isinstance(found, dict) and isinstance(expected, dict):
            same = canonical(found) == canonical(expected)
        else:
            same = found == expected
        self.report.check(same, "export", where, f"{key} is {found!r} and must be {expected!r}")

    def _sources(self, where, raw, e, batch):
        """The lines of the chunks, byte for byte."""
        inner, at, lines = raw["sources"], 1, []
        while inner[at] == "{":
            _, end = json.JSONDecoder().raw_decode(inner, at)
            lines.append(inner[at:end].encode())
            at = end + (inner[end] == ",")
        known = batch.sources[e.subject] if batch is not None else []
        self._same(where, "sources", sorted(lines), sorted(source.raw for _, source in known))


def events_path(path):
    """Beside FILE.jsonl lies FILE.events.jsonl, in a folder events.jsonl."""
    folder, name = os.path.split(path)
    name = "events" if name == "annotations.jsonl" else name.removesuffix(".jsonl") + ".events"
    return os.path.join(folder, name + ".jsonl")


def renamed(value, ids):
    if isinstance(value, dict):
        return {ids.get(k, k): renamed(v, ids) for k, v in value.items()}
    if isinstance(value, list):
        return [renamed(v, ids) for v in value]
    return ids.get(value, value) if isinstance(value, str) else value


def renamed_keys(line, names):
    out = {names.get(k, k): v for k, v in line.items()}
    out["responses"] = [{names.get(k, k): v for k, v in r.items()} if isinstance(r, dict) else r
                        for r in line.get("responses", [])]
    return out


class Imported:
    """A JSONL file in assay's own shape, or with "golden", "model", "text", against its chunks."""

    FIELDS = {"id", "prompt", "group", "responses", "reference", "attachments", "metadata", "role",
              "control", "replaces"}
    OLDER = {"golden": "reference", "model": "source", "text": "content"}

    def __init__(self, path, name, log, content, report):
        self.content, self.report = content, report
        self.controls = [e for e in log.events if e.kind == 69 and e.value is not None]
        opened = gzip.open if path.endswith(".gz") else open
        with opened(path, "rt", encoding="utf-8", newline="") as file:
            self.lines = file.read().split("\n")
        found = set()
        for chunk in content.chunks.values():
            for source in chunk:
                if source.value["file"] == name:
                    found.add(source.value["line"])
                    self._line(f"{name} line {source.value['line']}", source)
        for number, text in enumerate(self.lines, 1):
            report.check(number in found or not text.strip(), "import", f"{name} line {number}",
                         "is in no chunk")

    def _line(self, where, source):
        text = self.lines[source.value["line"] - 1].strip()
        raw = raw_members(text)
        value = json.loads(text, parse_float=kept_number, parse_int=small_integer)
        value = renamed_keys(value, self.OLDER)
        raw = {self.OLDER.get(k, k): v for k, v in raw.items()}
        body = self.content.bodies[source.uid]
        self.report.count("imported lines")
        self._same(where, "prompt", body["prompt"], value["prompt"])
        given = [{"content": r} if isinstance(r, str) else r for r in value.get("responses", [])]
        given = [(r["content"], r.get("source")) for r in given]
        held = [(body["responses"][int(r["id"][1:]) - 1], r["source"])
                for r in source.value["responses"]]
        if "sample" in source.value:
            given = [r for r in given if r in held]
        self._same(where, "responses", held, given)
        id = value.get("id")
        self._same(where, "id", source.value["id"], id if id is None else str(id))
        self._same(where, "group", source.value["group"], value.get("group"))
        shown = body["reference"]
        self._same(where, "reference", source.value["reference"] if shown is None else shown,
                   value.get("reference"))
        self._metadata(where, source, raw, body)
        self._control(where, source, value.get("control"))

    def _control(self, where, source, control):
        """The file's r1 is its first response; the event's is the body's."""
        if control is None:
            return
        ids = {f"r{i + 1}": r["id"] for i, r in enumerate(source.value["responses"])}
        expected = [renamed(control["expect"], ids), control.get("explain"),
                    control.get("feedback")]
        held = [[e.value["expect"], e.value["explain"], e.value["feedback"]]
                for e in self.controls if e.subject == source.uid]
        self.report.check(expected in held, "import", where,
                          f"control {expected!r} is not in {held!r}")

    def _metadata(self, where, source, raw, body):
        """Members of "metadata" stand beside the line's other keys, or in it where names clash."""
        held = raw_members(source.value["metadata"])
        expected = {k: v for k, v in raw.items() if k not in self.FIELDS}
        inner = raw.get("metadata", "{}")
        members = raw_members(inner) if inner[0] == "{" else {}
        clash = members.keys() & (raw.keys() | self.FIELDS)
        if inner[0] != "{" or clash:
            expected["metadata"] = inner
        else:
            expected.update(members)
        for key in body["context"]:
            self.report.check(key not in held and key in expected, "import", where,
                              f"what is shown as {key} is not the file's, or kept twice")
            expected.pop(key, None)
        self._same(where, "metadata", held, expected)

    def _same(self, where, key, found, expected):
        self.report.check(found == expected, "import", where,
                          f"{key} is {found!r} and must be {expected!r}")
