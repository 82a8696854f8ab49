"""The campaign's pictures: each read once, with who took it and how long those in it have said yes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from microsite.model import Master
from microsite.pictures import read_logo, read_master
from microsite.problem import Span, did_you_mean
from microsite.reader import Reader
from microsite.schema import PictureFields
from microsite.source import Source

REGISTER = "content/pictures.yaml"
# How long before a consent runs out it is told.
_CONSENT_SOON = dt.timedelta(30)


@dataclass(frozen=True)
class _Told:
    """What is told of a picture, and where."""

    fields: PictureFields
    span: Span

    def is_over(self, day: dt.date) -> bool:
        return self.fields.consent_until is not None and self.fields.consent_until < day


class Album:
    """Finds and reads pictures. What is wrong with one is told where it is first named."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._sources = reader.sources
        self._memo = reader.memo
        self._problems = reader.problems
        self._today = reader.today
        self._masters: dict[str, Master | None] = {}
        self._logos: dict[str, Master | None] = {}
        self._register = self._read_register()

    @property
    def masters(self) -> Mapping[str, Master]:
        """Return every picture that was asked for and can be shown, by path."""
        return {path: m for path, m in {**self._logos, **self._masters}.items() if m}

    def picture(self, target: str, span: Span) -> Master | None:
        """Return the picture that `target` names, or None after telling at `span` why it can't be shown."""
        source = self._find(target, span)
        if source is None:
            return None
        if source.path not in self._masters:
            told = self._register.get(source.path)
            master = read_master(source, span, self._memo, self._problems)
            if told and told.is_over(self._today):
                # Told here and not at the register: one that no page shows is nobody's concern.
                self._problems.warn("consent-over", told.span, path=source.path, date=str(told.fields.consent_until))
                master = None
            elif told and told.is_over(self._today + _CONSENT_SOON):
                self._problems.warn("consent-soon", told.span, path=source.path, date=str(told.fields.consent_until))
            if told and master:
                master = dataclasses.replace(master, credit=told.fields.credit)
            self._masters[source.path] = master
        return self._masters[source.path]

    def poster_picture(self, target: str, span: Span) -> Master | None:
        """Return a poster's picture. Without consent it is an error: pages lead to a poster, and files are taken."""
        path = posixpath.normpath(target)
        told = self._register.get(path)
        if told and told.is_over(self._today):
            self._problems.error("consent-poster", span, told.span, path=path, date=str(told.fields.consent_until))
            return None
        return self.picture(target, span)

    def logo(self, path: str, span: Span) -> Master | None:
        """Return a partner's logo, None where it has none, or after telling at `span` why it can't be taken."""
        if not path:
            return None
        source = self._find(path if path.startswith("assets/") else f"assets/logos/{path}", span)
        if source is None:
            return None
        if source.path not in self._logos:
            self._logos[source.path] = read_logo(source, span, self._memo, self._problems)
        return self._logos[source.path]

    def _find(self, target: str, span: Span) -> Source | None:
        path = posixpath.normpath(target.lstrip("/"))
        if path not in self._sources and f"assets/{path}" in self._sources:
            path = f"assets/{path}"
        source = self._sources.get(path)
        if source is None:
            near = (
                p
                for p in self._sources
                if p.startswith("assets/") and not p.startswith(("assets/css/", "assets/js/", "assets/fonts/"))
            )
            self._problems.error("picture-missing", span, path=target, **did_you_mean(path, near))
        return source

    def _read_register(self) -> dict[str, _Told]:
        """Return what the campaign tells of its pictures, by path."""
        source = self._sources.get(REGISTER)
        mapped = self._reader.yaml(source) if source else None
        found: dict[str, _Told] = {}
        if mapped is None:
            return found
        for i, fields in self._reader.items(PictureFields, mapped, "file: bilder/motet.jpg"):
            at = mapped.span((i, "file"))
            picture = self._find(fields.file, at)
            if picture is None:
                continue
            if picture.path in found:
                self._problems.error("picture-twice", at, found[picture.path].span, path=picture.path)
                continue
            found[picture.path] = _Told(fields, mapped.span((i, "consent-until")) if fields.consent_until else at)
        return found
