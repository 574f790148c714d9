"""Checks that a shipment's dossier is whole and unchanged. Needs Python 3.9 and this file, nothing else.

    python3 verify_dossier.py DOSSIER.zip [--head audit-heads.jsonl]

Prints each fault and ends with 1, or with 0 where there is none. docs/dossier.md tells what is checked, and
what cannot be known from the file alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

FORMAT = "dossier/1"
MANIFEST, EXPORT = "manifest.json", "export.json"
HASHED = ("node", "sequence", "at", "actor", "action", "subject", "administration", "detail")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
"""What reading a damaged archive raises."""
MISSHAPEN = (KeyError, TypeError, ValueError, AttributeError, RecursionError)
"""What reading values of another shape than ours raises."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Checks that a shipment's dossier is whole and unchanged.")
    parser.add_argument("dossier", help="the ZIP file")
    parser.add_argument("--head", help="a copy of the heads file of the portal, kept elsewhere since the export")
    given = parser.parse_args(arguments)
    found = list(faults(given.dossier, given.head))
    for fault in found:
        print(f"FAULT {fault}")  # noqa: T201
    if not found:
        print(said_of(given.dossier, given.head))  # noqa: T201
    return 1 if found else 0


def faults(dossier: str, head: str | None = None) -> Iterator[str]:
    """Everything that is wrong, each with the file in the archive that it concerns."""
    try:
        with zipfile.ZipFile(dossier) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            yield from names_faults(archive, manifest)
            yield from hash_faults(archive, manifest)
            for check in CHECKS:
                yield from guarded(check, archive, manifest)
            if head is not None:
                yield from guarded(head_faults, archive, read_heads(head))
    except BROKEN as error:
        yield f"{dossier}: cannot be read ({error})"
    except MISSHAPEN as error:
        yield f"{MANIFEST}: missing or of another shape ({error!r})"


def guarded(check: Any, archive: zipfile.ZipFile, against: Any) -> Iterator[str]:
    try:
        yield from check(archive, against)
    except BROKEN as error:
        yield f"{check.__name__}: a file cannot be read ({error})"
    except MISSHAPEN as error:
        yield f"{check.__name__}: a file is missing or of another shape ({error!r})"


# -- the archive and its manifest -------------------------------------------------------------------------


