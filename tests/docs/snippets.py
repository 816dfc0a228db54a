"""The code blocks of a Markdown file, in their order, and what each becomes when it is run."""

import ast
import asyncio
import re
import subprocess
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["Block", "Runner", "blocks"]

FENCE = re.compile(
    r'^(?P<indent> *)```(?P<lang>[\w+-]*)(?: title="(?P<title>[^"]*)")?[^\n]*\n(?P<body>.*?)^(?P=indent)```', re.MULTILINE | re.DOTALL
)
COMMAND = re.compile(r"(?:scraper|make|pip|python|cat|printf|warcio|head|test)\b")
SIMULATED = re.compile(r"^(?:pip install|make )")
EXTRAS = re.compile(r"forum-scraper\[([\w,-]+)\]")
DELAY = re.compile(r"--delay \d+")  # no test waits; the pause itself is tested with a clock
LIMIT = 120  # seconds for one command; the slowest takes 5


class Block(NamedTuple):
    """A fenced block: its language, the file it shows (``title``), its text, its line in the file."""

    lang: str
    title: str | None
    body: str
    line: int


def blocks(path: Path) -> list[Block]:
    """All fenced blocks of a file."""
    text = path.read_text("utf-8")
    return [
        Block(found["lang"], found["title"], textwrap.dedent(found["body"]), text.count("\n", 0, found.start()) + 1)
        for found in FENCE.finditer(text)
    ]


class Runner:
    """Runs the blocks of one page in one folder, as a reader would, who types one after the other."""

    def __init__(self, folder: Path, environment: Mapping[str, str], hosts: Mapping[str, str], root: Path) -> None:
        self.folder, self.environment, self.hosts, self.root = folder, dict(environment), hosts, root
        self.names: dict[str, Any] = {"__name__": "page"}
        self.said = ""

    def run(self, block: Block) -> None:
        """Write a block that shows a file; run commands and Python; look for what a text block says in what the last commands said."""
        if block.title:
            (self.folder / block.title).write_text(block.body, "utf-8")
        elif block.lang in ("sh", "console") or (block.lang == "" and self._commands(block.body)):
            self.said = "\n".join(self.command(line) for line in self._commands(block.body))
        elif block.lang == "python":
            self.python(block.body)
        elif block.lang == "py":  # needs what a test cannot have (Spark): it must compile, and its imports must hold
            tree = ast.parse(block.body)
            self.python(ast.unparse(ast.Module([n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)], [])))
        elif block.lang == "text" and self.said:
            self.expect(block.body)

    @staticmethod
    def _commands(body: str) -> list[str]:
        """The lines that are commands; none where the block is something else."""
        lines = [line.removeprefix("$ ") for line in body.splitlines() if line.strip() and not line.startswith("#")]
        return lines if all(COMMAND.match(line) for line in lines) else []

    def command(self, line: str) -> str:
        """Run one command with addresses of the manual's forums put to loopback; its output. Raises where it fails."""
        if SIMULATED.match(line):
            return self.simulate(line)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", self.local(line)],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
        piped = " | head" in line and done.returncode == 141  # head closed the pipe, which is what it is for
        assert done.returncode == 0 or piped, f"{line}\nexit code {done.returncode}\n{done.stdout[-1500:]}\n{done.stderr[-1500:]}"
        return done.stdout + done.stderr

    def simulate(self, line: str) -> str:
        """What changes the machine is not run, but must exist: an extra, a target of make."""
        if found := EXTRAS.search(line):
            text = (self.root / "pyproject.toml").read_text("utf-8")
            for extra in found[1].split(","):
                assert re.search(rf"^{extra} = \[", text, re.MULTILINE), f"{line}: no extra {extra!r}"
        if line.startswith("make "):
            target = line.split()[1]
            assert re.search(rf"^{target}:", (self.root / "Makefile").read_text("utf-8"), re.MULTILINE), f"{line}: no such target"
        return ""

    def local(self, text: str) -> str:
        """The addresses of the manual's invented forums, put to the servers that play them."""
        for name, address in self.hosts.items():
            text = text.replace(name, address)
        return DELAY.sub("--delay 0", text)

    def python(self, source: str) -> None:
        """Run a snippet after those before it; ``await`` may stand at the top, as in a notebook."""
        code = compile(self.local(source), "snippet", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        made = eval(code, self.names)
        if asyncio.iscoroutine(made):
            asyncio.run(made)

    def expect(self, body: str) -> None:
        """Each line of a text block stands in what was said, in order; a line of dots stands for any."""
        at = 0
        for line in (line.strip() for line in body.splitlines()):
            if line and line not in ("…", "..."):
                found = self.said.find(line, at)
                assert found >= 0, f"not said: {line!r}\nin: {self.said[:3000]}"
                at = found + len(line)
