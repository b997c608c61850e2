"""As much English grammar as the moves need: other verbs in the same form, "consider" before a verb."""

from __future__ import annotations

import re

__all__ = ["doing", "gerund", "in_form", "insert_before_end", "like", "to_consider"]

_DOUBLED = {"put", "set", "cut", "let", "get", "submit", "permit", "commit", "refer", "plan", "stop", "ban", "begin"}
_IRREGULAR = {"be": "being", "die": "dying", "lie": "lying"}
_ADVERB = r"(?:not |also |further |fully |promptly |effectively |immediately |urgently )*"


def gerund(verb: str) -> str:
    """Return a verb's -ing form.

    >>> [gerund(v) for v in ("adopt", "criminalise", "submit", "be", "agree")]
    ['adopting', 'criminalising', 'submitting', 'being', 'agreeing']
    """
    low = verb.lower()
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if low in _DOUBLED:
        return verb + verb[-1] + "ing"
    if low.endswith("ie"):
        return verb[:-2] + "ying"
    if low.endswith("e") and not low.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return verb + "ing"


def in_form(base: str, ending: str) -> str:
    """Return a verb phrase with its first verb in a form: ``third``, ``ing``, ``past`` or ``base``.

    >>> [in_form("call upon", e) for e in ("third", "ing", "past")], in_form("take note of", "past")
    (['calls upon', 'calling upon', 'called upon'], 'took note of')
    """
    verb, _, rest = base.partition(" ")
    if ending == "third":
        new = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    elif ending == "ing":
        new = gerund(verb)
    elif ending == "past":
        new = {"take": "took"}.get(verb, verb + ("d" if verb.endswith("e") else "ed"))
    else:
        new = verb
    return f"{new} {rest}".strip()


def like(old: str, new: str) -> str:
    """Return ``new`` with the capitals of ``old``.

    >>> like("URGES", "invites"), like("Urges", "invites"), like("urges", "invites")
    ('INVITES', 'Invites', 'invites')
    """
    if len(old) > 1 and old.isupper():
        return new.upper()
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


def to_consider(rest: str) -> str | None:
    """Return what follows "to" or "should" with "consider" before it, or None when no verb follows.

    >>> to_consider("adopt laws"), to_consider("not punish victims"), to_consider("consider acting")
    ('consider adopting laws', 'consider not punishing victims', None)
    """
    found = re.match(rf"{_ADVERB}([A-Za-z]+)\b", rest)
    if not found or found.group(1).lower() in ("consider", "endeavour", "endeavor", "explore", "the", "a", "an"):
        return None
    return f"consider {doing(rest)}"


def doing(rest: str) -> str:
    """Return what is asked with its verbs in their -ing form, later ones of the same sentence included.

    >>> doing("not punish or prosecute victims"), doing("recognise their work and integrate it")
    ('not punishing or prosecuting victims', 'recognising their work and integrating it')
    """
    found = re.match(rf"({_ADVERB})([A-Za-z]+)\b", rest)
    if not found:
        return rest
    verb = found.group(2)
    first = found.group(1) + (verb if verb.endswith("ing") else gerund(verb))
    after = rest[found.end() :]
    if more := re.match(r"( or | and |, )([a-z]+)(?= )", after):  # "punish or prosecute victims"
        after = more.group(1) + _second(more.group(2)) + after[more.end() :]
    # "recognise their work and integrate it"
    return (
        first
        + re.sub(
            r"(?<=\band )([a-z]+)(?= (?:it|them|their|its)\b)", lambda m: _second(m.group()), after.partition(".")[0]
        )
        + "".join(after.partition(".")[1:])
    )


def _second(word: str) -> str:
    plain = word.endswith(("ing", "s", "ly")) or word in (
        "the",
        "a",
        "an",
        "other",
        "all",
        "to",
        "in",
        "of",
        "as",
        "by",
    )
    return word if plain else gerund(word)


def insert_before_end(text: str, addition: str) -> str:
    """Return ``text`` with ``addition`` before its closing punctuation.

    >>> insert_before_end("act.", ", as appropriate")
    'act, as appropriate.'
    """
    body = text.rstrip()
    end = re.search(r"[,.;:]*$", body)
    cut = end.start() if end else len(body)
    return body[:cut] + addition + body[cut:]