def names_faults(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> Iterator[str]:
    """Each file of the manifest is there once, and no other."""
    if manifest["format"] != FORMAT:
        yield f"{MANIFEST}: the format is {manifest['format']!r}, this program reads {FORMAT!r}"
    held = archive.namelist()
    listed = [file["name"] for file in manifest["files"]] + [MANIFEST, EXPORT]
    for name in sorted(set(held) | set(listed)):
        if held.count(name) > 1 or listed.count(name) > 1:
            yield f"{name}: is there more than once"
        elif name not in listed:
            yield f"{name}: was added, the manifest does not list it"
        elif name not in held:
            yield f"{name}: is missing"


def hash_faults(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> Iterator[str]:
    """Each file has the size and the hash that the manifest says."""
    held = set(archive.namelist())
    for file in manifest["files"]:
        name = file["name"]
        if name in held:
            try:
                seen = size_and_hash(archive, name)
            except BROKEN as error:
                yield f"{name}: cannot be read ({error})"
                continue
            if seen != (file["size"], file["sha256"]):
                yield f"{name}: was changed, its hash is not that of the manifest"


def size_and_hash(archive: zipfile.ZipFile, name: str) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with archive.open(name) as file:
        for part in iter(lambda: file.read(1 << 20), b""):
            digest.update(part)
            size += len(part)
    return size, digest.hexdigest()


# -- what the files say of one another ---------------------------------------------------------------------


def export_faults(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> Iterator[str]:
    """The audit event of the export names this manifest and this shipment."""
    event = read(archive, EXPORT)["event"]
    names = {*HASHED, "previous_hash", "hash"}
    if archive.read(EXPORT) != as_written({"event": {name: event[name] for name in names}}):
        yield f"{EXPORT}: is not as the portal wrote it"
    yield from event_faults(event, EXPORT)
    if event["action"] != "dossier.exported":
        yield f"{EXPORT}: is no event of an export"
    if json.loads(event["detail"]).get("manifest") != size_and_hash(archive, MANIFEST)[1]:
        yield f"{MANIFEST}: was changed, its hash is not that of the export's audit event"
    if event["subject"] != f"shipment:{manifest['shipment']}":
        yield f"{EXPORT}: is the export of another shipment"


def original_faults(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> Iterator[str]:
    """The original is the one that was received; attachments are those that were added."""
    submission = read(archive, "declaration.json")["submission"]
    originals = [name for name in archive.namelist() if name.startswith("original/")]
    if manifest["original_left_out"] and originals:
        yield f"{originals[0]}: is there although it is said to be left out"
    for name in originals:
        if size_and_hash(archive, name) != (submission["size"], submission["sha256"]):
            yield f"{name}: is not what was received (its hash is not that of the submission)"
    attached = {row["id"]: (row["size"], row["sha256"]) for row in read(archive, "work.json")["attachments"]}
    for name in archive.namelist():
        if name.startswith("attachments/"):
            key = name[len("attachments/") :].split(".")[0]
            if size_and_hash(archive, name) != attached.get(key):
                yield f"{name}: is not what was attached"


def run_faults(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> Iterator[str]:
    """Each run's evidence and catalogue have the hashes that the run names; the chain names them too."""
    screened = {}
    for event in read(archive, "audit-events.json"):
        if event["action"] == "shipment.screened":
            detail = json.loads(event["detail"])
            screened[detail["run"]] = detail["evidence"]
    for name in sorted(archive.namelist()):
        if name.startswith("runs/") and not name.endswith(".evidence.json"):
            run = read(archive, name)
            evidence = name[: -len(".json")] + ".evidence.json"
            if size_and_hash(archive, evidence)[1] != run["evidence_sha256"]:
                yield f"{evidence}: is not the evidence of its run"
            if screened.pop(run["id"], None) != run["evidence_sha256"]:
                yield f"{name}: the audit chain names other evidence, or none, for this run"
            lists = f"lists/{run['index_digest']}.catalogue.json"
            if size_and_hash(archive, lists)[1] != run["index_digest"]:
                yield f"{lists}: is not the catalogue that the run used"
    for key in screened:
        yield f"runs/: the run {key} is missing, the audit chain names it"


def chain_faults(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> Iterator[str]:
    """Each audit event has its own hash, and continues the one before where both are here."""
    submission = read(archive, "declaration.json")["submission"]["id"]
    subjects = {f"shipment:{manifest['shipment']}", f"submission:{submission}"}
    before = None
    for event in [*read(archive, "audit-events.json"), read(archive, EXPORT)["event"]]:
        where = f"audit-events.json {event['node']}/{event['sequence']}"
        yield from event_faults(event, where)
        if event["subject"] not in subjects:
            yield f"{where}: concerns something else"
        if before is not None and before["node"] == event["node"]:
            step = event["sequence"] - before["sequence"]
            if step < 1:
                yield f"{where}: stands in the wrong place"
            if step == 1 and event["previous_hash"] != before["hash"]:
                yield f"{where}: does not continue the event before it"
        before = event


def event_faults(event: dict[str, Any], where: str) -> Iterator[str]:
    said = json.dumps([event[name] for name in HASHED], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if hashlib.sha256((event["previous_hash"] + said).encode()).hexdigest() != event["hash"]:
        yield f"{where}: was changed after it was written"


def head_faults(archive: zipfile.ZipFile, heads: dict[tuple[str, int], set[str]]) -> Iterator[str]:
    """The export is in the chain as it was kept outside the database, and so is every event that it names."""
    export = read(archive, EXPORT)["event"]
    place = (export["node"], export["sequence"])
    if place not in heads:
        yield f"{EXPORT}: the heads file does not name {place[0]}/{place[1]}; take a copy made after the export"
    for event in [*read(archive, "audit-events.json"), export]:
        if heads.get((event["node"], event["sequence"]), {event["hash"]}) != {event["hash"]}:
            yield f"{event['node']}/{event['sequence']}: differs from the head that was kept outside"


CHECKS = (export_faults, original_faults, run_faults, chain_faults)


# -- reading -----------------------------------------------------------------------------------------------


def read(archive: zipfile.ZipFile, name: str) -> Any:
    return json.loads(archive.read(name))


def as_written(value: Any) -> bytes:
    """As the portal writes JSON. This one file stands outside the manifest, so its bytes are compared."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def read_heads(path: str) -> dict[tuple[str, int], set[str]]:
    """Every hash that was kept of each place; two of one place tell that the chain was begun anew there."""
    heads: dict[tuple[str, int], set[str]] = {}
    with open(path, encoding="utf-8") as file:  # noqa: PTH123  (alone, and for old Pythons)
        for line in file:
            if line.strip():
                row = json.loads(line)
                heads.setdefault((row["node"], row["sequence"]), set()).add(row["hash"])
    return heads


def said_of(dossier: str, head: str | None) -> str:
    with zipfile.ZipFile(dossier) as archive:
        manifest, export = read(archive, MANIFEST), read(archive, EXPORT)["event"]
        digest = size_and_hash(archive, MANIFEST)[1]
    kept = "and named by the heads file" if head else "not compared with a heads file (--head)"
    which = f"declaration {manifest['declaration_number']}, version {manifest['version']}"
    lines = [
        f"Whole and unchanged: {which}, {len(manifest['files'])} files.",
        f"Manifest SHA-256 {digest}",
        f"Exported {export['at']} by {export['actor']}, audit event {export['node']}/{export['sequence']}, {kept}.",
    ]
    if manifest["original_left_out"]:
        lines.append("The original was left out: whoever exported it may not see all that it holds.")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
