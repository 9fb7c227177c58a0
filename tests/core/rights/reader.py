"""A reader of bundles that knows nothing of the program: what a person's own tools would do with the file."""

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any


class Bag:
    """Checks every checksum when it is opened. Raises `ValueError` if anything is missing, changed or more than it should be."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path)
        names = self.zip.namelist()
        if len(names) != len(set(names)) or self.zip.testzip() is not None:
            raise ValueError("broken zip")
        self.folder = names[0].split("/")[0]
        self.names = {name.removeprefix(f"{self.folder}/") for name in names}
        if any(not name.startswith(f"{self.folder}/") or ".." in name.split("/") for name in names):
            raise ValueError("a name leads elsewhere")
        self._check("manifest-sha256.txt", {name for name in self.names if name.startswith("data/")})
        tags = {name for name in self.names if not name.startswith("data/")} - {"tagmanifest-sha256.txt"}
        self._check("tagmanifest-sha256.txt", tags)
        info = dict(line.split(": ", 1) for line in self.text("bag-info.txt").splitlines())
        sizes = [self.zip.getinfo(f"{self.folder}/{name}").file_size for name in self.names if name.startswith("data/")]
        if info["Payload-Oxum"] != f"{sum(sizes)}.{len(sizes)}" or not self.text("bagit.txt").startswith("BagIt-Version: 1.0\n"):
            raise ValueError("no bag")
        self.info = info

    def bytes(self, name: str) -> bytes:
        return self.zip.read(f"{self.folder}/{name}")

    def text(self, name: str) -> str:
        return self.bytes(name).decode("utf-8")

    def json(self, name: str) -> Any:
        return json.loads(self.text(name))

    def rows(self, table: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in io.BytesIO(self.bytes(f"data/{table}.jsonl"))]

    def ledger(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.text("data/ledger.csv"), newline="")))

    def everything(self) -> str:
        return "\n".join(self.bytes(name).decode("utf-8", "replace") for name in sorted(self.names))

    def pictures(self) -> dict[str, str]:
        """The hash of each picture, by its name."""
        found = {name for name in self.names if name.startswith("data/pictures/") and not name.endswith(".json")}
        return {name: hashlib.sha256(self.bytes(name)).hexdigest() for name in found}

    def _check(self, manifest: str, expected: set[str]) -> None:
        lines = [line.split("  ", 1) for line in self.text(manifest).splitlines()]
        listed = {name: digest for digest, name in lines}
        if listed.keys() != expected:
            raise ValueError(f"{manifest} lists other files")
        for name, digest in listed.items():
            if hashlib.sha256(self.bytes(name)).hexdigest() != digest:
                raise ValueError(f"{name} was changed")
