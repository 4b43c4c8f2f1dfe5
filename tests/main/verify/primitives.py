"""Hashes, canonical JSON, signatures and zstd, each from its description, not from assay's code."""
import ctypes
import ctypes.util
import hashlib
import json
import shutil
import subprocess

SAFE_INTEGER = 2**53 - 1
MAX_DEPTH = 32
ZERO = bytes(32)


class Report:
    """Collects faults; each has a short name that tests look for."""

    def __init__(self, limit=40):
        self.faults = []
        self.notes = []
        self.counts = {}
        self.limit = limit

    def fault(self, name, where, text):
        self.faults.append((name, where, text))

    def note(self, text):
        self.notes.append(text)

    def count(self, what, n=1):
        self.counts[what] = self.counts.get(what, 0) + n

    def check(self, good, name, where, text):
        if not good:
            self.fault(name, where, text)
        return bool(good)

    def show(self):
        for name, where, text in self.faults[: self.limit]:
            print(f"{name}: {where}: {text}")
        if len(self.faults) > self.limit:
            print(f"... and {len(self.faults) - self.limit} more")
        for text in self.notes:
            print(f"note: {text}")
        print(", ".join(f"{n} {what}" for what, n in sorted(self.counts.items())))
        print(f"{len(self.faults)} faults" if self.faults else "ok")


def H(domain, message, key=b""):
    return hashlib.blake2b(domain.encode() + b"\0" + message, digest_size=32, key=key).digest()


def canonical(value):
    """The one writing of a value: keys by UTF-8 bytes, which is Python's order of code points."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _no_number(text):
    raise ValueError(f"the number {text} is no integer")


def _integer(text):
    if abs(int(text)) > SAFE_INTEGER:
        raise ValueError(f"the number {text} is over 2^53-1")
    return int(text)


def _pairs(pairs):
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def _walk(value, depth):
    """DEPTH: containers around VALUE, itself included if it is one."""
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("U+0000 in a string")
    elif isinstance(value, dict):
        for key, member in value.items():
            _walk(key, depth)
            _walk(member, depth + isinstance(member, (dict, list)))
    elif isinstance(value, list):
        for member in value:
            _walk(member, depth + isinstance(member, (dict, list)))


def parse_canonical(data):
    """The value of canonical JSON; raises ValueError for anything else."""
    value = json.loads(data.decode("utf-8"), object_pairs_hook=_pairs, parse_float=_no_number,
                       parse_constant=_no_number, parse_int=_integer)
    _walk(value, 1)
    if canonical(value) != data:
        raise ValueError("not written canonically")
    return value


def is_hex(value, size):
    return (isinstance(value, str) and len(value) == 2 * size
            and all(c in "0123456789abcdef" for c in value))


_sodium = None


def signed(signature, message, key):
    """Is SIGNATURE that of KEY over MESSAGE?"""
    global _sodium
    if _sodium is None:
        _sodium = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
        _sodium.sodium_init()
    return _sodium.crypto_sign_verify_detached(
        signature, message, ctypes.c_ulonglong(len(message)), key) == 0


_zstd = None


def unpack(data):
    """One zstd frame unpacked, by library or program; None where the machine has neither."""
    global _zstd
    if _zstd is None:
        name = ctypes.util.find_library("zstd")
        _zstd = ctypes.CDLL(name) if name else False
    if _zstd:
        return _unpack_library(data)
    if shutil.which("zstd") is None:
        return None
    done = subprocess.run(["zstd", "-dc"], input=data, capture_output=True, check=False)
    if done.returncode != 0:
        raise ValueError(done.stderr.decode(errors="replace").strip())
    return done.stdout


def _unpack_library(data):
    _zstd.ZSTD_getFrameContentSize.restype = ctypes.c_ulonglong
    _zstd.ZSTD_findFrameCompressedSize.restype = ctypes.c_size_t
    _zstd.ZSTD_decompress.restype = ctypes.c_size_t
    size = _zstd.ZSTD_getFrameContentSize(data, ctypes.c_size_t(len(data)))
    if size > 1 << 28:
        raise ValueError("the frame does not tell its size, or it is over 256 MiB")
    if _zstd.ZSTD_findFrameCompressedSize(data, ctypes.c_size_t(len(data))) != len(data):
        raise ValueError("more, or less, than one frame")
    out = ctypes.create_string_buffer(max(size, 1))
    done = _zstd.ZSTD_decompress(out, ctypes.c_size_t(size), data, ctypes.c_size_t(len(data)))
    if done != size:
        raise ValueError("the frame is damaged")
    return out.raw[:size]
