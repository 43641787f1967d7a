"""What `publish` does with packs: gather and lint, propose and show, ask, publish. Its commands: cli/publish.py."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from phrasebook.cli.asking import agreed, progress
from phrasebook.cli.output import say
from phrasebook.language import t

if TYPE_CHECKING:
    from phrasebook.cli.lead import Desk
    from phrasebook.sharing.bundle import Bundle
    from phrasebook.sharing.names import Place
    from phrasebook.sharing.proposal import Proposal
    from phrasebook.sharing.repository import View


def gathered(
    names: list[str], scope: str | None, library: Path | None, *, dry_run: bool, json: bool
) -> dict[Place, tuple[list[Bundle], list[str]]]:
    """The packs to publish, by place, after lint. Phrases without an id get one in their files, not in a dry run."""
    from phrasebook.cli.identifying import with_ids
    from phrasebook.cli.lead import located
    from phrasebook.cli.linting import check
    from phrasebook.sharing.bundle import read_bundle

    wanted: dict[Place, tuple[list[Bundle], list[str]]] = {}
    for name in names:
        path, place = located(name, scope, library)
        wanted.setdefault(place, ([], []))[0].append(read_bundle(path, place, with_ids(path, library, dry_run=dry_run)))
    check([bundle for bundles, _ in wanted.values() for bundle in bundles], library, quiet=json)
    return wanted


def taken_back(names: list[str], scope: str | None) -> dict[Place, tuple[list[Bundle], list[str]]]:
    """The names to take back, by place: `常用` with --scope, or `department/售后组/常用`."""
    from phrasebook.sharing.names import place_of

    wanted: dict[Place, tuple[list[Bundle], list[str]]] = {}
    for name in names:
        front, _, last = name.rpartition("/")
        wanted.setdefault(place_of(scope or front or "public"), ([], []))[1].append(last.removesuffix(".toml"))
    return wanted


def publish_in(
    desk: Desk,
    place: Place,
    bundles: list[Bundle],
    remove: list[str],
    *,
    over: int | None,
    message: str,
    key: str | None,
    yes: bool,
    dry_run: bool,
    json: bool,
) -> dict[str, Any]:
    """Propose, show, ask, publish."""
    from phrasebook.cli.lead import signer_for
    from phrasebook.cli.shown import change_data, print_changes
    from phrasebook.sharing.documents import signers_of
    from phrasebook.sharing.proposal import propose
    from phrasebook.sharing.publish import changed_meanwhile, publish, remember
    from phrasebook.sharing.repository import told

    proposal = propose(desk.repository, place, bundles, desk.state.base, remove=remove, over=over)
    _check_open(proposal)
    if proposal.conflicts:
        if not json:
            _show_conflicts(proposal)
        raise changed_meanwhile(proposal)
    data: dict[str, Any] = {
        "scope": str(place),
        "changes": [change_data(change) for change in proposal.changes],
        "files": sorted(target.local for target in proposal.files),
        "removed": sorted(target.local for target in proposal.removed),
        "dry_run": dry_run,
        "version": None,
    }
    if not json:
        say(t(f"发布到 {place}：", f"To {place}:"))
        print_changes(proposal.changes)
        _explain(proposal)
    if dry_run:
        return data
    if proposal.empty and told(proposal.view):
        data["version"] = proposal.view.snapshot.version
        return data
    if not proposal.empty and not agreed(t("发布？", "Publish?"), yes):
        raise typer.Abort
    signer = signer_for(signers_of(proposal.view.targets, place.role), key)
    data["version"] = publish(desk.repository, proposal, [signer], message=message, progress=progress)
    remember(desk.state, desk.repository, proposal)
    if not json and not proposal.empty:
        say(t(f"已发布，版本 {data['version']}", f"Published as version {data['version']}"))
    return data


def _check_open(proposal: Proposal) -> None:
    """See that the company has this department."""
    from phrasebook.sharing.errors import SigningKeyError
    from phrasebook.sharing.trust import places

    if proposal.place.role in places(proposal.view.targets):
        return
    name = proposal.place.department
    raise SigningKeyError(
        t(f"公司里还没有部门 {name}", f"the company has no department {name} yet"),
        t(
            f"先让一位主管可以发布：publish add-lead 名字 --department {name} --key '公钥行'",
            f"let a lead publish first: publish add-lead NAME --department {name} --key 'LINE'",
        ),
    )


def _explain(proposal: Proposal) -> None:
    if proposal.empty:
        say(t("没有改动", "Nothing has changed"))
    elif not proposal.changes:
        say(t("只有注释、顺序或图片变了", "Only comments, order or pictures changed"))


def _show_conflicts(proposal: Proposal) -> None:
    """What they changed, and what the lead's copy would do to it."""
    from phrasebook.cli.shown import print_changes

    for conflict in proposal.conflicts:
        if conflict.theirs:
            say(t(f"{conflict.name}：对方的改动", f"{conflict.name}: what they changed"))
            print_changes([conflict.theirs])
        if conflict.mine:
            say(t(f"{conflict.name}：您的版本会这样改它", f"{conflict.name}: what yours would change in it"))
            print_changes([conflict.mine])


def published_place(desk: Desk, view: View, pack: str, scope: str | None) -> Place:
    """Where a pack is, or was, published."""
    from phrasebook.errors import UsageError
    from phrasebook.sharing.history import history
    from phrasebook.sharing.names import pack_target, place_of
    from phrasebook.sharing.trust import places

    front, _, name = pack.rpartition("/")
    if scope or front:
        return place_of(scope or front)
    found = [
        place
        for place in places(view.targets).values()
        if any(pack_target(place, name).path in entry.role.targets for entry in history(desk.repository, view, place))
    ]
    if len(found) == 1:
        return found[0]
    raise UsageError(
        t(f"{pack} 不止一处，或没有发布过", f"{pack} is published in several places, or nowhere"),
        t("加 --scope", "add --scope"),
    )
