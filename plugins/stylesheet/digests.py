"""Digests as a Content-Security-Policy takes them."""

from __future__ import annotations

import base64
import hashlib


def csp_hash(text: str) -> str:
    """Return `sha256-…` of what stands inline in a page, letter by letter."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
