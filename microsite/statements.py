"""What the law asks a website to say of itself: how accessible it is, and what it does with what it learns of people.

Both are told from what the site is: what is found here is said whether a town thinks of it or not. What only people
can know, they write in `content/accessibility.yaml` and `content/site.yaml`; where they haven't, that is said too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from microsite.model import Site
from microsite.planning import Context
from microsite.schema import AccessibilityFields, FaultFields
from microsite.views import FeedbackForm, Link, Part, Point

# Where somebody who is not content with the answer turns: the authority that watches over the law.
_DIGG = "https://www.digg.se/tdosanmalan"
_LEVEL_WORDS = {
    "fully": "The website meets the requirements of the law in full.",
    "partly": "The website meets the requirements of the law in part.",
    "not": "The website does not meet the requirements of the law.",
    "": "The website has not been assessed yet.",
}
# What every page is held to at each build, by rule of `markup`.
_CHECKED_WORDS = {
    "headings": "The headings come in order, and each page has one title.",
    "landmarks": "The page has one main part, and its menus have names.",
    "names": "Links, buttons and fields say what they are for.",
    "alternatives": "Pictures have words in their place, or are marked as decoration.",
    "languages": "The language of the page is marked, and passages in another language too.",
    "ids": "What a part of the page refers to is there, and only once.",
    "tables": "Tables have headings.",
}
Say = Callable[..., str]


def accessibility(context: Context, lang: str) -> tuple[Part, ...]:
    """Return the accessibility statement in `lang`: the eleven parts that the law (2018:1937) asks for."""
    site, say = context.site, context.say(lang)
    known = site.accessibility or AccessibilityFields()
    settings = site.settings
    faults = (*found_faults(site, say), *(_point(site, fault, lang) for fault in known.faults))
    nothing = () if faults or not known.level else (say("We know of nothing on the website that is not accessible."),)
    name = f"{site.local(settings.name, lang)}, {settings.base_url}"
    level = say(_LEVEL_WORDS[known.level])
    standard = say("The measure is the standard EN 301 549 V3.2.1, and with it WCAG 2.1 at level AA.")
    burden = tuple(_point(site, row, lang) for row in known.burden)
    outside = tuple(Point(*site.local_in(row.what, lang)) for row in known.outside)
    return (
        Part("aktor", say("Who is responsible"), (say("%(owner)s is responsible.", owner=settings.owner),)),
        Part("tjanst", say("Which website this is about"), (name,)),
        Part("niva", say("How well the website meets the law"), (level, standard)),
        Part("brister", say("What is not accessible"), (*nothing, *_remarks(context, lang)), faults),
        Part("bedomd", say("When the website was assessed"), *_day(known.assessed, say)),
        Part("andrad", say("When this statement was last changed"), *_day(known.updated, say)),
        Part(
            "metod",
            say("How the website was assessed"),
            (say("Every page is checked by a program each time the website is built. It looks for this:"),),
            tuple(Point(say(words)) for words in _CHECKED_WORDS.values()),
            after=(
                say("The colours are reckoned so that words stand out from what they stand on by at least 4.5 to 1."),
                say("What a program can't see, it has not checked."),
            ),
            own=Point(*site.local_in(known.method, lang)) if known.method else None,
        ),
        _feedback(context, lang),
        Part(
            "digg",
            say("Report to the authority"),
            (say("Are you not content with our answer? Tell Digg, the authority that watches over the law."),),
            links=(Link("digg.se/tdosanmalan", _DIGG),),
        ),
        Part(
            "undantag",
            say("Exempt because it would be too great a burden"),
            () if burden else (say("We claim no exemption by section 12 of the law."),),
            burden,
        ),
        Part(
            "utanfor",
            say("What the law does not cover"),
            (say("Other websites that we link to are the business of their owners."),),
            outside,
        ),
    )


def found_faults(site: Site, say: Say) -> Iterator[Point]:
    """Yield what isn't accessible as far as the site itself tells, with the reason, in the words that `say` has."""
    known = site.accessibility or AccessibilityFields()
    if not has_feedback(site):
        yield Point(
            say("There is no way here to tell us of faults without saying who you are."),
            why=say("It has not been set up yet."),
        )
    if not known.tried_by_users:
        yield Point(
            say("The website has not been tried by people who use assistive technology."),
            why=say("It remains to be done. There may be faults that we have not seen."),
        )
    if site.settings.poster_downloads and any(not poster.facts.template for poster in site.posters.values()):
        yield Point(
            say("Some posters to download are pictures without text of their own."),
            why=say("They were made as pictures. Their words stand as text on each poster's page."),
        )
    if any(_shows_more_than_it_says(site, name) for name in site.films):
        yield Point(
            say("Some films have sound but nobody who tells what is seen."),
            why=say("No such version has been made. All that is said and seen stands as text on each film's page."),
        )


