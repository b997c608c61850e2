"""What moved a bloc, in one sentence: the same delegations before and after a change, and what decides about each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from positions.game import Explanation
from positions.text.sentences import list_words

__all__ = ["moved"]

MOST = 2  # delegations whose reason is told; the others are named
SMALL = 0.005  # ours: amounts are told with two digits

State = Callable[[str], Explanation | None]  # by actor; None for who is not in the room
Name = Callable[[str], str]
Words = Callable[[str, str], str]  # clause, option


def moved(was: Sequence[str], now: Sequence[str], *, before: State, after: State, name: Name, words: Words) -> str:
    """Return who left the bloc and who joined it, with the reason; empty when nobody did.

    Parameters
    ----------
    was, now : sequence of str
        The bloc before and after.
    before, after : callable
        An actor's state taken apart; asked for those alone whose reason is told.
    name : callable
        An actor's name.
    words : callable
        The words of an option, by clause and option.

    Examples
    --------
    >>> moved(["iran"], [], before=lambda a: None, after=lambda a: None, name=str.title, words=lambda c, o: o)
    'Iran is not in the room.'
    """
    left = [a for a in was if a not in now]
    joined = [a for a in now if a not in was]
    said = []
    for a in left[:MOST]:
        old, new = before(a), after(a)
        does = "lets go" if new is not None else "is not in the room"
        said.append(f"{name(a)} {does}{_because(_left(old, new, name, words))}")
    said += _rest(left[MOST:], "let go too", "lets go too", name)
    for a in joined[:MOST]:
        old, new = before(a), after(a)
        said.append(f"{name(a)} objects now{_because(_joined(old, new, name, words))}")
    said += _rest(joined[MOST:], "object too", "objects too", name)
    return "; ".join(said) + "." if said else ""


def _because(reason: str) -> str:
    return f": {reason}" if reason else ""


def _rest(actors: Sequence[str], many: str, one: str, name: Name) -> list[str]:
    if not actors:
        return []
    if len(actors) > MOST + 1:
        return [f"{len(actors)} others {many}"]
    return [f"{list_words([name(a) for a in actors])} {one if len(actors) == 1 else many}"]


def _left(before: Explanation | None, after: Explanation | None, name: Name, words: Words) -> str:
    """Return why a delegation that objected does not any more: what weighed most and is gone."""
    if before is None or after is None:
        return ""
    crossed = [line for line in before.broken_red_lines if line not in after.broken_red_lines]
    if crossed:
        kept = _limit_words(before, after)
        line = f"the text does not say “{_shown(words(*crossed[0]))}” any more"
        return f"{line}, and {kept}" if kept else line
    if len(after.unmet_demands) < len(before.unmet_demands):
        return "what it demands is in the text now"
    if limit := _limit_words(before, after):
        return limit
    gone = [leader for leader, _ in before.stands_with if leader not in dict(after.stands_with)]
    if gone and before.role == "follower":
        does = "does" if len(gone) == 1 else "do"
        return f"{list_words([name(a) for a in gone])}, with whom it stood, {does} not object"
    if after.welcome < before.welcome - SMALL:
        return "it hears the text better from the one who tables it now"
    if after.grievance < before.grievance - SMALL:
        return (
            f"what the text costs it falls from {before.grievance:.2f} to {after.grievance:.2f}, "
            f"less than objecting costs ({after.cost:.2f})"
        )
    if after.cost > before.cost + SMALL:
        return f"with fewer others objecting costs it {after.cost:.2f}, before {before.cost:.2f}"
    return ""


def _joined(before: Explanation | None, after: Explanation | None, name: Name, words: Words) -> str:
    """Return why a delegation that did not object does now."""
    if after is None:
        return ""
    known = before.broken_red_lines if before else ()
    crossed = [line for line in after.broken_red_lines if line not in known]
    if crossed:
        return f"it will not have “{_shown(words(*crossed[0]))}”"
    if before is not None and len(after.unmet_demands) > len(before.unmet_demands):
        return "what it demands is not in the text any more"
    if after.distance > 0 and (before is None or after.distance > before.distance + SMALL):
        beyond = after.high if after.position > after.high else after.low
        return f"the text at {after.position:.2f} lies outside its limit of {beyond:.2f}"
    came = [leader for leader, _ in after.stands_with if before is None or leader not in dict(before.stands_with)]
    if came and after.role == "follower":
        return f"it stands with {list_words([name(a) for a in came])}"
    if before is not None and after.welcome > before.welcome + SMALL:
        return "it hears the text worse from the one who tables it now"
    if before is not None and after.cost < before.cost - SMALL:
        return f"in this company objecting costs it {after.cost:.2f}, before {before.cost:.2f}"
    return ""


def _limit_words(before: Explanation, after: Explanation) -> str:
    """Return how text and interval came together, where they did or came nearer."""
    if not before.distance > after.distance + SMALL:
        return ""
    low, high = after.low, after.high
    if (abs(low - before.low) > SMALL or abs(high - before.high) > SMALL) and after.talked and not before.talked:
        how = f"the talk moved its interval to {low:.2f}–{high:.2f}"
        return f"{how}, and the text at {after.position:.2f} lies inside" if after.distance == 0 else how
    if after.distance == 0:
        return f"the text at {after.position:.2f} now lies inside its interval ({low:.2f}–{high:.2f})"
    beyond = high if after.position > high else low
    return f"the text at {after.position:.2f} is nearer to its limit of {beyond:.2f}"


def _shown(text: str) -> str:
    return text.strip(" ,.;") or "nothing there"
