"""What annotators can read of the file must not tell what only staff may know."""
from verify.kinds import SELF, STAFF, TEAM

SHORT = 4  # shorter ones are in every text


def strings(value):
    """Every string in it, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def secrets_of(content):
    """External ids, models, files, groups, given by any source; with what they are."""
    found = {}
    for chunk in content.chunks.values():
        for source in chunk:
            v = source.value
            for what in ("id", "from", "group", "file"):
                found[v[what]] = what
            for response in v["responses"]:
                found[response["source"]] = "model"
    found.pop(None, None)
    return {s: what for s, what in found.items() if len(s) >= SHORT}


class Blindness:
    def __init__(self, log, content, fold, report):
        self.log, self.content, self.report = log, content, report
        self.secrets = secrets_of(content)
        self.uids = {uid.hex() for uid in content.bodies}
        self.chunks = {hash.hex() for hash in content.chunks}
        self.member_ids = {id.hex() for id in fold.members}
        self.member_of = fold.member_of
        for e in log.events:
            if e.value is not None and e.stream.audience != STAFF:
                self._event(e)
        self._bodies()

    def _event(self, e):
        audience, fault = e.stream.audience, self.report.fault
        if audience == TEAM and e.kind >= 64:
            fault("blind", e, "an event about an item that everybody reads")
        text = e.payload.decode()
        for uid in self.uids if audience in (TEAM, SELF) else ():
            if uid in text:
                fault("blind", e, f"the item {uid[:8]} is in the payload")
        for chunk in self.chunks:
            if chunk in text:
                fault("blind", e, f"the chunk {chunk[:8]} is in the payload")
        if audience == SELF:
            mine = self.member_of.get(e.stream.key)
            for id in self.member_ids - {mine.hex() if mine else ""}:
                if id in text and e.value.get("for") != id:
                    fault("blind", e, "another member's id")
        said = self._written(e)
        for one in strings(e.value):
            if one in self.secrets and one not in said:
                fault("blind", e, f"the {self.secrets[one]} {one!r}")

    def _written(self, e):
        """What a person typed: names, reasons, texts of answers."""
        typed = {e.value.get(k) for k in ("name", "device", "reason", "note", "text")}
        for answer in e.value.get("answers", {}).values():
            typed |= {one["text"] for one in answers_with_text(answer)}
        return typed

    def _bodies(self):
        """A body's texts are data and may name a model; the rest of it may not."""
        for uid, body in self.content.bodies.items():
            where = f"item {uid.hex()[:8]}"
            shown = set(strings(body["context"]))
            for key in body:
                if key in ("prompt", "responses", "reference", "context"):
                    continue
                for one in set(strings(body[key])) & self.secrets.keys():
                    self.report.fault("blind", where, f"the {self.secrets[one]} {one!r}")
            for one in shown & self.secrets.keys():
                self.report.note(f"{where} shows the {self.secrets[one]} {one!r} as its context")
            for message in messages(body):
                extra = {k: v for k, v in message.items() if k not in ("role", "content")}
                for one in set(strings(extra)) & self.secrets.keys():
                    self.report.fault("blind", where, f"a message tells the {self.secrets[one]}")


def answers_with_text(answer):
    if isinstance(answer, dict):
        if isinstance(answer.get("text"), str):
            yield answer
        for one in answer.values():
            yield from answers_with_text(one)


def messages(body):
    for text in (body["prompt"], *body["responses"]):
        if isinstance(text, list):
            yield from text


def check_local(db, log, content, report):
    """Settings and drafts: the clock is not behind any event, streams are one's own."""
    settings = dict(db.execute("SELECT CAST(name AS BLOB), CAST(value AS BLOB) FROM setting"))
    newest = max(e.hlc for e in log.events)
    report.check(int(settings.get(b"hlc", b"0")) >= newest, "clock", "setting hlc",
                 "is behind an event")
    for key, audience, reader, number in db.execute(
            "SELECT key, audience, reader, stream FROM own_stream"):
        stream = log.streams[number]
        report.check((stream.key, stream.audience, stream.reader or b"") == (key, audience, reader),
                     "own-stream", stream, "is another's")
    for uid, doc in db.execute("SELECT uid, doc FROM draft"):
        report.check(uid in content.bodies, "draft", uid.hex()[:8], "of no item")
        report.check(doc, "draft", uid.hex()[:8], "is empty")
