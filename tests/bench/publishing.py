"""What publishing and updating cost: python -m tests.bench.publishing

500 packs in 10 departments and public, 20 leads; from a folder and over HTTP (nginx); then 10,000 agents' polls.
"""

from __future__ import annotations

import http.client
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from phrasebook.sharing.hosts import open_host
from phrasebook.sharing.join import Join
from phrasebook.sharing.names import PUBLIC, department_of
from phrasebook.sharing.poll import Poller
from tests.bench.figures import row
from tests.servers.base import Place
from tests.servers.nginx import nginx
from tests.unit.sharing.company import Agent, Company, bundle

PACKS = 500
DEPARTMENTS = [department_of(f"部门{number}") for number in range(10)]
PHRASES = 60
AGENTS = 10_000
PERIOD = 60.0
SECONDS = 20.0


def pack(number: int, text: str = "亲，您的订单我们马上为您核实，请稍等一下哦") -> str:
    """About 12 KB."""
    return "".join(
        f'[[phrase]]\nid = "{number * PHRASES + i:020x}"\ncategory = ["售后", "退换货"]\ntitle = "第{i}条"\n'
        f'text = "{text}{number}-{i}"\ncode = "c{number}-{i}"\n'
        for i in range(PHRASES)
    )


@contextmanager
def clocked(what: str, more: list[str]) -> Iterator[None]:
    """Print wall and CPU time of what is done inside, and what it says of itself."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    spent = f"{(time.perf_counter() - wall) * 1000:8.0f} ms, {(time.process_time() - cpu) * 1000:6.0f} ms CPU"
    row(what, "  ".join([spent, *more]))


def company(share: Path) -> Company:
    """A company whose packs are published in a folder."""
    office = Company(open_host(str(share)))
    leads = [office.hire(f"lead{number}", place) for number, place in enumerate([*DEPARTMENTS, *DEPARTMENTS])]
    said: list[str] = [f"{PACKS} packs, {len(leads) + 3} leads"]
    with clocked("publish everything", said):
        for number, place in enumerate([PUBLIC, *DEPARTMENTS]):
            lead = office.public if place is PUBLIC else leads[number - 1]
            lead.publish(*(bundle(place, f"包{n}", pack(n)) for n in range(number, PACKS, len(DEPARTMENTS) + 1)))
    with clocked("publish one changed pack", ["folder"]):
        leads[0].publish(bundle(DEPARTMENTS[0], "包1", pack(1, "改")))
    office.sales = leads[0]
    return office


def updates(office: Company, url: str, folder: Path, name: str, turn: str) -> None:
    """First update of everything, of one department, of one changed pack."""
    join = Join(url, office.join.version, office.join.fingerprint)
    for who, departments in (
        ("all departments", tuple(p.department for p in DEPARTMENTS)),
        ("one department", ("部门0",)),
    ):
        agent = Agent(folder / f"{name} {who}", join, departments)
        said: list[str] = []
        with clocked(f"{name}: first update, {who}", said):
            report = agent.update(open_host(url))
            said.append(f"{report.requests} requests, {report.bytes / 1000:.0f} KB, {len(agent.files)} files")
    office.sales.publish(bundle(DEPARTMENTS[0], "包1", pack(1, turn)))
    said = []
    with clocked(f"{name}: one changed pack of the department", said):
        report = agent.update(open_host(url))
        said.append(f"{report.requests} requests, {report.bytes / 1000:.0f} KB")
    poller = Poller(url)
    poller.changed()
    with clocked(f"{name}: 100 polls, unchanged", []):
        for _ in range(100):
            poller.changed()


def crowd(url: str, here: Place) -> None:
    """As many conditional requests as 10,000 agents make who poll once a minute."""
    workers = 4
    pause = workers * PERIOD / AGENTS
    answered: list[int] = []
    received: list[int] = []
    parts = urlsplit(url)

    def poll() -> None:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
        connection.request("GET", "/metadata/timestamp.json")
        first = connection.getresponse()
        first.read()
        tag = first.headers["ETag"]
        begun = time.perf_counter()
        for number in range(int(SECONDS / pause)):
            time.sleep(max(0.0, begun + number * pause - time.perf_counter()))  # the pace of the crowd
            connection.request("GET", "/metadata/timestamp.json", headers={"If-None-Match": tag})
            answer = connection.getresponse()
            answer.read()
            answered.append(answer.status)
            received.append(len(str(answer.headers)) + 30)
        connection.close()

    before, begun = cpu_of(here), time.perf_counter()
    threads = [threading.Thread(target=poll) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    spent = cpu_of(here) - before
    rate, volume = len(answered) / seconds, sum(received) / seconds / 1000
    unchanged = sum(status == 304 for status in answered)
    row(
        f"{AGENTS} agents, {seconds:.0f} s",
        f"{rate:.0f} requests/s ({unchanged} of {len(answered)} were 304), {volume:.0f} KB/s, "
        f"nginx {spent / seconds * 100:.1f} % of a core",
    )


def cpu_of(here: Place) -> float:
    """Seconds of CPU that nginx and its workers used."""
    main = int((here.root / "nginx.pid").read_text())
    children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
    ticks = 0
    for pid in (str(main), *children):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print it all."""
    with nginx() as (url, here), tempfile.TemporaryDirectory() as scratch:
        office = company(here.served)
        updates(office, f"file://{here.served}", Path(scratch), "folder", "改一")
        updates(office, url, Path(scratch), "HTTP", "改二")
        crowd(url, here)


if __name__ == "__main__":
    main()
