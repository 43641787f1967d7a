"""publish init, join, add-lead, revoke, rotate: who may publish."""

from __future__ import annotations

from typing import Annotated

import typer

from phrasebook.cli.asking import agreed, passphrase
from phrasebook.cli.options import Json, example
from phrasebook.cli.output import print_json, print_lines, say
from phrasebook.errors import UsageError
from phrasebook.language import t

At = Annotated[
    str | None,
    typer.Option("--at", metavar="ADDRESS", help=t("哪一家公司（有几家时）", "Which company, if there are several.")),
]
SignWith = Annotated[
    list[str] | None,
    typer.Option(
        "--sign-with", metavar="NAME", help=t("用哪几把公司密钥（可重复）", "Your company keys (repeatable).")
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=t("只看不做", "Show what would be done."))]
Yes = Annotated[bool, typer.Option("--yes", help=t("不再询问", "Don't ask."))]


def add_to(group: typer.Typer) -> None:
    """Put these commands into the group `publish`."""
    group.command(
        help=t(
            "新公司：在一个地方开始发布，得到给客服的加入码",
            "A new company: begin at a place, and get the join string.",
        ),
        epilog=example("phrasebook publish init /mnt/share/phrases"),
    )(init)
    group.command(
        help=t("在这台电脑上为已有的公司发布", "Publish for an existing company from this machine."),
        epilog=example("phrasebook publish join 加入码 --to sftp://lead@host/srv/phrases"),
    )(join)
    group.command(
        "add-lead",
        help=t("让一位主管可以发布（需要公司密钥）", "Let a lead publish (takes the company's key)."),
        epilog=example("phrasebook publish add-lead 小王 --department 售后组 --key 'ssh-ed25519 AAAA…'"),
    )(add_lead)
    group.command(
        help=t("主管离开：他的密钥从此无效，已发布的保留", "A lead leaves: the key counts no more, the packs stay."),
        epilog=example("phrasebook publish revoke 小王"),
    )(revoke)
    group.command(
        help=t("更换公司密钥", "Change the company's keys."),
        epilog=example("phrasebook publish rotate --to new --to 'ssh-ed25519 AAAA…' --threshold 1"),
    )(rotate)


