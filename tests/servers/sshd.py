"""OpenSSH's SFTP, run by an unprivileged user who logs in with a key."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.base import Place, free_port, place, user

_CONFIG = """
ListenAddress 127.0.0.1
Port {port}
HostKey {root}/host_key
AuthorizedKeysFile {root}/authorized_keys
PidFile none
UsePAM yes
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
MaxStartups 100
Subsystem sftp internal-sftp
"""


@contextmanager
def sshd(home: Path) -> Iterator[tuple[str, Place]]:
    """The address of its folder, and its place. `home` gets a `.ssh` with the client's key and the known host."""
    with place() as here:
        port = free_port()
        ssh = home / ".ssh"
        ssh.mkdir(mode=0o700, parents=True)
        for path in (here.root / "host_key", ssh / "id_ed25519"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)
        (here.root / "authorized_keys").write_text((ssh / "id_ed25519.pub").read_text())
        kind, key, *_ = (here.root / "host_key.pub").read_text().split()
        (ssh / "known_hosts").write_text(f"[127.0.0.1]:{port} {kind} {key}\n")
        (here.root / "sshd_config").write_text(_CONFIG.format(root=here.root, port=port))
        here.hand_over()
        here.start(["/usr/sbin/sshd", "-D", "-e", "-f", str(here.root / "sshd_config")], port)
        yield f"sftp://{user()}@127.0.0.1:{port}{here.served}", here
