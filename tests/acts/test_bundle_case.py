"""The signed bundle of a case verifies offline as it left, and no byte, file or record of it changes unseen."""

import ast
import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from comity import verify_bundle as verifier
from comity.acts.bundle_case import MANIFEST, bundle_case
from comity.acts.export_case import Chosen
from comity.api.sheets import as_line
from comity.errors import Absent
from comity.store.log.notes import Signer, sign_manifest
from comity.verify_bundle import main, verify_bundle
from tests.deadlines.conftest import WORLD, Town, town
from tests.deadlines.flowing import Case, arrested

__all__ = ["town"]

pytestmark = pytest.mark.anyio

# A court that sees of the police only who and when, and not the charges: no proof of an arrest is for it.
NO_CHARGES = WORLD.replace(
    'categories = ["reference", "event", "status", "charge", "statistic", "identity"]\n'
    'purposes = ["investigation", "prosecution", "adjudication"',
    'categories = ["reference", "event", "status", "statistic", "identity"]\n'
    'purposes = ["investigation", "prosecution", "adjudication"',
).replace('categories = ["reference", "event", "status", "charge", "identity"]', 'categories = ["reference", "event"]')


async def bundled(town: Town, case: Case, member: str = "clark") -> bytes:
    def told(_exported: object, unproven: object) -> str:
        return f"Not proven: {unproven}\n"

    return await bundle_case(town.node, town.session(member), case.arrest, Chosen(), line=as_line, told=told)


async def made(town: Town) -> tuple[Case, bytes]:
    """Give Ada's case, and a bundle of it."""
    case = await arrested(town)
    await case.refer()
    await town.node.log.publish()
    return case, await bundled(town, case)


def key_of(town: Town) -> str:
    return town.node.log.signer.verifier.text()