def _shows_more_than_it_says(site: Site, name: str) -> bool:
    film = site.films[name]
    heard = any(recording.sound for rows in film.recordings.values() for recording in rows)
    return heard and not film.described and not any(track.kind == "descriptions" for track in film.tracks)


def has_feedback(site: Site) -> bool:
    """Tell whether people can say what doesn't work without saying who they are."""
    feedback = site.settings.feedback
    return feedback is not None and bool(feedback.url or feedback.action)


def _remarks(context: Context, lang: str) -> Iterator[str]:
    """Yield what is no fault by the law, and good to know."""
    site, say = context.site, context.say(lang)
    whole = set(site.whole_languages)
    entries: tuple[Any, ...] = (
        *site.pages.values(),
        *site.services.values(),
        *site.films.values(),
        *site.posters.values(),
    )
    if site.settings.untranslated == "show" and any(not whole <= entry.texts.keys() for entry in entries):
        yield say("Not every page is there in every language. One that is not is shown in the original, and marked so.")


def _feedback(context: Context, lang: str) -> Part:
    site, say = context.site, context.say(lang)
    settings, feedback = site.settings, site.settings.feedback
    words = [say("Is there something you can't use? Tell us which page it is and what happened.")]
    links, form = [], None
    if feedback is not None and feedback.action:
        form = FeedbackForm(feedback.action, urlsplit(feedback.action).netloc)
    if feedback is not None and feedback.url:
        # A form says so itself.
        words += [] if form else [say("You need not say who you are.")]
        links.append(Link(say("Tell us what does not work"), feedback.url))
    links.append(Link(site.local(settings.contact.text, lang), settings.contact.url))
    return Part("synpunkter", say("Tell us what does not work"), tuple(words), links=tuple(links), form=form)


def privacy(context: Context, lang: str) -> tuple[Part, ...]:
    """Return what the website does with what it learns of people, in `lang`: as little as can be, all of it told."""
    site, say = context.site, context.say(lang)
    return (
        Part("gor-inte", say("What this website does not do"), (), tuple(Point(row) for row in _refrains(site, say))),
        Part("server", say("The web server"), tuple(_server(site, say, lang))),
        Part("lankar", say("Links to others"), tuple(_leads_out(site, say))),
    )


def _refrains(site: Site, say: Say) -> Iterator[str]:
    yield say("No cookies, and nothing of ours is kept in your browser.")
    yield say("Nothing is fetched from anybody else: typefaces, pictures and all else come from this website.")
    yield say("No statistics that follow you. We don't see what you read.")
    if site.services:
        yield say("What you search for under Find help stays on your device. It is neither sent nor kept.")
    if site.films:
        yield say("Films lie on this website too. Nothing of them is fetched until you ask for it.")
    feedback = site.settings.feedback
    if feedback is not None and feedback.action:
        yield say("The only form is for faults. You need not say your name.")
        yield say("What you write there goes to %(host)s when you send it.", host=urlsplit(feedback.action).netloc)
    else:
        yield say("No forms about you. We never ask for your name, number or address.")


def _server(site: Site, say: Say, lang: str) -> Iterator[str]:
    yield say("The computer that sends you the pages sees your IP address for a moment, or it could not answer.")
    server = site.settings.server
    if server is None:
        yield say("What it keeps is decided by those who run it. They must say it here before the website is launched.")
        return
    operator = site.local(server.operator, lang)
    if server.days:
        yield say(
            "%(operator)s runs it and deletes its notes after %(days)s days.", operator=operator, days=server.days
        )
    else:
        yield say("%(operator)s runs it and keeps no note of who reads what.", operator=operator)


def _leads_out(site: Site, say: Say) -> Iterator[str]:
    yield say("Press a link to another website, and its rules apply.")
    yield say("The browser is asked not to tell it where you come from.")
    if site.settings.badges and site.partners:
        yield say("A partner may show our badge fetched from here. It sets no cookie, and nobody is followed by it.")


def _day(day: object, say: Say) -> tuple[tuple[str, ...], tuple[Point, ...], str]:
    return ((), (), str(day)) if day else ((say("It has not been done yet."),), (), "")


def _point(site: Site, fault: FaultFields, lang: str) -> Point:
    what, code = site.local_in(fault.what, lang)
    return Point(what, code, site.local(fault.why, lang), fault.until.isoformat() if fault.until else "")
