#!/usr/bin/env python3
"""Reads a project without assay and checks all that was hashed, signed and derived.

verify_project.py PROJECT.assay [--export FILE.jsonl] [--source FILE.jsonl]...

--export: what `assay export --format assay` made of it.  --source: a file in assay's own shape that
was imported.  Exit status 0: no fault; 1: each fault is a line "name: where: what".
"""
import argparse
import os
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
from verify.blind import Blindness, check_local  # noqa: E402
from verify.content import Content  # noqa: E402
from verify.events import Log  # noqa: E402
from verify.exported import Exported, Imported  # noqa: E402
from verify.fold import Fold  # noqa: E402
from verify.primitives import Report  # noqa: E402


def open_project(path):
    """A closed project has no -wal; then the folder need not be writable either."""
    mode = "mode=ro" if os.path.exists(path + "-wal") else "mode=ro&immutable=1"
    db = sqlite3.connect(f"file:{path}?{mode}", uri=True)
    db.text_factory = bytes
    return db


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("project")
    parser.add_argument("--export")
    parser.add_argument("--source", action="append", default=[])
    return parser.parse_args()


class Broken(Exception):
    """A step could not go on; what it found before is in the report."""


def step(report, name, call, *args):
    """A damaged file must end in a fault that names the step, not in a trace."""
    try:
        return call(*args, report)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, sqlite3.Error) as why:
        report.fault("broken", name, repr(why))
        raise Broken from why


def verify(args, report):
    db = open_project(args.project)
    log = step(report, "log", Log, db)
    content = step(report, "content", Content, db)
    fold = step(report, "fold", Fold, db, log, content)
    step(report, "blindness", Blindness, log, content, fold)
    step(report, "local rows", check_local, db, log, content)
    if args.export is not None:
        step(report, "export", Exported, args.export, log, content, fold)
    for path in args.source:
        step(report, "source", Imported, path, os.path.basename(path), log, content)


def main():
    args, report = arguments(), Report()
    try:
        verify(args, report)
    except Broken:
        pass
    report.show()
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
