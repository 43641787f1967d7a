"""nginx serving a folder, as docs/publishing.md configures it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.base import Place, free_port, place

_CONFIG = """
daemon off; pid {root}/nginx.pid; error_log {root}/log/error.log; worker_processes 1;
events {{ worker_connections 1024; }}
http {{
  access_log {root}/log/access.log;
  client_body_temp_path {root}/t1; proxy_temp_path {root}/t2; fastcgi_temp_path {root}/t3;
  uwsgi_temp_path {root}/t4; scgi_temp_path {root}/t5;
  server {{
    listen 127.0.0.1:{port};
    root {root}/served;
    location = /metadata/timestamp.json {{ add_header Cache-Control no-cache; }}
    location / {{ add_header Cache-Control "public, max-age=31536000, immutable"; }}
  }}
}}
"""


@contextmanager
def nginx() -> Iterator[tuple[str, Place]]:
    """Its address, and its place: files put into `served` can be read."""
    with place() as here:
        port = free_port()
        config = here.root / "nginx.conf"
        config.write_text(_CONFIG.format(root=here.root, port=port))
        here.hand_over()
        here.start(["nginx", "-p", str(here.root), "-e", f"{here.root}/log/start.log", "-c", str(config)], port)
        yield f"http://127.0.0.1:{port}", here
