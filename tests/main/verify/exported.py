"""`assay export --format assay` against the file: everything there, byte for byte, in order."""
import gzip
import json

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


class Exported:
    def __init__(self, path, log, content, fold, report):
        self.log, self.content, self.fold, self.report = log, content, fold, report
        self.seen, before = set(), None
        self.guideline_rows = {bytes(h): (n.decode(), v) for h, n, v in log.db.execute(
            "SELECT hash, name, version FROM guideline")}
        with open(path, encoding="utf-8") as file:
            for number, text in enumerate(file.read().split("\n")[:-1], 1):
                order = self._row(f"{path} line {number}", text)
                report.check(before is None or order is None or before < order, "export-order",
                             f"line {number}", "is not behind the line before")
                before = order or before
        for e in fold.annotations.values():
            report.check(e.id in self.seen, "export", e, "is not in the export")

    def _row(self, where, text):
        raw = raw_members(text)
        row = json.loads(text, parse_float=kept_number, parse_int=small_integer)
        e = self.log.by_id.get(bytes.fromhex(row["annotation"]))
        self.report.count("exported rows")
        if not self.report.check(e in self.fold.annotations.values(), "export", where,
                                 "is no current annotation"):
            return None
        self.seen.add(e.id)
        body = self.content.bodies[e.subject]
        batch = self.fold.batches[bytes.fromhex(e.value["batch"])]
        self._same(where, "payload", raw["payload"].encode(), e.payload)
        for key, value in self._expected(e, body, batch).items():
            self._same(where, key, row.get(key), value)
        self._sources(where, raw, e, batch)
        _, first = batch.sources[e.subject][0]
        return (batch.value["name"], self._ord(batch, e.subject), e.value["batch"],
                row["member"]["id"])

    def _ord(self, batch, uid):
        items, source = min(batch.sources[uid], key=lambda k: (*k[0].order(), k[1].number))
        return self.fold._ord(batch, items, source)

    def _expected(self, e, body, batch):
        member = self.fold._who(e)
        name, version = self.guideline_rows[bytes.fromhex(e.value["guideline"])]
        first = batch.sources[e.subject][0][1].value
        return {
            "item": e.subject.hex(), "stream": e.stream.id.hex(), "seq": e.seq, "hlc": str(e.hlc),
            "wall_ms": e.wall, "batch": {"id": batch.id.hex(), "name": batch.value["name"]},
            "guideline": {"hash": e.value["guideline"], "name": name, "version": version},
            "prompt": body["prompt"], "reference": body["reference"], "context": body["context"],
            "attachments": body["attachments"],
            "responses": [{"id": f"r{i + 1}", "content": r}
                          for i, r in enumerate(body["responses"])],
            "group": group_of(first["group"], body["prompt"]).hex(), "role": first["role"],
            "member": {"id": member.hex(), "name": self.fold.members[member][0].decode(),
                       "roles": self._roles(member),
                       "custody": ["self", "host"][self.fold.custody[e.stream.key]]},
        }

    def _roles(self, member):
        return [r for r, bit in BITS.items() if self.fold.members[member][1] & bit]

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
        expected = sorted(source.raw for _, source in batch.sources[e.subject])
        self._same(where, "sources", sorted(lines), expected)


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
