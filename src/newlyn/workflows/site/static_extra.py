"""What lies beside the pages of a static copy: assets, map tiles, and what hosts and search engines ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote, urlsplit

from newlyn.foundation.errors import InputError
from newlyn.foundation.files import storage_errors
from newlyn.publish.asset import Assets
from newlyn.publish.site.link import NO_ASSETS, StaticLinks, static_file
from newlyn.publish.site.message import Choice, render_message
from newlyn.workflows.site import pages
from newlyn.workflows.site.opened import Site

COMPRESSED = (".gz", ".br")
"""Ends of the files beside an asset that hold it compressed."""

MOST_ADDRESSES = 50_000
"""Of one sitemap, by its protocol (https://www.sitemaps.org/protocol.html)."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True)
class RootedLinks:
    """Links that begin at the root of the host: for the one page that is shown at any depth."""

    prefix: str
    """Path of the copy on its host, with strokes at both ends."""
    assets: Mapping[str, str] = field(default_factory=lambda: NO_ASSETS)
    served: bool = False

    def page(self, path: str = "", **query: object) -> str:
        """A page of the copy."""
        del query
        return self.prefix + quote(static_file(path))

    def file(self, path: str) -> str:
        """A file of the copy."""
        return self.prefix + quote(path)

    def asset(self, name: str) -> str:
        """A style sheet or script."""
        return f"{self.prefix}static/{self.assets.get(name, name)}"

    def figure(self, figure: str) -> str:
        """The place where a figure is traced."""
        return self.prefix + StaticLinks("").figure(figure).removeprefix("./")

    def home(self) -> str:
        """The overview."""
        return self.page()


def read_address(given: str) -> str:
    """The address at which a copy will be found, ending in a stroke.

    Raises
    ------
    InputError
        If it is not an address of the web, or has a query.

    Examples
    --------
    >>> read_address("https://example.org/essex")
    'https://example.org/essex/'
    """
    try:
        parts = urlsplit(given)
        fine = parts.scheme in ("https", "http") and parts.hostname and not (parts.query or parts.fragment)
        fine = fine and parts.port != 0 and given.isprintable() and not set(given) & set(" <>\"'")
    except ValueError:
        fine = False
    if not fine:
        raise InputError(f"{given!r} is not an address of the web. Write one such as https://example.org/essex/.")
    return given if given.endswith("/") else f"{given}/"


def extra_files(site: Site, assets: Assets | None, address: str) -> Iterator[tuple[str, bytes]]:
    """Paths and bytes of everything beside the pages."""
    yield ".nojekyll", b""  # else GitHub Pages leaves out some files
    yield "robots.txt", _robots(address)
    yield "404.html", _not_found(site, assets, address)
    if address:
        yield "sitemap.xml", _sitemap(site, address)
    with storage_errors(site.folder):
        for name, path in sorted(site.tiles().items()):
            yield f"tiles/{name}", path.read_bytes()
        for asset in assets.files if assets else ():
            yield f"static/{asset.name}", asset.read_bytes()
            for end in COMPRESSED:
                beside = asset.with_name(asset.name + end)
                if beside.is_file():
                    yield f"static/{beside.name}", beside.read_bytes()


def _robots(address: str) -> bytes:
    lines = ["User-agent: *", "Allow: /", *([f"Sitemap: {address}sitemap.xml"] if address else [])]
    return ("\n".join(lines) + "\n").encode()


def _sitemap(site: Site, address: str) -> bytes:
    paths = [quote(static_file(path)) if path else "" for path in pages.addresses(site)]
    entries = "".join(f"<url><loc>{escape(address + path)}</loc></url>\n" for path in paths[:MOST_ADDRESSES])
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_NAMESPACE}">\n{entries}</urlset>\n'.encode()


def _not_found(site: Site, assets: Assets | None, address: str) -> bytes:
    """Shown for any address that is not there: with the copy's own address its links hold at every depth."""
    names = assets.names if assets else NO_ASSETS
    links = RootedLinks(urlsplit(address).path, names) if address else StaticLinks("404", names)
    said = [
        "The address may have a slip, or the page may have been taken away when the figures were brought up to date."
    ]
    choices = [Choice(f"Overview of {site.name}", ""), Choice("Find a place or an indicator", "find")]
    return render_message(pages.frame_of(site, links), links, "There is no such page", said, choices).encode()
