"""Render the pages of a static copy, in several processes: each writes what it renders, and tells what it wrote.

Processes are forked, so that the opened site is in the memory of all without being read again. Which files belong to a
copy is `workflows.site.static_copy`; what else lies beside the pages is `workflows.site.static_extra`.
"""

from __future__ import annotations

import multiprocessing
import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import newlyn.publish
from newlyn.foundation.errors import NewlynError
from newlyn.publish.site.frame import render_page
from newlyn.publish.site.link import StaticLinks, static_file
from newlyn.workflows.site import pages
from newlyn.workflows.site.asked import HTML, Answer
from newlyn.workflows.site.opened import Site
from newlyn.workflows.site.search_index import index_of
from newlyn.workflows.site.static_copy import Written, put

SLOW = ("indicators/", "deprivation/", "goals/")
"""Pages with charts, each of which takes a good part of a second."""

NO_FONTS = Path(newlyn.publish.__file__).parent / "font" / "fonts.conf"
"""Keeps vl-convert to the font inside it, which halves the time of drawing; the drawings are the same."""

SIZES = {"slow": 3, "quick": 25}
"""Pages that a process is handed at a time: few enough that none waits long for the last."""


@dataclass(frozen=True)
class Job:
    """What every process knows."""

    site: Site
    folder: Path
    assets: Mapping[str, str]
    """File names of assets by their logical names."""


@dataclass(frozen=True)
class Rendered:
    """What one process made of the pages that it was handed."""

    written: tuple[Written, ...]
    linked: frozenset[str]
    """Areas whose figures the pages lead to."""


@dataclass(frozen=True)
class _Noting(StaticLinks):
    """Links that note which areas' figures a page leads to."""

    linked: set[str] = field(default_factory=set)

    def figure(self, figure: str) -> str:
        if not figure.startswith("picture:"):
            self.linked.add(figure.split(":", 2)[1])
        return super().figure(figure)


def file_of(path: str, content_type: str = HTML) -> str:
    """The file that holds what a path answers: pages end in `.html`, all else is called as it is asked for."""
    return static_file(path) if content_type == HTML else path


def render_path(job: Job, path: str, linked: set[str]) -> Written:
    """Render one page and put it in place."""
    links = _Noting(path, job.assets, linked=linked)
    answer = pages.answer(job.site, path, {}, links)
    body = _moved(job, answer, links) if answer.location else answer.body
    return put(job.folder, file_of(path, answer.content_type), body)


def _moved(job: Job, answer: Answer, links: StaticLinks) -> bytes:
    """A page that sends the reader on, for a file cannot redirect."""
    frame = pages.frame_of(job.site, links)
    return render_page("moved.html", frame, links, None, location=answer.location).encode()


def tasks_of(paths: Iterable[str]) -> list[tuple[str, ...]]:
    """The paths in portions.

    What traces is one portion, for its tables are read once by the process that gets it; it comes first, for it takes
    longest, and then the pages with charts.
    """
    tracing: list[str] = []
    slow: list[str] = []
    quick: list[str] = []
    for path in paths:
        (tracing if path.startswith("lineage/") else slow if path.startswith(SLOW) else quick).append(path)
    portions = [tuple(tracing)] if tracing else []
    for held, size in ((slow, SIZES["slow"]), (quick, SIZES["quick"])):
        portions += [tuple(held[at : at + size]) for at in range(0, len(held), size)]
    return portions


def render_all(job: Job, paths: Sequence[str], *, workers: int, tell: Callable[[int], None]) -> Iterator[Rendered]:
    """Render every path; `tell` is told how many are done.

    With one worker the pages are rendered here. With more, processes are forked, and the one that calls must not have
    drawn a chart: the engine that draws does not outlive a fork.
    """
    portions, done = tasks_of(paths), 0
    for rendered in _each(job, portions, min(workers, len(portions))):
        done += len(rendered.written)
        tell(done)
        yield rendered


def _each(job: Job, portions: Sequence[tuple[str, ...]], workers: int) -> Iterator[Rendered]:
    if workers <= 1:
        yield from (_render(job, portion) for portion in portions)
        return
    _warm(job.site)
    context = multiprocessing.get_context("fork")
    with warnings.catch_warnings():
        # Newer Pythons warn of any fork beside threads. Those of Arrow are idle, and after a fork it starts new ones.
        warnings.simplefilter("ignore", DeprecationWarning)
        pool = context.Pool(workers, initializer=_begin, initargs=(job,))
    with pool:
        yield from pool.imap_unordered(_render_here, portions)


_here: list[Job] = []
"""The job of this process."""


def _begin(job: Job) -> None:
    _here[:] = [job]
    os.environ["FONTCONFIG_FILE"] = str(NO_FONTS)  # read by vl-convert when this process draws its first chart


def _warm(site: Site) -> None:
    """Read, before there are several processes, what each of them would otherwise read for itself."""
    site.cut.of_indicator("", area_type="")
    for index in site.editions:
        site.picture(index)
    index_of(site)


def _render_here(portion: tuple[str, ...]) -> Rendered:
    return _render(_here[0], portion)


def _render(job: Job, portion: tuple[str, ...]) -> Rendered:
    linked: set[str] = set()
    written = []
    for path in portion:
        try:
            written.append(render_path(job, path, linked))
        except NewlynError as error:
            raise type(error)(f"page {path or 'index'!r}: {error}") from None
    return Rendered(tuple(written), frozenset(linked))
