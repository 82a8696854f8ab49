"""Headers for every host that municipalities use, all from one table."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from microsite.interchange import uri_of
from microsite.plain import WRITE_TEXT, TextView
from microsite.planning import Context
from microsite.target import Target
from microsite.urls import prefix_of
from microsite.xml import quoteattr

Headers = tuple[tuple[str, str], ...]
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; manifest-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action {forms}; frame-ancestors 'none'; upgrade-insecure-requests"
)
# What every answer says, except where a row below says otherwise.
_EVERYWHERE = (
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("Strict-Transport-Security", "max-age=31536000"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"),
)
_PAGES = (
    ("Content-Security-Policy", _CSP.format(forms="'none'")),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-cache"),
)
_FOR_EVER = (
    ("Content-Security-Policy", "default-src 'none'"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "public, max-age=31536000, immutable"),
)
# Other people's pages show these, on origins with rules of their own.
_BADGES = (
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("Access-Control-Allow-Origin", "*"),
    ("Cache-Control", "public, max-age=3600, stale-while-revalidate=86400, stale-if-error=31536000"),
)
# Open data: for anybody's programs, on any origin.
_DATA = (
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ("Access-Control-Allow-Origin", "*"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("Cache-Control", "public, max-age=3600"),
)
# Folder → what differs there. "" is everything else.
FOLDERS: tuple[tuple[str, Headers], ...] = (
    ("bilder", _FOR_EVER),
    ("stil", _FOR_EVER),
    ("badges", _BADGES),
    ("data", _DATA),
    # Films: partners show them on pages and screens of their own.
    ("filmfiler", _BADGES),
    ("kit", (*_FOR_EVER[:3], ("Cache-Control", "no-cache"))),
    ("dela", (*_BADGES[:3], ("Cache-Control", "public, max-age=3600"))),
)
_TOP_FILES = (("Content-Security-Policy", "default-src 'none'"), ("Cache-Control", "public, max-age=3600"))
_TOP_NAMES = (
    "robots.txt",
    "sitemap.xml",
    "feed.xml",
    "kalender.ics",
    "site.webmanifest",
    "favicon.ico",
    "favicon.svg",
    "apple-touch-icon.png",
    "icon-192.png",
    "icon-512.png",
    "icon-maskable-512.png",
)
# The limit of the hosts that read `_headers`.
_MOST_RULES = 100
_TYPES = (
    (".avif", "image/avif"),
    (".mp4", "video/mp4"),
    (".webm", "video/webm"),
    (".vtt", "text/vtt"),
    (".webp", "image/webp"),
    (".webmanifest", "application/manifest+json"),
    (".woff2", "font/woff2"),
    (".ics", "text/calendar"),
    (".vcf", "text/vcard"),
    (".rdf", "application/rdf+xml"),
    (".csv", "text/csv"),
)


def targets(context: Context) -> Iterator[Target]:
    """Yield `_headers` (Netlify, Cloudflare), nginx, Apache and IIS files."""
    base = context.addresses.base
    names = sorted({out.split("/")[0] for out in _top(context)})
    pages = _pages(context)
    yield Target("_headers", WRITE_TEXT, TextView(_netlify(base, names, pages)))
    yield Target("nginx.conf.example", WRITE_TEXT, TextView(_nginx(base, pages)))
    yield Target(".htaccess", WRITE_TEXT, TextView(_apache(base, pages)))
    for folder, headers in FOLDERS:
        yield Target(f"{folder}/.htaccess", WRITE_TEXT, TextView(_apache_rows(headers)))
    yield Target("web.config", WRITE_TEXT, TextView(_iis(pages)))


def _pages(context: Context) -> Headers:
    """Return what pages say. Their forms may be sent to where the town takes faults, and nowhere else."""
    feedback = context.site.settings.feedback
    if feedback is None or not feedback.action:
        return _PAGES
    parts = urlsplit(uri_of(feedback.action))
    return (("Content-Security-Policy", _CSP.format(forms=f"{parts.scheme}://{parts.netloc}")), *_PAGES[1:])


def _top(context: Context) -> Iterator[str]:
    """Yield one address of every top folder of pages."""
    site, addresses = context.site, context.addresses
    for kind, entries in (
        ("page", site.pages),
        ("service", site.services),
        ("poster", site.posters),
        ("film", site.films),
        ("news", site.news),
        ("event", site.events),
        ("partner", site.partners),
    ):
        for name in entries:
            if addresses.has(kind, name, site.default):
                yield addresses.out(kind, name, site.default)
    if site.partners:
        yield addresses.out("roster", "", site.default)
    yield from (prefix_of(lang, site.default) for lang in site.languages[1:])


def _netlify(base: str, names: list[str], pages: Headers) -> str:
    """Write disjoint paths: a host that matches several rules joins their values, and two policies fight each other."""
    root = base.rstrip("/")
    paths = [base, f"{root}/404.html", *(f"{root}/{name}/*" for name in names if "." not in name)]
    rules: list[tuple[str, Headers]] = [(path, (*_EVERYWHERE, *pages)) for path in paths]
    rules += [(f"{root}/{name}", (*_EVERYWHERE, *_TOP_FILES)) for name in _TOP_NAMES]
    rules += [(f"{root}/{folder}/*", (*_EVERYWHERE, *headers)) for folder, headers in FOLDERS]
    if len(rules) > _MOST_RULES:
        # More top folders than a host takes rules for: one rule for all, and beside it only what that one doesn't say.
        common = (*_EVERYWHERE, *pages[:2])
        rules = [(f"{root}/*", common)]
        for folder, headers in FOLDERS:
            rules.append((f"{root}/{folder}/*", tuple(h for h in headers if h[0] not in dict(common))))
    rows = []
    for path, headers in rules:
        rows += [path, *(f"  {name}: {value}" for name, value in headers), ""]
    return "\n".join(rows)


def _nginx(base: str, pages: Headers) -> str:
    """Write maps and ONE set of add_header at server level: one `add_header` in a location would drop all the others."""
    names = [name for name, _ in pages] + ["Access-Control-Allow-Origin"]
    variable = {name: "$campaign_" + name.lower().replace("-", "_") for name in names}
    rows = ["# In the http block:"]
    for name in names:
        rows.append(f"map $uri {variable[name]} {{")
        rows.append(f'    default "{dict(pages).get(name, "")}";')
        for folder, headers in FOLDERS:
            rows.append(f'    ~^{base}{folder}/ "{dict(headers).get(name, "")}";')
        rows.append("}")
    rows += ["", "# In the server block, and no add_header in any location below it:"]
    rows += [f'add_header {name} "{value}" always;' for name, value in _EVERYWHERE]
    rows += [f"add_header {name} {variable[name]} always;" for name in names]
    rows += [
        f"error_page 404 {base}404.html;",
        "index index.html;",
        "charset utf-8;",
        "location ~ /\\.(manifest|htaccess)$ { return 404; }",
    ]
    types = " ".join(f"{kind} {suffix.lstrip('.')};" for suffix, kind in _TYPES)
    return "\n".join([*rows, f"# In the types block: {types}", ""])


def _apache(base: str, pages: Headers) -> str:
    rows = [
        "# AllowOverride FileInfo Options Indexes must be on for this folder.",
        "Options -Indexes",
        "DirectoryIndex index.html",
        f"ErrorDocument 404 {base}404.html",
        "AddDefaultCharset utf-8",
    ]
    rows += [f"AddType {kind} {suffix}" for suffix, kind in _TYPES]
    rows += ['<FilesMatch "^\\.">', "  Require all denied", "</FilesMatch>", _apache_rows((*_EVERYWHERE, *pages))]
    return "\n".join(rows)


def _apache_rows(headers: Headers) -> str:
    unset = [name for name, _ in _PAGES if name not in dict(headers)]
    rows = ["<IfModule mod_headers.c>"]
    rows += [f"  Header always unset {name}" for name in unset]
    # "onsuccess unset" too: Apache keeps two tables of headers, and a value in both is sent twice.
    rows += [f'  Header onsuccess unset {name}\n  Header always set {name} "{value}"' for name, value in headers]
    return "\n".join([*rows, "</IfModule>", ""])


def _iis(pages: Headers) -> str:
    def headers(rows: Headers, indent: str) -> str:
        lines = [f"{indent}<httpProtocol><customHeaders>"]
        for name, value in rows:
            lines += [
                f"{indent}  <remove name={quoteattr(name)} />",
                f"{indent}  <add name={quoteattr(name)} value={quoteattr(value)} />",
            ]
        lines += [f"{indent}  <remove name={quoteattr(name)} />" for name, _ in pages if name not in dict(rows)]
        return "\n".join([*lines, f"{indent}</customHeaders></httpProtocol>"])

    types = "".join(
        f'      <remove fileExtension="{s}" />\n      <mimeMap fileExtension="{s}" mimeType="{kind}" />\n'
        for s, kind in _TYPES
    )
    places = "\n".join(
        f'  <location path="{folder}">\n    <system.webServer>\n{headers(rows, "      ")}\n    </system.webServer>\n  </location>'
        for folder, rows in FOLDERS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<configuration>\n  <system.webServer>\n'
        f"    <staticContent>\n{types}    </staticContent>\n"
        '    <httpErrors errorMode="Custom" existingResponse="Replace">\n      <remove statusCode="404" />\n'
        '      <error statusCode="404" path="404.html" responseMode="File" />\n    </httpErrors>\n'
        '    <security><requestFiltering><hiddenSegments><add segment=".manifest" /></hiddenSegments></requestFiltering></security>\n'
        f"{headers((*_EVERYWHERE, *pages), '    ')}\n  </system.webServer>\n{places}\n</configuration>\n"
    )
