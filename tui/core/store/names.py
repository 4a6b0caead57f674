"""File names made of other file names."""

from __future__ import annotations

import hashlib
import os

LONGEST_NAME = 255
"""Bytes that a file name may have on common file systems."""


def fitting(name: str, suffix: str) -> str:
    """`<name><suffix>`; a name too long for that is cut and told apart by a hash."""
    whole, ending = os.fsencode(name), os.fsencode(suffix)
    if len(whole) + len(ending) > LONGEST_NAME:
        digest = hashlib.blake2b(whole, digest_size=8).hexdigest()
        room = LONGEST_NAME - len(ending) - len(digest) - 1
        whole = os.fsencode(whole[:room].decode("utf-8", "ignore")) + f"~{digest}".encode()
    return os.fsdecode(whole + ending)
