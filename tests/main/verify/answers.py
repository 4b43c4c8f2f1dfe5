"""An annotation's payload against its guideline, its item and its batch."""
import calendar
import re
from time import strptime

from verify import yaml_subset
from verify.primitives import H

MENTION = re.compile(r"@([A-I])(?![A-Za-z0-9_])")
OPENED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
TARGETS = re.compile(r"(prompt|reference|golden|r[1-9])(/\d+)?")


def shuffled(seed, member, batch, uid, n, shuffle):
    """The r ids in the order in which MEMBER sees them."""
    numbers = list(range(1, n + 1))
    if shuffle:
        numbers.sort(key=lambda r: H("assay shuffle 1", seed + member + batch + uid + bytes([r])))
    return [f"r{r}" for r in numbers]


class Guideline:
    def __init__(self, files, main):
        self.main = yaml_subset.load(files[main])
        self.questions = {q["id"]: q for q in self.main["questions"]}
        self.shuffle = self.main.get("responses", {}).get("shuffle", True)


class Answers:
    """Checks one annotation; .faults are words."""

    def __init__(self, guideline, ids, order):
        self.guideline, self.ids, self.order = guideline, ids, order
        self.faults = []

    def _want(self, good, words):
        if not good:
            self.faults.append(words)

    def check(self, answers, done):
        for id, value in answers.items():
            question = self.guideline.questions.get(id)
            self._want(question is not None, f"{id}: the guideline has no such question")
            if question is not None:
                self._scoped(id, question, value)
        for id, question in self.guideline.questions.items():
            if done and question.get("required") == "always":
                self._want(id in answers, f"{id}: required, and not there")

    def _scoped(self, id, question, value):
        scope = question.get("scope", "item")
        if scope == "response":
            if not (isinstance(value, dict) and value and value.keys() <= set(self.ids)):
                self._want(False, f"{id}: {value!r} is not by response")
                return
            for response, one in value.items():
                self._value(f"{id} of {response}", question, one)
        elif scope == "best":
            good = isinstance(value, dict) and value.keys() == {"of", "value"}
            self._want(good and value["of"] in self.ids, f"{id}: {value!r} is not of the best")
            if good:
                self._value(id, question, value["value"])
        else:
            self._value(id, question, value)

    def _value(self, where, question, value):
        if value == {"na": True}:
            self._want(question.get("na", False), f"{where}: na is not allowed")
            return
        try:
            getattr(self, "_" + question["type"])(where, question, value)
        except (TypeError, KeyError, AttributeError, ValueError) as why:
            self._want(False, f"{where}: {value!r} has another shape ({why!r})")

    def _rank(self, where, question, value):
        groups, gaps = value["groups"], value["gaps"]
        rest = value.get("rest", [])
        keys = {"groups", "gaps"} | ({"none_good"} if question.get("none_good") else set())
        left = question.get("top", 0) and len(sum(groups, [])) < len(self.ids)
        keys |= {"rest"} if left else set()
        self._want(value.keys() == keys, f"{where}: keys {sorted(value)} instead of {sorted(keys)}")
        self._want(sorted(sum(groups, rest)) == sorted(self.ids), f"{where}: not all, or one twice")
        self._want(all(g and g == sorted(g) for g in groups), f"{where}: a group is not sorted")
        self._want(rest == sorted(rest), f"{where}: the rest is not sorted")
        self._want(len(gaps) == len(groups) - 1, f"{where}: not one gap for each border")
        most = question.get("strength", {}).get("max", 1)
        self._want(all(type(g) is int and 1 <= g <= most for g in gaps), f"{where}: gaps {gaps}")
        self._want(type(value.get("none_good", False)) is bool, f"{where}: none_good")
        self._want(question.get("ties") or all(len(g) == 1 for g in groups), f"{where}: a tie")

    def _scale(self, where, question, value):
        scale = question["scale"]
        self._want(type(value) is int and scale["min"] <= value <= scale["max"],
                   f"{where}: {value!r} is not on the scale")

    def _choice(self, where, question, value):
        options = {o["id"]: o for o in question["options"]}
        given = [one["option"] for one in value]
        self._want(given == [o for o in options if o in given], f"{where}: not in order, or twice")
        self._want(question.get("multiple") or len(given) <= 1, f"{where}: more than one")
        for one in value:
            option = options[one["option"]]
            self._want(one.keys() <= {"option", "severity", "note"}, f"{where}: keys of {one!r}")
            self._want("severity" not in one or one["severity"] in option.get("severity", []),
                       f"{where}: the severity of {one!r}")

    def _length(self, where, question, text):
        self._want(question.get("min", 0) <= len(text), f"{where}: too short")
        self._want(len(text) <= question.get("max", len(text)), f"{where}: too long")

    def _text(self, where, question, value):
        text, mentions = value["text"], value["mentions"]
        self._want(value.keys() == {"text", "mentions"}, f"{where}: keys {sorted(value)}")
        self._want(text != "", f"{where}: an empty text is no answer")
        self._length(where, question, text)
        expected = [{"start": m.start(), "end": m.end(), "is": self.order[ord(m[1]) - ord("A")]}
                    for m in MENTION.finditer(text) if ord(m[1]) - ord("A") < len(self.order)]
        self._want(mentions == expected, f"{where}: mentions {mentions} instead of {expected}")

    def _edit(self, where, question, value):
        self._want(value["base"] is None or value["base"] in self.ids, f"{where}: its base")
        self._want(value.keys() - {"revisions"} == {"base", "text"}, f"{where}: keys")
        revisions = value.get("revisions", 1)
        self._want(type(revisions) is int and revisions >= 1, f"{where}: revisions")
        self._length(where, question, value["text"])


def envelope_faults(event, guideline, batch, member, body):
    """All that is wrong with the payload of an annotate event, as words."""
    v, shown, time = event.value, event.value["shown"], event.value["time"]
    ids = [f"r{i + 1}" for i in range(len(body["responses"]))]
    order = shuffled(batch.seed, member, batch.id, event.subject, len(ids), guideline.shuffle)
    answers = Answers(guideline, ids, order)
    want = answers._want
    want(shown["order"] == order, f"shown.order {shown['order']} instead of {order}")
    want(shown["seed"] == batch.seed.hex(), "shown.seed is not the batch's")
    want((v["reason"] is None) == (v["status"] == "done"),
         "a reason with done, or none with skipped")
    want(OPENED.fullmatch(time["opened"]), f"opened {time['opened']}")
    opened = calendar.timegm(strptime(time["opened"], "%Y-%m-%dT%H:%M:%SZ"))
    want(opened * 1000 <= event.wall, "opened behind its submission")
    want(v["checks"] == sorted(set(v["checks"])), "checks not sorted")
    want(all(TARGETS.fullmatch(t) and (t[0] != "r" or t == "reference" or t.split("/")[0] in ids)
             for t in time["visible_ms"]), f"visible_ms {sorted(time['visible_ms'])}")
    want(time["first_answer_ms"] is None or v["answers"] or v["status"] == "skipped",
         "a first answer without answers")
    want(time["sittings"] >= 1 and v["input"]["how"] in ("screen", "script"), "sittings or how")
    answers.check(v["answers"], v["status"] == "done")
    return answers.faults
