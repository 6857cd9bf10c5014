from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping
from typing import Literal


def zip_of(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (2024, 3, 4, 12, 0, 0))
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def zip_with_raw_names(members: Mapping[bytes, bytes]) -> bytes:
    """A zip whose names do not say their encoding, as Windows and old programs write them."""
    plain = {"x" * len(name): content for name, content in members.items()}
    assert len(plain) == len(members), "names of different lengths"
    content = zip_of(plain)
    for name in members:
        # once in front of the member and once in the list at the end
        assert content.count(b"x" * len(name)) >= 2
    for name in sorted(members, key=len, reverse=True):
        content = content.replace(b"x" * len(name), name)
    return content


def tar_of(
    members: Mapping[str, bytes],
    *,
    encoding: str = "utf-8",
    form: Literal[0, 1, 2] = tarfile.GNU_FORMAT,
) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form, encoding=encoding) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(content), 1709553600
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()
