"""What somebody who can write to the host, or holds one lead's key, may try. Each time the agent keeps what it has."""

from __future__ import annotations

import contextlib
import copy
import json
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Snapshot, TargetFile, Targets, Timestamp

from phrasebook.sharing import company as office
from phrasebook.sharing import documents, plan
from phrasebook.sharing.bundle import digest
from phrasebook.sharing.documents import expiry, sign
from phrasebook.sharing.errors import HostError, SharingError, SigningKeyError, TooLargeError, TrustError
from phrasebook.sharing.hosts.base import TIMESTAMP
from phrasebook.sharing.hosts.memory import MemoryHost
from phrasebook.sharing.join import Join
from phrasebook.sharing.names import PUBLIC, Place, host_name, image_target, pack_target
from phrasebook.sharing.subscription import read_state
from tests.unit.sharing.company import PNG, SALES, SUPPORT, Agent, Company, Lead, bundle, phrase

GOOD = {
    "public/hello.toml": phrase(1, "您好") + 'images = ["images/a.png"]\n',
    "public/images/a.png": PNG.decode("utf-8", "replace"),
    "department/售后组/refund.toml": phrase(2, "退款三天"),
}
EVIL = phrase(2, "请付款到 evil.example")


class Scene:
    """A company, an agent with its packs, and what the attacker does to the host."""

    def __init__(self, tmp_path: Path) -> None:
        self.host = MemoryHost()
        self.company = Company(self.host)
        self.company.public.publish(bundle(PUBLIC, "hello", phrase(9, "旧")))
        self.company.sales.publish(bundle(SALES, "refund", phrase(2, "旧")))
        self.older = dict(self.host.files)
        self.company.public.publish(bundle(PUBLIC, "hello", GOOD["public/hello.toml"], {"images/a.png": PNG}))
        self.company.sales.publish(bundle(SALES, "refund", phrase(2, "退款三天")))
        self.agent = Agent(tmp_path / "agent", self.company.join)
        self.fresh = Agent(tmp_path / "fresh", self.company.join)
        self.agent.update(self.host)
        assert self.agent.files == GOOD

    @contextmanager
    def refused(self, match: str | None = None, *, fresh: bool = True) -> Iterator[None]:
        """Whatever is done inside, neither the agent nor (unless it can't know) a new one takes it."""
        yield
        with pytest.raises(SharingError, match=match) as caught:
            self.agent.update(self.host)
        assert self.agent.files == GOOD
        state = read_state(self.agent.folder)
        assert state.trouble == caught.value.message
        assert state.since >= state.confirmed > 0
        if fresh:
            with pytest.raises(SharingError):
                self.fresh.update(self.host)
            assert self.fresh.files == {}

    def content(self, target_path: str) -> str:
        """The name on the host of what is published under a path."""
        role = self.role(SALES if target_path.startswith("department") else PUBLIC).signed
        folder, _, base = target_path.rpartition("/")
        return f"targets/{folder}/{role.targets[target_path].hashes['sha256']}.{base}"

    def role(self, place: Place) -> Metadata[Targets]:
        version = self.snapshot().meta[f"{place.role}.json"].version
        metadata: Metadata[Targets] = Metadata.from_bytes(self.host.files[f"metadata/{version}.{place.role}.json"])
        return metadata

    def snapshot(self) -> Snapshot:
        timestamp: Metadata[Timestamp] = Metadata.from_bytes(self.host.files[TIMESTAMP])
        name = f"metadata/{timestamp.signed.snapshot_meta.version}.snapshot.json"
        snapshot: Metadata[Snapshot] = Metadata.from_bytes(self.host.files[name])
        return snapshot.signed

    def commit(self, lead: Lead, changes: dict[str, MetaFile]) -> None:
        """Sign a snapshot and a timestamp with a lead's key, without any of the checks that we make."""
        snapshot = copy.deepcopy(self.snapshot())
        snapshot.version += 1
        snapshot.meta |= changes
        data = sign(snapshot, [lead.signer])
        self.host.files[f"metadata/{snapshot.version}.snapshot.json"] = data
        meta = MetaFile.from_data(snapshot.version, data, ["sha256"])
        stamp = Timestamp(version=snapshot.version, expires=expiry("timestamp"), snapshot_meta=meta)
        self.host.files[TIMESTAMP] = sign(stamp, [lead.signer])

    def forge(self, lead: Lead, place: Place, edit: Callable[[Targets], None]) -> None:
        """Put a place's next version on the host, signed with a lead's key, and commit it."""
        role = self.role(place).signed
        role.version += 1
        edit(role)
        data = sign(role, [lead.signer])
        self.host.files[f"metadata/{role.version}.{place.role}.json"] = data
        self.commit(lead, {f"{place.role}.json": MetaFile.from_data(role.version, data, ["sha256"])})

    def listing(self, path: str, custom: Any, text: str = EVIL) -> Callable[[Targets], None]:
        """Lists a file under a path, and puts it where that leads."""

        def edit(role: Targets) -> None:
            info = TargetFile.from_data(path, text.encode(), ["sha256"])
            info.unrecognized_fields["custom"] = custom
            role.targets[path] = info
            folder, _, base = path.rpartition("/")
            self.host.files[f"targets/{folder}/{digest(text.encode())}.{base}"] = text.encode()

        return edit


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def test_a_changed_pack(scene: Scene) -> None:
    name = scene.content(pack_target(SALES, "refund").path)
    scene.company.sales.publish(bundle(SALES, "other", phrase(7, "x")))  # so that there is something to fetch
    for path in [name, scene.content(pack_target(SALES, "other").path)]:
        scene.host.files[path] = scene.host.files[path].replace(b"\n", b"!", 1)
    with scene.refused("tampered"):
        pass


