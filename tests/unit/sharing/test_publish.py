"""Leads publish, agents get it: the whole way, on a host in memory."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from securesystemslib.signer import CryptoSigner

from phrasebook.errors import UsageError
from phrasebook.sharing import company as office
from phrasebook.sharing.diff import Kind, Op
from phrasebook.sharing.errors import ConflictError, HostError, SharingError, SigningKeyError, TrustError
from phrasebook.sharing.history import at_version, history
from phrasebook.sharing.hosts.base import TIMESTAMP
from phrasebook.sharing.hosts.memory import MemoryHost
from phrasebook.sharing.names import PUBLIC
from phrasebook.sharing.proposal import propose
from phrasebook.sharing.publish import publish
from phrasebook.sharing.repository import Repository
from tests.unit.sharing.company import PNG, SALES, SUPPORT, Agent, Company, bundle, phrase


@pytest.fixture
def company() -> Company:
    return Company()


@pytest.fixture
def agent(tmp_path: Path, company: Company) -> Agent:
    return Agent(tmp_path / "agent", company.join)


def test_an_agent_gets_public_and_the_own_department(company: Company, agent: Agent) -> None:
    company.public.publish(bundle(PUBLIC, "问候", phrase(1, "在的")))
    text = phrase(2, "看图") + 'images = ["images/尺码表.png"]\n'
    company.sales.publish(bundle(SALES, "常用", text, {"images/尺码表.png": PNG}))
    company.support.publish(bundle(SUPPORT, "other", phrase(3, "不给")))
    report = agent.update(company.host)
    assert report.changed
    assert set(agent.files) == {
        "public/问候.toml",
        "department/售后组/常用.toml",
        "department/售后组/images/尺码表.png",
    }
    assert agent.files["public/问候.toml"] == phrase(1, "在的")
    assert sum(news.added for news in report.news) == 2
    assert not agent.update(company.host).changed


def test_installed_packs_are_read_only(company: Company, agent: Agent) -> None:
    company.public.publish(bundle(PUBLIC, "p", phrase(1, "在的")))
    agent.update(company.host)
    assert [path.stat().st_mode & 0o222 for path in (agent.folder / "current").rglob("*.toml")] == [0]


def test_a_change_is_shown_by_phrase_and_word(company: Company) -> None:
    company.public.publish(bundle(PUBLIC, "p", phrase(1, "三天内发货") + phrase(2, "a") + phrase(3, "b")))
    proposal = company.public.propose(bundle(PUBLIC, "p", phrase(1, "两天内发货") + phrase(3, "b") + phrase(4, "c")))
    (change,) = proposal.changes
    assert {(one.kind, one.title) for one in change.phrases} == {
        (Kind.CHANGED, "phrase 1"),
        (Kind.REMOVED, "phrase 2"),
        (Kind.ADDED, "phrase 4"),
    }
    fields = next(one.fields for one in change.phrases if one.kind is Kind.CHANGED)
    assert fields == (("text", ((Op.REMOVED, "三"), (Op.ADDED, "两"), (Op.SAME, "天内发货"))),)


def test_nothing_new_is_no_new_version(company: Company) -> None:
    pack = bundle(PUBLIC, "p", phrase(1, "在的"))
    number = company.public.publish(pack)
    assert company.public.propose(pack).empty
    assert company.public.publish(pack) == number


def test_what_a_colleague_published_meanwhile_is_not_overwritten(company: Company, agent: Agent) -> None:
    colleague = company.hire("chen", PUBLIC)
    company.public.publish(bundle(PUBLIC, "p", phrase(1, "一")))
    with pytest.raises(ConflictError, match="changed since you pulled"):
        colleague.publish(bundle(PUBLIC, "p", phrase(1, "二")))
    proposal = colleague.propose(bundle(PUBLIC, "p", phrase(1, "二")))
    (conflict,) = proposal.conflicts
    assert conflict.mine is not None
    assert conflict.mine.phrases[0].fields[0][1] == ((Op.REMOVED, "一"), (Op.ADDED, "二"))
    colleague.publish(bundle(PUBLIC, "p", phrase(1, "二")), over=conflict.version)
    with pytest.raises(ConflictError):
        company.public.publish(bundle(PUBLIC, "p", phrase(1, "三")))
    (conflict,) = company.public.propose(bundle(PUBLIC, "p", phrase(1, "三"))).conflicts
    assert conflict.theirs is not None
    assert conflict.theirs.phrases[0].fields[0][1] == ((Op.REMOVED, "一"), (Op.ADDED, "二"))
    agent.update(company.host)
    assert "二" in agent.files["public/p.toml"]


def test_who_was_quicker_after_the_proposal_wins(company: Company) -> None:
    colleague = company.hire("chen", PUBLIC)
    mine = company.public.propose(bundle(PUBLIC, "p", phrase(1, "一")))
    colleague.publish(bundle(PUBLIC, "p", phrase(1, "二")))
    with pytest.raises(ConflictError):
        publish(company.public.repository, mine, [company.public.signer])
    other = company.public.propose(bundle(PUBLIC, "q", phrase(5, "别的")))
    colleague.publish(bundle(PUBLIC, "r", phrase(6, "又一个")))
    publish(company.public.repository, other, [company.public.signer])
    role = company.admin.repository.role(company.admin.repository.load(), "public")
    assert role is not None
    assert len(role.document.targets) == 3, "other packs of the place don't clash"


def test_pictures_go_with_the_last_pack_that_names_them(company: Company, agent: Agent) -> None:
    pictured = phrase(1, "图") + 'images = ["images/a.png"]\n'
    company.public.publish(bundle(PUBLIC, "p", pictured, {"images/a.png": PNG}), bundle(PUBLIC, "q", phrase(2, "x")))
    company.public.publish(bundle(PUBLIC, "p", phrase(1, "无图")))
    agent.update(company.host)
    assert set(agent.files) == {"public/p.toml", "public/q.toml"}


def test_a_pack_is_taken_back(company: Company, agent: Agent) -> None:
    company.public.publish(bundle(PUBLIC, "p", phrase(1, "一")), bundle(PUBLIC, "q", phrase(2, "二")))
    agent.update(company.host)
    company.public.publish(remove=("q",))
    agent.update(company.host)
    assert set(agent.files) == {"public/p.toml"}
    company.public.publish(remove=("p",))
    agent.update(company.host)
    assert agent.files == {}, "a lead said so"
    with pytest.raises(UsageError):
        company.public.publish(remove=("p",))


def test_a_lead_signs_for_the_own_place_only(company: Company) -> None:
    with pytest.raises(SigningKeyError):
        company.sales.publish(bundle(PUBLIC, "p", phrase(1, "一")))
    with pytest.raises(SigningKeyError):
        company.sales.publish(bundle(SUPPORT, "p", phrase(1, "一")))
    with pytest.raises(SigningKeyError):
        office.add_lead(company.sales.repository, [company.sales.signer], PUBLIC, company.sales.signer.public_key, "li")
    company.admin.publish(bundle(SALES, "p", phrase(1, "公司可以")))


def test_the_log_and_going_back(company: Company, agent: Agent) -> None:
    for text in ("一", "二", "三"):
        company.public.publish(bundle(PUBLIC, "p", phrase(1, text)), message=f"第{text}版")
    repository = company.public.repository
    entries = list(history(repository, repository.load(), PUBLIC))
    assert [(entry.version, entry.by, entry.message, entry.packs) for entry in entries] == [
        (3, "wang", "第三版", ("p",)),
        (2, "wang", "第二版", ("p",)),
        (1, "wang", "第一版", ("p",)),
    ]
    old = at_version(repository, repository.load(), PUBLIC, "p", 1)
    proposal = propose(repository, PUBLIC, [old], company.public.state.base)
    publish(repository, proposal, [company.public.signer])
    agent.update(company.host)
    assert agent.files["public/p.toml"] == phrase(1, "一")
    with pytest.raises(UsageError):
        at_version(repository, repository.load(), PUBLIC, "p", 9)


def test_a_changed_history_is_noticed(company: Company) -> None:
    assert isinstance(company.host, MemoryHost)
    for text in ("一", "二", "三"):
        company.public.publish(bundle(PUBLIC, "p", phrase(1, text)))
    company.host.files["metadata/1.public.json"] = (
        company.host.files["metadata/1.public.json"].replace(b"wang", b"evil") + b" "
    )
    repository = company.public.repository
    with pytest.raises(TrustError, match="changed on the host"):
        list(history(repository, repository.load(), PUBLIC))


def test_a_lead_who_left_signs_nothing_and_their_packs_stay(company: Company, agent: Agent) -> None:
    company.sales.publish(bundle(SALES, "p", phrase(1, "一")))
    assert office.revoke(company.admin.repository, [company.key], "li") == (SALES.role,)
    agent.update(company.host)
    assert agent.files["department/售后组/p.toml"] == phrase(1, "一")
    with pytest.raises(SigningKeyError):
        company.sales.publish(bundle(SALES, "p", phrase(1, "恶意")))
    successor = company.hire("new", SALES)
    successor.publish(bundle(SALES, "q", phrase(2, "新主管")))
    agent.update(company.host)
    assert len(agent.files) == 2
    with pytest.raises(UsageError):
        office.revoke(company.admin.repository, [company.key], "nobody")


def test_keys_of_the_company_are_changed(company: Company, agent: Agent, tmp_path: Path) -> None:
    company.public.publish(bundle(PUBLIC, "p", phrase(1, "一")))
    agent.update(company.host)
    keys = [CryptoSigner.generate_ed25519() for _ in range(3)]
    publics = [key.public_key for key in keys]
    with pytest.raises(SigningKeyError):
        office.rotate(company.admin.repository, [company.key], publics, 2)
    office.rotate(company.admin.repository, [company.key, *keys[:2]], publics, 2)
    company.public.publish(bundle(PUBLIC, "p", phrase(1, "二")))
    for one in (agent, Agent(tmp_path / "other", company.join)):
        one.update(company.host)
        assert one.files["public/p.toml"] == phrase(1, "二")
    lead = CryptoSigner.generate_ed25519()
    for signers in ([company.key], keys[:1]):
        with pytest.raises(SigningKeyError):
            office.add_lead(company.admin.repository, signers, SALES, lead.public_key, "late")
    office.add_lead(company.admin.repository, keys[1:], SALES, lead.public_key, "late")
    company.lead(lead).publish(bundle(SALES, "q", phrase(3, "三")))
    agent.update(company.host)
    assert "department/售后组/q.toml" in agent.files


def test_only_the_threshold_changes(company: Company, agent: Agent) -> None:
    second = CryptoSigner.generate_ed25519()
    publics = [company.key.public_key, second.public_key]
    office.rotate(company.admin.repository, [company.key, second], publics, 1)
    office.rotate(company.admin.repository, [company.key, second], publics, 2)
    agent.update(company.host)
    with pytest.raises(SigningKeyError):
        company.hire("late", SALES)


def test_a_publisher_that_died_after_its_commit_is_not_lost(company: Company, agent: Agent) -> None:
    assert isinstance(company.host, MemoryHost)
    company.public.publish(bundle(PUBLIC, "p", phrase(1, "一")))
    before = company.host.files[TIMESTAMP]
    pack = bundle(PUBLIC, "p", phrase(1, "二"))
    company.public.publish(pack)
    company.host.files[TIMESTAMP] = before  # it died before it wrote the timestamp
    agent.update(company.host)
    assert agent.files["public/p.toml"] == phrase(1, "一")
    company.public.publish(pack)  # tried again, there is nothing to do but to tell
    agent.update(company.host)
    assert agent.files["public/p.toml"] == phrase(1, "二")


def test_a_publisher_that_died_before_its_commit_is_stepped_over(company: Company, agent: Agent) -> None:
    company.public.publish(bundle(PUBLIC, "p", phrase(1, "一")))
    company.host.put("metadata/2.public.json", b"half a file")
    company.public.publish(bundle(PUBLIC, "p", phrase(1, "二")))
    agent.update(company.host)
    assert agent.files["public/p.toml"] == phrase(1, "二")


def test_refreshing_signs_again_what_soon_runs_out(company: Company) -> None:
    company.public.publish(bundle(PUBLIC, "p", phrase(1, "一")))
    company.sales.publish(bundle(SALES, "p", phrase(1, "一")))
    before = company.admin.repository.load()
    office.refresh(company.public.repository, [company.public.signer])
    assert company.admin.repository.load().snapshot.version == before.snapshot.version + 1
    office.refresh(company.public.repository, [company.public.signer], now=datetime.now(UTC) + timedelta(days=320))
    after = company.admin.repository.load()
    versions = {name: meta.version for name, meta in after.snapshot.meta.items()}
    assert versions["public.json"] == 2
    assert versions[f"{SALES.role}.json"] == 1, "not theirs to sign"
    office.refresh(company.admin.repository, [company.key], now=datetime.now(UTC) + timedelta(days=700))
    last = company.admin.repository.load()
    assert last.root.version == before.root.version + 1
    assert last.snapshot.meta[f"{SALES.role}.json"].version == 2
    assert last.targets.version == before.targets.version + 1


def test_a_lead_does_not_build_on_an_old_state(company: Company) -> None:
    assert isinstance(company.host, MemoryHost)
    old = dict(company.host.files)
    company.public.publish(bundle(PUBLIC, "p", phrase(1, "一")))
    company.host.files = old
    with pytest.raises(TrustError, match="rolled back"):
        company.public.publish(bundle(PUBLIC, "p", phrase(1, "二")))


def test_a_place_holds_one_company(company: Company) -> None:
    with pytest.raises(UsageError, match="holds a company"):
        office.found(company.host, CryptoSigner.generate_ed25519())


def test_agents_that_could_not_be_told_are_named(company: Company) -> None:
    class Flaky(MemoryHost):
        def put(self, name: str, data: bytes) -> None:
            if name == TIMESTAMP:
                raise HostError("gone")
            super().put(name, data)

    assert isinstance(company.host, MemoryHost)
    flaky = Flaky()
    flaky.files = company.host.files
    repository = Repository(flaky, company.join)
    proposal = propose(repository, PUBLIC, [bundle(PUBLIC, "p", phrase(1, "一"))], {})
    with pytest.raises(SharingError, match="agents weren't told"):
        publish(repository, proposal, [company.public.signer])
