"""``scraper crawl``: threads, boards and forums from their URLs."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import typer

from ..errors import InputError, UsageError
from ..settings import FetchSettings, Settings
from .answers import answering, say
from .options import base, clean_settings, moment, read_settings

if TYPE_CHECKING:
    from ..fetch.cookies import Jar
    from ..model import Record

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("crawl")(crawl)


@answering
def crawl(
    urls: list[str] = typer.Argument(None, help="URLs of threads, posts, boards or forums; @list.txt for a file of them."),
    output: str = typer.Option("-", "-o", "--output", help="Where the records go; - is standard output."),
    form: str | None = typer.Option(None, "--format", help="Output format, where the name does not say it."),
    job: Path | None = typer.Option(None, "-j", "--job", help="Job file; by default beside the output (OUTPUT.job)."),
    update: bool = typer.Option(False, "--update", help="Ask again for what can have changed since the last run."),
    list_only: bool = typer.Option(False, "--list", help="Print what would be fetched, and stop."),
    max_pages: int | None = typer.Option(None, "--max-pages", min=1, help="At most so many pages of a thread or board."),
    max_threads: int | None = typer.Option(None, "--max-threads", min=1, help="At most so many threads."),
    since: str | None = typer.Option(None, "--since", help="Only posts from this date on (2024-01-31)."),
    author: str | None = typer.Option(None, "--author", help="Only posts of this author."),
    only_op: bool = typer.Option(False, "--only-op", help="Only posts of who opened the thread."),
    delay: float | None = typer.Option(
        None, "--delay", min=0.0, help="Least pause between two requests to a host, in seconds; by default 1."
    ),
    concurrency: int | None = typer.Option(None, "--concurrency", min=1, help="Hosts side by side; by default 8."),
    total_timeout: float | None = typer.Option(None, "--timeout", min=1.0, help="Seconds for one answer, all in all; by default 60."),
    cookies: Path | None = typer.Option(None, "--cookies", help="cookies.txt in Netscape's format, or a Firefox profile's folder."),
    cookie: list[str] = typer.Option([], "--cookie", help="A cookie, 'name=value'; only sent to the hosts you named."),
    header: list[str] = typer.Option([], "--header", help="A request header, 'Name: value'; only sent to the hosts you named."),
    user_agent: str | None = typer.Option(None, "--user-agent", help="Another user agent."),
    contact: str | None = typer.Option(None, "--contact", help="Your address or page, for the user agent, so that a site's owner can ask."),
    proxy: str | None = typer.Option(None, "--proxy", help="http:// or socks5:// proxy."),
    no_robots: bool = typer.Option(False, "--no-robots", help="Do not ask robots.txt (your own forum)."),
    allow_private: bool = typer.Option(False, "--allow-private", help="Also fetch from private addresses."),
    warc: Path | None = typer.Option(None, "--warc", help="Also write what was fetched as WARC/1.1, FILE.warc.gz."),
    files: Path | None = typer.Option(None, "--files", help="Also fetch attachments and images into this folder."),
    engine: str | None = typer.Option(None, "--engine", help="Force an engine."),
    encoding: str | None = typer.Option(None, "--encoding", help="Force a character encoding."),
    engine_file: list[str] = typer.Option([], "--engine-file", help="An engine of your own, as TOML."),
    timezone: str | None = typer.Option(None, "--timezone", help="Zone of the forum's times."),
    config: Path | None = typer.Option(None, "--config", help="A scraper.toml; by default the one in your configuration folder."),
    preset: str | None = typer.Option(None, "--preset", help="Cleaning: archive, reading (the default) or training."),
    quiet: bool = typer.Option(False, "-q", "--quiet", help="Only errors and the summary."),
    log_json: bool = typer.Option(False, "--log-json", help="Progress as JSON lines."),
) -> None:
    """
    Fetch whole threads from any of their pages or posts, all threads of a board, a member's posts, or a whole forum.

    Examples: scraper crawl https://bbs.example/read.php?tid=42 -o thread.jsonl · scraper crawl URL --update -o thread.jsonl
    """
    from ..crawling import Scope, Selection, crawl_sync
    from ..store.warc import write_warc
    from .progress import Progress

    held = base(config)
    moment("--since", since)
    fetch = msgspec.structs.replace(held.fetch, cookies=(*held.fetch.cookies, *map(_cookie, cookie)))
    where = job or (Path(f"{output}.job") if output != "-" else None)
    settings = Settings(
        read=read_settings(held.read, engine=engine, encoding=encoding, timezone=timezone, engine_files=engine_file),
        clean=clean_settings(preset, held=held.clean),
        fetch=_fetch_settings(fetch, delay, concurrency, total_timeout, header, user_agent, contact, proxy, no_robots, allow_private),
    )
    scope = Scope(max_pages=max_pages, max_threads=max_threads, since=since, list_only=list_only)
    wanted = _urls(urls or [], where)
    with (
        Progress(quiet=quiet, as_json=log_json) as progress,
        crawl_sync(
            wanted,
            settings,
            job=where,
            scope=scope,
            update="changed" if update else "no",
            on_event=progress.tell,
            jar=_jar(cookies, wanted),
            files=files,
            signals=True,
        ) as result,
    ):
        progress.stop()
        for listed in result.listed:
            typer.echo(f"{listed.url}\t{listed.posts if listed.posts is not None else '?'}\t{listed.title or ''}")
        if not list_only:
            _write(result.records(Selection(since=since, author=author, only_op=only_op)), output, form)
        if warc:
            write_warc(result.job.captures.all(), warc)
        progress.summary(result.summary, result.accounts())
        if where and result.summary.waiting + result.summary.failed:
            say(f"The job is in {where}: the same command goes on; 'scraper job {where}' shows what failed and why.")
        code = result.exit_code
    raise typer.Exit(code)


def _urls(words: list[str], job: Path | None) -> list[str]:
    """The URLs named, those of ``@lists`` read in. Raises ``UsageError`` where there are none and no job, ``InputError`` for a list."""
    found: list[str] = []
    for word in words:
        if word.startswith("@"):
            try:
                lines = Path(word[1:]).read_text("utf-8-sig").splitlines()
            except (OSError, ValueError) as error:
                raise InputError(f"{word}: no list of URLs can be read: {getattr(error, 'strerror', None) or error}") from None
            found += [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        else:
            found.append(word)
    if not found and not (job and job.exists()):
        raise UsageError("no URL: name a thread, a board or a forum, or a job file to go on with (-j)")
    return found


def _fetch_settings(
    held: FetchSettings,
    delay: float | None,
    concurrency: int | None,
    total: float | None,
    headers: list[str],
    user_agent: str | None,
    contact: str | None,
    proxy: str | None,
    no_robots: bool,
    allow_private: bool,
) -> FetchSettings:
    """What the options say over what is held."""
    said = {
        "delay": delay,
        "concurrency": concurrency,
        "total_timeout": total,
        "headers": tuple(map(_pair, headers)) or None,
        "user_agent": user_agent,
        "contact": contact,
        "proxy": proxy,
        "robots": False if no_robots else None,
        "allow_private": True if allow_private else None,
    }
    return msgspec.structs.replace(held, **{name: value for name, value in said.items() if value is not None})


def _cookie(text: str) -> tuple[str, str, str]:
    """``name=value`` for each host that the user names. Raises ``UsageError``."""
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise UsageError("--cookie: write 'name=value'")
    return "", name.strip(), value.strip()


def _pair(line: str) -> tuple[str, str]:
    """``Name: value`` as a pair. Raises ``UsageError``."""
    name, colon, value = line.partition(":")
    if not colon or not name.strip():
        raise UsageError(f"--header {line!r}: write 'Name: value'")
    return name.strip(), value.strip()


def _jar(cookies: Path | None, urls: list[str]) -> "Jar | None":
    """Cookies of a file, for the hosts that the URLs name and for no other."""
    if cookies is None:
        return None
    from ..fetch.cookies import Jar, from_firefox, from_netscape

    return Jar(from_firefox(cookies, urls) if cookies.is_dir() else from_netscape(cookies, urls))


def _write(records: Iterable["Record"], output: str, form: str | None) -> None:
    from ..store.sinks import open_sink

    with open_sink(output, form) as sink:
        for record in records:
            sink.write(record)
