"""Sizes: no file over 400 lines and no function over 60, so that each can be read in one go."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
ENDINGS = {".py", ".js", ".css", ".html", ".typ"}

# What is made by programs or holds a person's data. Folders with a dot in front are left out as well.
NOT_OURS = {"data", "staticfiles", "htmlcov", "test-results", "__pycache__", "migrations"}


def sources(root: Path) -> Iterator[Path]:
    """Yield every source file under `root` that people write."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in NOT_OURS and not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(files) if Path(name).suffix in ENDINGS)


def findings(path: Path) -> Iterator[str]:
    """Yield in words what is too long in one file."""
    text = path.read_text(encoding="utf-8")
    length = text.count("\n")
    if length > LONGEST_FILE:
        yield f"{path}: {length} lines, {LONGEST_FILE} at most. Divide it by what its parts are for."
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > LONGEST_FUNCTION:
                    yield f"{path}:{node.lineno}: {node.name} has {size} lines, {LONGEST_FUNCTION} at most."


def main() -> int:
    """Print what is too long under the present folder; return 1 when something is."""
    found = [finding for path in sources(Path()) for finding in findings(path)]
    print("\n".join(found) or "Every file and function is short enough.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
