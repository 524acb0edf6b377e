"""Measuring in turns: ours, then each peer, round after round, so that what disturbs the one disturbs the others."""

from statistics import median
from time import perf_counter
from typing import Callable

ROUNDS = 15
WINDOW = 0.08
"""Seconds of work between two changes of turn."""

Work = Callable[[], int]
"""Does some operations and returns how many they were."""


def turn(work: Work) -> float:
    """Returns the seconds that one operation took."""
    done, began = 0, perf_counter()
    end = began + WINDOW
    while True:
        done += work()
        now = perf_counter()
        if now >= end:
            return (now - began) / done


def compare(what: str, kind: str, ours: Work, peers: dict[str, tuple[Work, str]]) -> None:
    """Measures all in turns and prints a line for each peer; ``kind`` is ``rate`` or ``faster``, with the least ratio."""
    works = [ours, *(work for work, _ in peers.values())]
    for work in works:
        turn(work)
    rounds: list[list[float]] = []
    for number in range(ROUNDS):
        # Who goes first changes: the next finds what the one before left in the machine's caches.
        order = [(place + number) % len(works) for place in range(len(works))]
        measured = {place: turn(works[place]) for place in order}
        rounds.append([measured[place] for place in range(len(works))])
    own = median(row[0] for row in rounds)
    for place, (name, (_, bound)) in enumerate(peers.items(), 1):
        # The peer's time by ours: how many times as fast ours is.
        ratios = sorted(row[place] / row[0] for row in rounds)
        figures = [own, median(row[place] for row in rounds), median(ratios), ratios[0], ratios[-1]]
        print("row", what, name, kind, *figures, bound, sep="\t", flush=True)


def figure(what: str, work: Work) -> None:
    """Prints how long one operation of ours takes."""
    turn(work)
    print("figure", what, median(turn(work) for _ in range(ROUNDS)), sep="\t", flush=True)