def test_a_changed_picture(scene: Scene) -> None:
    target = image_target(PUBLIC, "images/a.png")
    name = scene.content(target.path)
    scene.host.files[name] = PNG[:-1] + b"x"
    with pytest.raises(TrustError, match="tampered"):
        scene.fresh.update(scene.host)
    assert scene.fresh.files == {}
    scene.agent.update(scene.host)
    assert scene.agent.files == GOOD, "what is here isn't fetched again"


@pytest.mark.parametrize("name", ["metadata/2.root.json", TIMESTAMP])
def test_an_endless_file(scene: Scene, name: str) -> None:
    root = max(int(n.split("/")[1].split(".")[0]) for n in scene.host.files if n.endswith(".root.json"))
    endless = name.replace("2.root", f"{root + 1}.root")
    with scene.refused("exceeds"):
        scene.host.files[endless] = b" " * 6_000_000


def test_a_host_is_read_no_further_than_its_limit(scene: Scene) -> None:
    name = scene.content(pack_target(SALES, "refund").path)
    scene.host.files[name] += b" " * 1000
    with pytest.raises(TooLargeError):
        scene.fresh.update(scene.host)


def test_a_lead_of_a_department_signs_public(scene: Scene) -> None:
    with scene.refused("tampered"):
        scene.forge(scene.company.sales, PUBLIC, scene.listing(pack_target(PUBLIC, "hello").path, {"name": "hello"}))


def test_a_lead_lists_what_is_not_theirs(scene: Scene) -> None:
    def edit(role: Targets) -> None:
        for path in (
            pack_target(PUBLIC, "evil").path,
            pack_target(SUPPORT, "evil").path,
            f"{SALES.folder}/../support/evil.toml",
            f"{SALES.folder}/../evil.toml",
        ):
            scene.listing(path, {"name": "evil"})(role)

    scene.forge(scene.company.sales, SALES, edit)
    both = Agent(scene.agent.folder.parent / "both", scene.company.join, ("售后组", "support"))
    for agent in (scene.agent, both):
        report = agent.update(scene.host)
        assert len(report.refused) == 4
        assert agent.files == GOOD


@pytest.mark.parametrize(
    "name",
    ["../evil", "..", "a/b", ".bashrc", "con", "", "refund2", 5, None, ["evil"], "evil\n", "C:evil", "evil\\x"],
)
def test_a_name_that_leads_elsewhere(scene: Scene, name: Any) -> None:
    scene.forge(scene.company.sales, SALES, scene.listing(pack_target(SALES, "evil").path, {"name": name}))
    assert len(scene.agent.update(scene.host).refused) == 1
    assert scene.agent.files == GOOD


@pytest.mark.parametrize(
    "name", ["../../../evil.png", "/evil.png", "a/../../evil.png", "x.toml/evil.png", "evil.toml", "a//b.png"]
)
def test_a_picture_that_leads_elsewhere(scene: Scene, name: str) -> None:
    scene.forge(scene.company.sales, SALES, scene.listing(image_target(SALES, name).path, {"name": name}))
    assert len(scene.agent.update(scene.host).refused) == 1
    assert scene.agent.files == GOOD
    assert not list(scene.agent.folder.parent.rglob("evil*"))