def files_in(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Mapping[str, bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, body in files.items():
            about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            about.create_system, about.external_attr = 3, 0o100600 << 16
            archive.writestr(about, body)
    return written.getvalue()


def signed_again(files: Mapping[str, bytes], signer: Signer) -> bytes:
    """Pack files under a manifest that is right, signed by somebody."""
    others = {name: body for name, body in files.items() if name != MANIFEST}
    return packed({**others, MANIFEST: sign_manifest(others.items(), signer).encode()})


async def test_an_honest_bundle_verifies_and_says_what_that_shows(town: Town) -> None:
    _, bundle = await made(town)
    verdict = verify_bundle(bundle, key_of(town))
    assert verdict.ok, verdict.because
    assert "4 of its 4 records stand in the log of test.example/log, under its signed checkpoint" in verdict.because
    assert "compare it" in verify_bundle(bundle, None).because[-1]
    assert packed(files_in(bundle)) == bundle


async def test_a_flip_of_any_bit_anywhere_in_the_file_is_found(town: Town) -> None:
    _, bundle = await made(town)
    chance, key = Random(6), key_of(town)
    for place in range(len(bundle)):
        flipped = bytearray(bundle)
        flipped[place] ^= 1 << chance.randrange(8)
        assert not verify_bundle(bytes(flipped), key).ok, place
    assert not verify_bundle(bundle[:-1], key).ok
    assert not verify_bundle(bundle + b"\0", key).ok


async def test_a_forger_who_packs_the_archive_anew_is_found_by_the_signature(town: Town) -> None:
    _, bundle = await made(town)
    files, key = files_in(bundle), key_of(town)
    for name, body in files.items():
        assert not verify_bundle(packed({**files, name: body[:-2] + b"!\n"}), key).ok, name
        assert not verify_bundle(packed({each: files[each] for each in files if each != name}), key).ok, name
        assert not verify_bundle(packed({name: body} | files), key).ok or name == "README.txt"
    assert not verify_bundle(packed({**files, "more.txt": b"more"}), key).ok


async def test_a_forger_who_signs_with_a_key_of_their_own_is_found_by_whoever_knows_the_right_one(town: Town) -> None:
    _, bundle = await made(town)
    forger = Signer.from_seed("test.example/log", bytes(32))
    files = files_in(bundle) | {"key": f"{forger.verifier.text()}\n".encode()}
    assert not verify_bundle(signed_again(files, forger), key_of(town)).ok
    # Its proofs were signed by the log, so even to somebody who knows no key the two do not agree.
    assert not verify_bundle(signed_again(files, forger), None).ok


@pytest.mark.parametrize("field", ["version", "owner", "recorded_by", "recorded_at", "kind", "fields"])
async def test_a_node_that_shows_another_record_than_its_log_has_is_found(town: Town, field: str) -> None:
    _, bundle = await made(town)
    files = files_in(bundle)
    lines = [json.loads(line) for line in files["records.jsonl"].splitlines()]
    arrest = next(line for line in lines if line["kind"] == "arrest")
    if field == "fields":
        arrest["fields"]["occurred_at"] = "2026-03-02T13:59:00Z"
    else:
        arrest[field] = {"version": 2, "recorded_at": "2026-03-02T16:00:00.000001Z"}.get(field, "hart-jail")
    files["records.jsonl"] = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    verdict = verify_bundle(signed_again(files, town.node.log.signer), key_of(town))
    assert verdict.because == (f"the record {arrest['id']} is shown otherwise than the log has it",)


async def test_a_proof_of_another_record_or_under_another_head_is_found(town: Town) -> None:
    case, bundle = await made(town)
    files, signer = files_in(bundle), town.node.log.signer
    one, other = (name for name in files if str(case.arrest) in name or str(case.ada) in name)
    assert not verify_bundle(signed_again(files | {one: files[other]}, signer), key_of(town)).ok
    await town.node.log.publish()
    await town.enter("lee", "person", names=[{"surname": "Somebody"}])
    await town.node.log.publish()
    later = files_in(await bundled(town, case))
    assert later["checkpoint"] != files["checkpoint"]
    verdict = verify_bundle(signed_again(files | {one: later[one]}, signer), key_of(town))
    assert verdict.because == (f"the proof of {one[7:-5]} is not one under the checkpoint",)


async def test_a_record_that_came_after_the_signed_head_leaves_without_a_proof_and_that_is_said(town: Town) -> None:
    case, _ = await made(town)
    booking = await case.book()
    bundle = await bundled(town, case)
    assert f"proofs/{booking}.json" not in files_in(bundle)
    assert str(booking).encode() in files_in(bundle)["README.txt"]
    assert "1 of its records come without a proof: README.txt says why" in verify_bundle(bundle, key_of(town)).because


async def test_a_record_whose_readable_fields_are_not_all_seen_leaves_without_a_proof(town: Town) -> None:
    await town.node.directories.activate(NO_CHARGES)
    case, bundle = await made(town)
    files = files_in(bundle)
    assert f"proofs/{case.arrest}.json" not in files
    assert f"proofs/{case.ada}.json" in files
    assert b'"charges":' not in files["records.jsonl"]
    assert verify_bundle(bundle, key_of(town)).ok


async def test_before_the_first_signed_head_there_is_no_bundle_and_nothing_is_written_down(town: Town) -> None:
    case = await arrested(town)
    size = await town.node.reader.size()
    with pytest.raises(Absent, match="signed head"):
        await bundled(town, case)
    assert await town.node.reader.size() == size


async def test_it_is_checked_from_the_command_line_by_two_files_that_were_copied_out(town: Town, place: Path) -> None:
    _, bundle = await made(town)
    (place / "case.zip").write_bytes(bundle)
    (place / "comity").mkdir()
    for name in ("verify.py", "verify_bundle.py"):
        (place / "comity" / name).write_bytes(Path(verifier.__file__).with_name(name).read_bytes())
    command = [sys.executable, "-m", "comity.verify_bundle", "case.zip", "--key", key_of(town)]
    run = subprocess.run(command, cwd=place, capture_output=True, check=False, env={"PYTHONPATH": str(place)})
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(b"verified: its 8 files")
    (place / "case.zip").write_bytes(bundle[:-1])
    assert main([str(place / "case.zip")]) == 3
    assert main([str(place / "none.zip")]) == 2


@given(some.binary() | some.binary().map(lambda data: b"PK\3\4" + data))
def test_any_bytes_get_a_verdict(data: bytes) -> None:
    assert not verify_bundle(data, None).ok


@given(
    some.dictionaries(some.sampled_from(["README.txt", "records.jsonl", "checkpoint", "key", MANIFEST]), some.binary())
)
def test_any_files_get_a_verdict(files: dict[str, bytes]) -> None:
    assert not verify_bundle(packed(files), None).ok


def test_the_verifier_shares_no_code_with_what_made_the_bundle() -> None:
    tree = ast.parse(Path(verifier.__file__).read_text("utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    strangers = {name for name in imported if name.split(".")[0] not in sys.stdlib_module_names}
    assert all(name.startswith("cryptography.") or name == "comity.verify" for name in strangers), strangers
