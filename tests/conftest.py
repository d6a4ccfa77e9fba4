"""What every test has: a closed network, no key, and sites built from one string."""

from __future__ import annotations

import ipaddress
import os
import socket
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from sites import Site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# how long an example takes is the machine's affair
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

_SECRETS = ("OPENAI_", "AZURE_OPENAI_", "COMMENTARY_")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--whole`: campaigns of which a tenth is run by default are run whole."""
    parser.addoption("--whole", action="store_true", help="run long campaigns whole")


@pytest.fixture(autouse=True)
def _closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sockets reach this machine only."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: tuple[str, int] | str) -> None:
        is_local = isinstance(address, str) or _is_loopback(str(address[0]))
        if not is_local:
            pytest.fail(f"a test tried to reach {address!r}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every variable away that could spend money or choose a model."""
    for name in list(os.environ):
        if name.startswith(_SECRETS):
            monkeypatch.delenv(name)


@pytest.fixture
def site(tmp_path: Path) -> Callable[..., Site]:
    """Lay out a blog from one string with `-- path --` marks, ready to be built."""

    def lay_out(text: str, **settings: object) -> Site:
        return Site(tmp_path, text, settings)

    return lay_out


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