def test_the_same_name_in_other_letter_case(scene: Scene) -> None:
    scene.forge(scene.company.sales, SALES, scene.listing(pack_target(SALES, "REFUND").path, {"name": "REFUND"}))
    scene.agent.update(scene.host)
    assert len(scene.agent.files) == len(GOOD)


def test_the_whole_host_is_rolled_back(scene: Scene) -> None:
    with scene.refused("older than what was seen", fresh=False):
        scene.host.files = dict(scene.older)


def test_an_old_snapshot_under_a_new_name(scene: Scene) -> None:
    number = scene.snapshot().version
    with scene.refused():
        scene.host.files[f"metadata/{number + 1}.snapshot.json"] = scene.host.files[
            f"metadata/{number - 2}.snapshot.json"
        ]
        scene.commit(scene.company.support, {})
        scene.host.files[f"metadata/{number + 1}.snapshot.json"] = scene.host.files[
            f"metadata/{number - 2}.snapshot.json"
        ]


def test_a_lead_rolls_back_another_place(scene: Scene) -> None:
    with scene.refused("older", fresh=False):
        scene.commit(scene.company.sales, {"public.json": MetaFile(1)})


def test_mix_and_match(scene: Scene) -> None:
    """An old version of a role under the name of the new one, and another department's role."""
    name = f"metadata/{scene.role(SALES).signed.version}.{SALES.role}.json"
    scene.company.support.publish(bundle(SUPPORT, "s", phrase(8, "x")))
    for other in (f"metadata/1.{SALES.role}.json", f"metadata/1.{SUPPORT.role}.json"):
        kept = scene.host.files[name]
        scene.host.files[name] = scene.host.files[other]
        with pytest.raises(TrustError):
            scene.fresh.update(scene.host)
        assert scene.fresh.files == {}
        scene.host.files[name] = kept


