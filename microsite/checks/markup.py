"""Every page can be used by everyone, as far as its HTML tells; and links say where they lead."""

from __future__ import annotations

from collections import defaultdict

from microsite.checks.pages import Published
from microsite.problem import Problems, Span, and_more
from microsite.schema import base_of

# What is wrong, by rule: in Swedish and in English.
_WORDS = {
    "headings": ("rubrikernas ordning", "the order of headings"),
    "landmarks": ("sidans delar", "the parts of the page"),
    "names": ("något att trycka på eller fylla i utan namn", "something to press or fill in without a name"),
    "alternatives": ("en bild utan ord i dess ställe", "a picture without words in its place"),
    "languages": ("språket är inte utmärkt", "a language that is not marked"),
    "ids": ("id som står två gånger eller inte alls", "an id that stands twice, or not at all"),
    "tables": ("en tabell utan rubriker", "a table without headings"),
}
# Words that say nothing of where a link leads: whoever goes from link to link hears these alone.
_VAGUE = {
    "sv": {"här", "klicka här", "tryck här", "läs mer", "läs mer här", "mer", "länk", "denna länk", "se här", "hit"},
    "en": {"here", "click here", "read more", "more", "link", "this link", "see here"},
    "fi": {"tästä", "täältä", "klikkaa tästä", "lue lisää", "lisää", "linkki", "tämä linkki"},
    "ar": {"هنا", "اضغط هنا", "انقر هنا", "اقرأ المزيد", "المزيد", "الرابط"},
    "so": {"halkan", "halkan guji", "wax badan ka akhri", "wax badan"},
}


def check(published: Published, problems: Problems) -> None:
    """Warn of pages that break a rule, each rule once; of headings that skip a level and links that say nothing."""
    skipping = _skipped(published, problems)
    broken: dict[str, dict[str, str]] = defaultdict(dict)
    for out, page in published.pages.items():
        for fault in page.faults:
            # What somebody wrote was told at its line.
            if fault[0] != "headings" or published.origins[out] not in skipping:
                broken[fault[0]].setdefault(out, fault[1])
    # A fault of a template stands on many pages: it is told once, at the first.
    for rule, pages in sorted(broken.items()):
        sv, en = _WORDS[rule]
        out, where = min(pages.items())
        values = {"page": out, "what": sv, "what_en": en, "where": where, **and_more(len(pages))}
        problems.warn("html-rule", Span(published.origins[out]), **values)
    for text in published.texts():
        vague = _VAGUE.get(base_of(text.lang), set())
        for link in text.body.document.links:
            if link.text.strip(" .:…→").lower() in vague:
                problems.warn("link-vague", link.span, text=link.text.strip())


def _skipped(published: Published, problems: Problems) -> set[str]:
    """Warn of headings two levels below the one before; return the files that have such."""
    found = set()
    for text in published.texts():
        before = 1
        for heading in text.body.document.headings:
            if heading.level > before + 1:
                found.add(text.path)
                place = published.find_words(text.path, heading.text.split())
                marks = {"level": "#" * heading.level, "right": "#" * (before + 1)}
                problems.warn("heading-skipped", place, text=heading.text, **marks)
            before = heading.level
    return found
