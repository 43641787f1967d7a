"""S3 as moto plays it, with a bucket `phrases`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.base import Place, free_port, place

KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_REGION": "us-east-1"}


@contextmanager
def s3() -> Iterator[tuple[str, Place]]:
    """The address of a prefix of the bucket, and its place. The client needs KEYS in its environment."""
    import urllib3

    with place() as here:
        port = free_port()
        here.hand_over()
        here.start([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port)
        with urllib3.PoolManager() as pool:
            assert pool.request("PUT", f"http://127.0.0.1:{port}/phrases").status == 200
        yield f"s3://phrases/company?endpoint=http://127.0.0.1:{port}", here
