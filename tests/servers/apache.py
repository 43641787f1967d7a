"""Apache with WebDAV."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.base import Place, free_port, place

PASSWORD = "geheim 密码"
_MODULES = "mpm_event authn_core authn_file authz_core authz_user auth_basic dav dav_fs"
_CONFIG = """
ServerRoot {root}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {root}/apache.pid
ErrorLog {root}/log/apache.log
DocumentRoot {root}/served
DavLockDB {root}/locks
<Directory {root}/served>
  Dav On
  AuthType Basic
  AuthName phrases
  AuthUserFile {root}/users
  Require valid-user
</Directory>
"""


@contextmanager
def apache() -> Iterator[tuple[str, Place]]:
    """The WebDAV address of its folder (user `lead`, PASSWORD), and its place."""
    import bcrypt

    with place() as here:
        port = free_port()
        modules = Path("/usr/lib/apache2/modules")
        loaded = "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in _MODULES.split())
        (here.root / "apache.conf").write_text(loaded + _CONFIG.format(root=here.root, port=port))
        secret = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
        (here.root / "users").write_text(f"lead:{secret}\n")
        here.hand_over()
        here.start(["/usr/sbin/apache2", "-DFOREGROUND", "-f", str(here.root / "apache.conf")], port)
        yield f"dav://lead@127.0.0.1:{port}", here
