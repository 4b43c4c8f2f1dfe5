"""What each kind of event must hold and which audiences it may have."""
from verify.primitives import is_hex

TEAM, STAFF, SELF, MEMBER = range(4)
STAFF_ROLES = {"owner", "lead", "reviewer", "exporter"}
ROLES = STAFF_ROLES | {"annotator", "external"}

AUDIENCES = {
    1: {TEAM}, 2: {TEAM, STAFF, SELF, MEMBER}, 3: {TEAM}, 4: {TEAM, SELF, MEMBER},
    5: {TEAM, SELF, MEMBER}, 6: {TEAM}, 7: {TEAM}, 8: {STAFF}, 9: {MEMBER},
    10: {TEAM, STAFF, MEMBER}, 11: {TEAM}, 12: {SELF}, 13: {STAFF}, 14: {STAFF}, 64: {SELF},
    65: {SELF}, 66: {STAFF, MEMBER}, 67: {STAFF}, 68: {SELF, STAFF, MEMBER}, 69: {STAFF},
    70: {SELF}, 71: {SELF}, 72: {STAFF},
}


def hex16(v):
    return is_hex(v, 16)


def hex32(v):
    return is_hex(v, 32)


def text(v):
    return isinstance(v, str)


def note(v):
    """What may be left out is null then, not empty."""
    return v is None or (isinstance(v, str) and v != "")


def boolean(v):
    return isinstance(v, bool)


def count(v):
    return isinstance(v, int) and not isinstance(v, bool) and v >= 0


def anything(v):
    return True


def dictionary(v):
    return isinstance(v, dict)


def maybe(test):
    return lambda v: v is None or test(v)


def one_of(*values):
    return lambda v: v in values


def many(test):
    return lambda v: isinstance(v, list) and all(test(e) for e in v)


def record(**tests):
    """An object with exactly these keys."""
    return lambda v: isinstance(v, dict) and not shape_faults(v, tests)


def audience_name(v):
    return v in ("team", "staff", "self") or (
        isinstance(v, str) and v.startswith("member:") and is_hex(v[7:], 16))


def sealed(v):
    return (isinstance(v, list) and len(v) == 3 and audience_name(v[0]) and count(v[1])
            and text(v[2]))


def ascending(test):
    return lambda v: many(test)(v) and v == sorted(set(v))


KEY_GRANT = record(box=hex32, custody=one_of("self", "host"), device=text, key=hex32)
HEAD = record(id=hex32, seq=count, stream=hex32)
STREAM_KEEPS = (lambda v: isinstance(v, dict)
                and all(is_hex(k, 32) and count(n) for k, n in v.items()))

TIME = record(active_ms=count, first_answer_ms=maybe(count), idle_ms=count, opened=text,
              sittings=count, visible_ms=lambda v: isinstance(v, dict)
              and all(count(n) for n in v.values()))
SHOWN = record(columns=count, layout=text, order=many(text), seed=text, suggestions=anything)
INPUT = record(how=text, keys=count, pasted=count)

PAYLOADS = {
    1: dict(audience=one_of("team"), box=hex32, device=text, join=one_of("closed", "open"),
            key=hex32, name=text, nonce=hex16, owners=many(hex32), recovery=maybe(hex32)),
    2: dict(audience=audience_name, box=hex32, continues=maybe(HEAD), device=text, key=hex32,
            nonce=hex16),
    3: dict(audience=one_of("team", "staff"), box=hex32, epoch=count),
    4: dict(keys=many(KEY_GRANT), member=hex16, name=text, roles=many(one_of(*ROLES)),
            sealed=many(sealed)),
    5: dict(keep=STREAM_KEEPS, key=maybe(hex32), member=hex16, reason=text,
            roles=many(one_of(*ROLES))),
    6: dict(breaks=boolean, hash=hex32, name=text),
    7: dict(access=one_of("assigned", "open", "authoring"), closed=boolean, due=maybe(count),
            guideline=hex32, name=text, order=one_of("given", "shuffled"), overlap=count,
            seed=lambda v: text(v) and len(v) % 2 == 0 and is_hex(v, len(v) // 2)),
    8: dict(batch=hex16, chunk=hex32, count=count),
    9: dict(batch=hex16, items=many(hex32), until=maybe(count), withdraw=boolean),
    10: dict(**{"class": one_of("event", "item", "object")}, id=hex32, reason=text),
    11: dict(join=one_of("closed", "open"), min_client=anything),
    12: dict(batch=hex16, guideline=hex32),
    13: dict(admit=boolean, member=hex16, reason=text,
             ranges=many(record(first=count, last=count, stream=hex32))),
    14: dict(hash=hex32, name=text, settings=anything, vector=anything),
    64: dict(answers=dictionary, batch=hex16, checks=many(text), guideline=hex32, input=INPUT,
             reason=note, shown=SHOWN, status=one_of("done", "skipped"), time=TIME,
             **{"for": maybe(hex16)}),
    65: dict(batch=hex16, reason=note),
    66: dict(about=ascending(hex32), batch=hex16, note=text,
             verdict=one_of("accept", "return", "fix")),
    67: dict(answers=dictionary, batch=hex16, note=text, saw=ascending(hex32)),
    68: dict(about=many(hex32), batch=hex16, text=text),
    69: dict(batch=hex16, expect=dictionary, explain=note,
             feedback=one_of("after", "never")),
    70: dict(batch=hex16, note=note, on=boolean),
    71: dict(batch=hex16, text=text),
    72: dict(batch=hex16, reason=note, withdrawn=boolean),
}


def shape_faults(value, tests):
    """What is wrong with an object's keys and the shapes of their values, as words."""
    faults = [f"the key {key} is missing" for key in tests if key not in value]
    faults += [f"the key {key} is unknown" for key in value if key not in tests]
    faults += [f"the value of {key} cannot be {value[key]!r}"
               for key, test in tests.items() if key in value and not test(value[key])]
    return faults


def audience_of(name):
    """The number and the reader of a payload's "audience"."""
    if name.startswith("member:"):
        return MEMBER, bytes.fromhex(name[7:])
    return {"team": TEAM, "staff": STAFF, "self": SELF}[name], None
