"""As much YAML as guidelines use: block and flow maps and lists, words, quotes, comments."""
import re

KEY = re.compile(r"""((?:"[^"]*"|'[^']*'|[^\s"'{}\[\],#&*!|>%@`-][^:#]*?|-[^\s:]+)):(?:\s+|$)""")


def _strip(line):
    """Without its comment: a # at the start or behind a space, outside quotes."""
    quote = None
    for i, c in enumerate(line):
        if quote:
            quote = None if c == quote else quote
        elif c in "\"'" and (i == 0 or line[i - 1] in " [{,:"):
            quote = c
        elif c == "#" and (i == 0 or line[i - 1] == " "):
            return line[:i].rstrip()
    return line.rstrip()


def scalar(text):
    text = text.strip()
    if text[:1] in ("'", '"') and text[-1:] == text[0]:
        return text[1:-1]
    if text in ("true", "false"):
        return text == "true"
    if text in ("null", "~", ""):
        return None
    return int(text) if re.fullmatch(r"-?\d+", text) else text


class Flow:
    def __init__(self, text):
        self.text, self.at = text, 0

    def _space(self):
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def _eat(self, c):
        self._space()
        found = self.text[self.at:self.at + 1] == c
        self.at += found
        return found

    def _word(self, stop):
        self._space()
        start = self.at
        if self.text[start:start + 1] in ("'", '"'):
            self.at = self.text.index(self.text[start], start + 1) + 1
        else:
            while self.at < len(self.text) and self.text[self.at] not in stop:
                self.at += 1
        return scalar(self.text[start:self.at])

    def value(self):
        if self._eat("{"):
            out = {}
            while not self._eat("}"):
                key = self._word(":")
                assert self._eat(":"), self.text
                out[key] = self.value()
                self._eat(",")
            return out
        if self._eat("["):
            out = []
            while not self._eat("]"):
                out.append(self.value())
                self._eat(",")
            return out
        return self._word(",}]")


class Block:
    def __init__(self, text):
        self.lines = []
        for line in text.split("\n"):
            line = _strip(line)
            if line.strip():
                self.lines.append((len(line) - len(line.lstrip()), line.strip()))
        self._join()
        self.at = 0

    def _join(self):
        """Flow collections that go over several lines become one."""
        out = []
        for indent, text in self.lines:
            if out and _open(out[-1][1]):
                out[-1] = (out[-1][0], out[-1][1] + " " + text)
            else:
                out.append((indent, text))
        self.lines = out

    def value(self, indent):
        if self.lines[self.at][1].startswith("- "):
            return self._list(indent)
        return self._map(indent)

    def _list(self, indent):
        out = []
        while self._here(indent) and self.lines[self.at][1].startswith("- "):
            rest = self.lines[self.at][1][2:].lstrip()
            if rest[0] not in "{[\"'" and KEY.match(rest):
                inner = indent + len(self.lines[self.at][1]) - len(rest)
                self.lines[self.at] = (inner, rest)
                out.append(self._map(inner))
            else:
                self.at += 1
                out.append(_inline(rest))
        return out

    def _map(self, indent):
        out = {}
        while self._here(indent) and not self.lines[self.at][1].startswith("- "):
            text = self.lines[self.at][1]
            found = KEY.match(text)
            assert found, f"no key in {text!r}"
            rest = text[found.end():]
            self.at += 1
            out[scalar(found.group(1))] = self._member(indent, rest)
        return out

    def _member(self, indent, rest):
        if rest:
            return _inline(rest)
        if self.at < len(self.lines):
            deeper, text = self.lines[self.at]
            if deeper > indent or (deeper == indent and text.startswith("- ")):
                return self.value(deeper)
        return None

    def _here(self, indent):
        return self.at < len(self.lines) and self.lines[self.at][0] == indent


def _open(text):
    quoted = re.sub(r'"[^"]*"|(?<![A-Za-z])\'[^\']*\'', "", text)
    return sum(quoted.count(c) for c in "[{") > sum(quoted.count(c) for c in "]}")


def _inline(text):
    return Flow(text).value() if text[0] in "{[" else scalar(text)


def load(text):
    block = Block(text)
    value = block.value(0)
    assert block.at == len(block.lines), f"not understood: {block.lines[block.at][1]!r}"
    return value