def test_nobody_confirms_any_more(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(documents.DAYS, "timestamp", -1)
    with scene.refused("nobody has confirmed"):
        office.refresh(scene.company.public.repository, [scene.company.public.signer])
    monkeypatch.undo()
    office.refresh(scene.company.public.repository, [scene.company.public.signer])
    scene.agent.update(scene.host)
    assert read_state(scene.agent.folder).trouble == ""


def test_a_timestamp_of_a_stranger(scene: Scene) -> None:
    stranger = Lead(scene.host, scene.company.join, CryptoSigner.generate_ed25519())
    with scene.refused("tampered"):
        scene.commit(stranger, {})
    scene.company.public.publish(bundle(PUBLIC, "next", phrase(5, "照常")))
    scene.agent.update(scene.host)
    assert "public/next.toml" in scene.agent.files, "a lead publishes over it"


def test_a_revoked_key(scene: Scene) -> None:
    office.revoke(scene.company.admin.repository, [scene.company.key], "li")
    scene.agent.update(scene.host)
    with scene.refused("tampered"):
        scene.forge(scene.company.sales, SALES, scene.listing(pack_target(SALES, "refund").path, {"name": "refund"}))
    scene.company.public.publish(bundle(PUBLIC, "next", phrase(5, "照常")))
    scene.agent.update(scene.host)
    assert scene.agent.files == GOOD | {"public/next.toml": phrase(5, "照常")}


def test_a_retired_key_of_the_company(scene: Scene) -> None:
    new = CryptoSigner.generate_ed25519()
    office.rotate(scene.company.admin.repository, [scene.company.key, new], [new.public_key], 1)
    scene.agent.update(scene.host)
    with pytest.raises(SigningKeyError):
        scene.company.hire("evil", SALES)
    old: Metadata[Any] = Metadata.from_bytes(
        scene.host.files[max(n for n in scene.host.files if n.endswith(".root.json"))]
    )
    old.signed.version += 1
    with scene.refused("tampered"):
        scene.host.files[f"metadata/{old.signed.version}.root.json"] = sign(old.signed, [scene.company.key])
    with pytest.raises(TrustError) as caught:
        scene.company.public.publish(bundle(PUBLIC, "next", phrase(5, "x")))
    assert f"{old.signed.version}.root.json is a forgery" in caught.value.hint


def test_a_wrong_join_string(scene: Scene, tmp_path: Path) -> None:
    wrong = Join(scene.company.join.url, 1, "00" * 32)
    with pytest.raises(TrustError, match="join string"):
        Agent(tmp_path / "wrong", wrong).update(scene.host)
    stranger = Company()
    with pytest.raises(TrustError, match="join string"):
        scene.fresh.update(stranger.host)


def test_ten_thousand_junk_files(scene: Scene) -> None:
    number = scene.snapshot().version
    for junk in range(5000):
        scene.host.files[f"metadata/{number + 1 + junk}.snapshot.json"] = b"junk"
        scene.host.files[f"metadata/junk-{junk}.json"] = b"{}"
    report = scene.agent.update(scene.host)
    assert report.requests < 5, "an agent asks for what is signed, and lists nothing"
    scene.company.public.publish(bundle(PUBLIC, "next", phrase(5, "照常")))
    scene.agent.update(scene.host)
    assert "public/next.toml" in scene.agent.files


def test_a_pack_over_the_limits(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def huge(role: Targets) -> None:
        target = pack_target(SALES, "huge")
        scene.listing(target.path, {"name": "huge"})(role)
        role.targets[target.path].length = 10**12

    scene.forge(scene.company.sales, SALES, huge)
    assert len(scene.agent.update(scene.host).refused) == 1
    assert scene.agent.files == GOOD
    monkeypatch.setattr(plan, "MAX_SNAPSHOT", 100)
    with scene.refused("more than is taken"):
        pass


def test_everything_of_a_place_is_gone(scene: Scene) -> None:
    with scene.refused("empty all at once", fresh=False):
        scene.forge(scene.company.sales, SALES, lambda role: role.targets.clear())


@pytest.mark.parametrize("data", [b"", b"{}", b"[" * 100_000, b"\xff\xfe", json.dumps({"signed": 1}).encode()])
def test_nonsense(scene: Scene, data: bytes) -> None:
    with scene.refused():
        scene.host.files[TIMESTAMP] = data
    scene.company.public.publish(bundle(PUBLIC, "next", phrase(5, "照常")))
    scene.agent.update(scene.host)
    assert "public/next.toml" in scene.agent.files


def test_missing_files(scene: Scene) -> None:
    with scene.refused("missing"):
        del scene.host.files[TIMESTAMP]
    scene.company.public.publish(bundle(PUBLIC, "next", phrase(5, "x")))
    gone = host_name(pack_target(PUBLIC, "next"), digest(phrase(5, "x").encode()))
    del scene.host.files[gone]
    with pytest.raises(HostError):
        scene.fresh.update(scene.host)


def test_damage_on_the_own_disk_is_repaired(scene: Scene) -> None:
    pack = next((scene.agent.folder / "current").rglob("refund.toml"))
    pack.chmod(0o644)
    pack.write_text(EVIL)
    for path in (scene.agent.folder / "files").rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")
    for path in (scene.agent.folder / "metadata").glob("t*.json"):
        path.write_bytes(b"damaged")
    scene.agent.update(scene.host)
    assert scene.agent.files == GOOD


def test_an_unknown_department_is_named(scene: Scene, tmp_path: Path) -> None:
    with pytest.raises(TrustError, match="no department 财务") as caught:
        Agent(tmp_path / "x", scene.company.join, ("财务",)).update(scene.host)
    assert "售后组" in caught.value.hint


@pytest.mark.parametrize("images", [5, "x", {"a": 1}, [5, None], ["../../etc/passwd"]])
def test_pictures_that_are_no_list(scene: Scene, images: Any) -> None:
    """What one lead of a place signed must not stop another, or an agent."""
    path = pack_target(SALES, "odd").path
    scene.forge(scene.company.sales, SALES, scene.listing(path, {"name": "odd", "images": images}, "# no phrases"))
    scene.agent.update(scene.host)
    scene.company.admin.publish(bundle(SALES, "next", phrase(5, "照常")))
    scene.agent.update(scene.host)
    assert "department/售后组/next.toml" in scene.agent.files


@given(st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_whatever_is_changed_on_the_host_is_refused_or_was_not_needed(chance: random.Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        scene = Scene(Path(folder))
        name = chance.choice(sorted(scene.host.files))
        data = bytearray(scene.host.files[name])
        place = chance.randrange(len(data))
        data[place : place + chance.choice([0, 1, 1, 9])] = chance.randbytes(chance.choice([0, 1, 1, 9]))
        scene.host.files[name] = bytes(data[: chance.choice([place, len(data), len(data)])])
        with contextlib.suppress(SharingError):
            scene.fresh.update(scene.host)
            assert scene.fresh.files == GOOD
        assert scene.fresh.files in ({}, GOOD)
        with contextlib.suppress(SharingError):
            scene.agent.update(scene.host)
        assert scene.agent.files == GOOD