def init(
    url: Annotated[
        str,
        typer.Argument(
            metavar="ADDRESS", help=t("文件夹，或 s3://、sftp://、davs://", "A folder, or s3://, sftp://, davs://.")
        ),
    ],
    key: Annotated[
        str | None, typer.Option("--key", metavar="NAME", help=t("作公司密钥的那把", "The key of the company."))
    ] = None,
    read_url: Annotated[
        str | None,
        typer.Option("--read-url", metavar="ADDRESS", help=t("客服从这个网址读取", "Agents read from this address.")),
    ] = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Begin a company."""
    from contextlib import closing

    from phrasebook.cli.keys import keys_folder
    from phrasebook.cli.lead import publishing_folder, writing_host
    from phrasebook.sharing.company import found
    from phrasebook.sharing.hosts import normal_url, open_host
    from phrasebook.sharing.hosts.probe import is_exclusive
    from phrasebook.sharing.join import Join
    from phrasebook.sharing.keys import find_key, unlocked
    from phrasebook.sharing.state import Publishing, path_for, write_state

    address = normal_url(url)
    reading = normal_url(read_url) if read_url else address
    owner = find_key(keys_folder(), key)
    if dry_run:
        say(t(f"会在 {address} 用密钥 {owner.name} 开始", f"Would begin at {address} with the key {owner.name}"))
        if json:
            print_json({"url": address, "join": None, "fingerprint": None})
        return
    signer = unlocked(owner, passphrase)
    exclusive = is_exclusive(lambda: open_host(address))
    with closing(writing_host(address, exclusive)) as host:
        made = found(host, signer)
    told = Join(reading, made.version, made.fingerprint)
    state = Publishing(url=address, join=str(told), exclusive=exclusive)
    write_state(path_for(publishing_folder(), told), state)
    if json:
        print_json({"url": reading, "join": str(told), "fingerprint": told.fingerprint})
        return
    say(
        t(
            "好了。这是给客服的加入码（phrasebook subscribe 加入码）：",
            "Done. The join string for agents (phrasebook subscribe …):",
        )
    )
    print_lines([str(told)])


def join(
    text: Annotated[str, typer.Argument(metavar="JOIN-STRING", help=t("公司的加入码", "The company's join string."))],
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="ADDRESS",
            help=t("发布到的地址（和客服读取的不同时）", "Where to publish, if agents read elsewhere."),
        ),
    ] = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Publish for an existing company."""
    from contextlib import closing

    from phrasebook.cli.lead import publishing_folder, writing_host
    from phrasebook.sharing.hosts import normal_url, open_host
    from phrasebook.sharing.hosts.probe import is_exclusive
    from phrasebook.sharing.join import parse_join
    from phrasebook.sharing.repository import Repository
    from phrasebook.sharing.state import Publishing, path_for, write_state

    told = parse_join(text)
    state = Publishing(url=normal_url(to) if to else told.url, join=str(told))
    with closing(open_host(state.url)) as host:
        state.floor = Repository(host, state.trusted).load().snapshot.version
    if not dry_run:
        state.exclusive = is_exclusive(lambda: open_host(state.url))
        writing_host(state.url, state.exclusive).close()
        write_state(path_for(publishing_folder(), told), state)
    if json:
        print_json({"url": state.url, "join": str(told), "version": state.floor})
    else:
        say(t(f"可以在 {state.url} 发布了（需要主管的密钥）", f"Ready to publish at {state.url} with a lead's key"))


def add_lead(
    name: Annotated[str, typer.Argument(metavar="NAME", help=t("主管的名字", "The lead's name."))],
    key: Annotated[
        str, typer.Option("--key", metavar="LINE", help=t("他的 keys show 那一行", "The line of their `keys show`."))
    ],
    department: Annotated[
        list[str] | None,
        typer.Option("--department", metavar="D", help=t("部门（可重复）", "A department (repeatable).")),
    ] = None,
    public: Annotated[bool, typer.Option("--public", help=t("公共话术", "The packs for everybody."))] = False,
    at: At = None,
    sign_with: SignWith = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Let a lead publish."""
    from phrasebook.cli.lead import at_desk, signers_for
    from phrasebook.sharing import company
    from phrasebook.sharing.documents import company_keys
    from phrasebook.sharing.keys import public_key
    from phrasebook.sharing.names import PUBLIC, department_of

    places = [*([PUBLIC] if public else []), *(department_of(one) for one in department or [])]
    if not places:
        raise UsageError(
            t("发布给谁？", "to publish what?"), t("加 --department 部门 或 --public", "add --department D or --public")
        )
    lead_key = public_key(key)
    with at_desk(at) as desk:
        view = desk.repository.load()
        if not dry_run:
            signers = signers_for(company_keys(view.root), sign_with or [])
            for place in places:
                company.add_lead(desk.repository, signers, place, lead_key, name)
    done = ", ".join(map(str, places))
    if json:
        print_json({"lead": name, "scopes": [str(place) for place in places], "dry_run": dry_run})
    else:
        say(
            t(f"{name} 可以发布：{done}", f"{name} may publish: {done}")
            + (t("（只看没做）", " (not done)") if dry_run else "")
        )


def revoke(
    name: Annotated[str, typer.Argument(metavar="NAME", help=t("主管的名字", "The lead's name."))],
    at: At = None,
    sign_with: SignWith = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Take a lead's key out."""
    from phrasebook.cli.lead import at_desk, signers_for
    from phrasebook.sharing import company
    from phrasebook.sharing.documents import company_keys, leads

    with at_desk(at) as desk:
        view = desk.repository.load()
        if name not in leads(view.root):
            names = ", ".join(leads(view.root))
            raise UsageError(
                t(f"没有叫 {name} 的主管", f"there is no lead {name}"), t(f"有：{names}", f"there are: {names}")
            )
        roles: tuple[str, ...] = ()
        if not dry_run:
            if not agreed(t(f"撤销 {name} 的密钥？", f"Revoke the key of {name}?"), yes):
                raise typer.Abort
            roles = company.revoke(desk.repository, signers_for(company_keys(view.root), sign_with or []), name)
    if json:
        print_json({"lead": name, "signed_again": list(roles), "dry_run": dry_run})
    else:
        say(t(f"{name} 不能再发布；已发布的话术保留", f"{name} can't publish any more; what was published stays"))


def rotate(
    to: Annotated[
        list[str],
        typer.Option(
            "--to",
            metavar="KEY",
            help=t(
                "新的公司密钥：自己的名字或公钥行（可重复）",
                "A new company key: your key's name, or a line (repeatable).",
            ),
        ),
    ],
    threshold: Annotated[
        int, typer.Option("--threshold", min=1, metavar="N", help=t("改动需要几把签名", "How many must sign changes."))
    ] = 1,
    at: At = None,
    sign_with: SignWith = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Change the company's keys. Both the old and the new ones sign."""
    from phrasebook.cli.keys import keys_folder
    from phrasebook.cli.lead import at_desk, signers_for
    from phrasebook.sharing import company
    from phrasebook.sharing.documents import company_keys
    from phrasebook.sharing.keys import find_key, public_key

    lines = [one if one.startswith("ssh-") else find_key(keys_folder(), one).line for one in to]
    keys = [public_key(line) for line in lines]
    with at_desk(at) as desk:
        view = desk.repository.load()
        if not dry_run:
            if not agreed(
                t("更换公司密钥？旧的从此无效", "Change the company's keys? The old ones will count no more"), yes
            ):
                raise typer.Abort
            may = {*company_keys(view.root), *(key.keyid for key in keys)}
            company.rotate(desk.repository, signers_for(may, sign_with or []), keys, threshold)
    if json:
        print_json({"company_keys": [key.keyid for key in keys], "threshold": threshold, "dry_run": dry_run})
    else:
        say(t("公司密钥已更换；加入码不变", "The company's keys are changed; the join string stays the same"))
