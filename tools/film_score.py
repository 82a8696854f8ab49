"""The film's score: what is read in it, what moves when, and by which curves. make_film.py plays it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

# Pictures a second, and the letters that anyone has time to read in one.
RATE, PACE = 25, 12.0


@dataclass(frozen=True, slots=True)
class Words:
    """What is read in the film, in order."""

    first: str
    reply: str
    again: str
    headline: str
    line: str
    call: str
    service: str
    number: str
    terms: str
    name: str


def glide(x: float) -> float:
    """Set off and stop gently: a fifth-degree curve without jerk at its ends."""
    return x**3 * (x * (6 * x - 15) + 10)


def arrive(x: float) -> float:
    return 1 - (1 - x) ** 3


def settle(x: float) -> float:
    """Swing past the goal by three per cent and come to rest: a spring damped to three quarters."""
    return 1 - math.exp(-7.6 * x) * (math.cos(6.7 * x) + 7.6 / 6.7 * math.sin(6.7 * x))


@dataclass(frozen=True, slots=True)
class Move:
    """A change of one thing in film.typ, from what it was to `to`. Times in seconds."""

    what: str
    start: float
    seconds: float
    to: float
    ease: Callable[[float], float]


@dataclass(slots=True)
class Score:
    """What moves when, and the moments that subtitles begin at, by name and in order."""

    moves: list[Move] = field(default_factory=list)
    marks: dict[str, float] = field(default_factory=dict)

    def move(self, what: str, start: float, seconds: float, ease: Callable[[float], float], to: float = 1) -> float:
        """Note a move and return when it ends."""
        self.moves.append(Move(what, start, seconds, to, ease))
        return start + seconds

    def state(self, time: float) -> dict[str, float]:
        """Return how far each thing has come."""
        state = {move.what: 0.0 for move in self.moves}
        for move in self.moves:
            if time > move.start:
                part = 1.0 if time >= move.start + move.seconds else move.ease((time - move.start) / move.seconds)
                state[move.what] += (move.to - state[move.what]) * part
        # The dots breathe by the clock, as long as they are there.
        state["breath"] = time if state["answer-dots"] > 0 and state["fill"] < 1 else 0.0
        return {what: round(value, 4) for what, value in state.items()}


def read(*texts: str) -> float:
    """Return how long it takes to read words, in seconds."""
    return sum(map(len, texts)) / PACE


def compose(words: Words) -> Score:
    """Return the film's score. A bubble's words can be read about half a second after it begins to grow."""
    score = Score()

    def speak(what: str, start: float, seconds: float) -> float:
        score.move(what, start, seconds, settle)
        return score.move(f"{what}-words", start + seconds * 0.25, seconds * 0.35, arrive)

    def stand(mark: str, begun: float, seconds: float) -> float:
        score.marks[mark] = begun - 0.2
        return begun + seconds

    score.marks["start"] = 0.0
    now = stand("first", speak("first", 0.3, 1.0), max(1.2, read(words.first)))
    # Nobody says anything for a while: that is what the film is about.
    now = stand("reply", speak("reply", now, 1.0), max(2.0, read(words.reply)))
    score.marks["pause"] = now - 0.4
    score.move("view", now, 1.2, glide)
    now = stand("again", speak("again", now + 0.5, 1.3), max(2.2, read(words.again)))
    score.move("view", now, 1.2, glide, to=2)
    now = stand("headline", score.move("headline", now + 0.9, 0.7, arrive), max(1.4, read(words.headline)))
    # An answer begins, and goes on while the line asks for time to listen.
    score.move("answer", now - 0.3, 1.0, settle)
    score.move("answer-dots", now, 0.5, arrive)
    now = stand("line", score.move("line", now, 0.7, arrive), read(words.line))
    score.marks["fill"] = now
    now = score.move("fill", now, 1.0, glide)
    score.marks |= {"call": now + 0.1, "number": now + 1.3, "help": now + 2.4}
    for what in ("call", "number", "terms", "name"):
        score.move(what, now, 0.6, arrive)
        now += 0.12
    last = words.call, words.service, words.number, words.terms, words.name
    end = math.ceil((now + max(7.0, read(*last))) * RATE) / RATE
    score.marks |= {"name": end - 2.05, "end": end}
    return score
