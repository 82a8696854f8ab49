"""Asking a town what its campaign is to be called, look like and speak: `new` begins with that."""

from __future__ import annotations

import argparse
import sys

from microsite import starting
from microsite.pipeline import ENGINE
from microsite.problem import Problem, Span
from microsite.talk import SAY, Talk


def asked(options: argparse.Namespace, talk: Talk) -> starting.Answers | None:
    """Return a town's answers: as typed after the command, else as asked for, else as proposed.

    Nobody is asked where nobody can answer. None where an answer on the command line is wrong.
    """
    known = starting.known_languages(ENGINE)
    got: dict[str, str] = {}

    def fault(name: str, value: str) -> starting.Fault | None:
        if name in ("primary", "accent"):
            return starting.colour_fault(got.get("primary", value), value if name == "accent" else "")
        if name == "languages":
            return starting.language_fault(_listed(value), known)
        return starting.address_fault(value) if name == "url" else None

    words, interactive = SAY[talk.lang], sys.stdin.isatty()
    if interactive:
        talk.say("new_asks")
    for name in ("name", "owner", "primary", "accent", "languages", "url"):
        proposed = words[f"new_{name}_proposed"]
        typed = getattr(options, name)
        while True:
            if typed is None:
                question = words[f"new_{name}_asked"].format(known=", ".join(known))
                try:
                    typed = input(f"{question} [{proposed}] ") if interactive else ""
                except EOFError:
                    # Ctrl+D, or Ctrl+Z in Windows: a way of saying no.
                    raise KeyboardInterrupt from None
            value = " ".join(typed.split()) or proposed
            value = value.lower() if name in ("primary", "accent", "languages") else value
            wrong = fault(name, value) if value else None
            if wrong is None:
                got[name] = value
                break
            problem = Problem(wrong[0], "error", Span(""), tuple((key, str(told)) for key, told in wrong[1].items()))
            talk.say("new_again", to_error=True, text=problem.text(talk.lang), hint=problem.hint(talk.lang))
            if not interactive or getattr(options, name) is not None:
                return None
            typed = None
    languages = tuple(dict.fromkeys(("sv", *_listed(got.pop("languages")))))
    url = got.pop("url").rstrip("/") + "/"
    return starting.Answers(languages=languages, url=url, **got)


def _listed(value: str) -> list[str]:
    """Return the words of a list as people write one."""
    return value.replace(",", " ").split()
