"""What moved a bloc, in one sentence: each reason from a change that has it."""

from pathlib import Path

import pytest

from positions.api.whatif import lets_go, with_interval
from positions.casefiles import load_case
from positions.findings.moved import moved
from positions.ledger import Ledger
from positions.search.sweeps.plan import absent

CASE = load_case(Path(__file__).parents[3] / "data")


def told(issue, before, after, *, cases=(CASE, CASE)):
    """Return the sentence; ``before`` and ``after`` are (text, talks, tabler)."""
    ledgers = [Ledger(case) for case in cases]

    def states(ledger, put):
        text, talks, by = put
        found = ledger.analysis(issue, text, talks, tabled_by=by)

        def of(actor):
            if actor not in ledger.arrays(issue).actors:
                return None
            return ledger.why(issue, text, actor, talks, tabled_by=by)

        return found.blocking_bloc, of

    (was, old), (now, new) = (states(one, put) for one, put in zip(ledgers, (before, after), strict=True))
    words = lambda clause, option: CASE.issues[issue].clauses[clause].options[option].text  # noqa: E731
    return moved(was, now, before=old, after=new, name=lambda a: CASE.actor_name(issue, a), words=words)


def test_nothing_moves():
    assert told("victim_care", ("irrespective", "none", ""), ("irrespective", "none", "")) == ""


def test_a_red_line_is_no_longer_crossed():
    said = told("victim_care", ("irrespective", "pakistan", ""), ("compromise", "pakistan", ""))
    assert said == (
        "Pakistan lets go: the text does not say “irrespective of their cooperation with law enforcement” any more, "
        "and the text at 0.75 is nearer to its limit of 0.57."
    )
    back = told("victim_care", ("compromise", "pakistan", ""), ("irrespective", "pakistan", ""))
    assert back == "Pakistan objects now: it will not have “irrespective of their cooperation with law enforcement”."


def test_a_talk_moved_it():
    said = told("victim_care", ("compromise", "none", ""), ("compromise", "pakistan", ""))
    assert said == "Pakistan lets go: the talk moved its interval to 0.00–0.57."
    said = told("victim_care", ("compromise", "pakistan", ""), ("compromise", "none", ""))
    assert said == "Pakistan objects now: the text at 0.75 lies outside its limit of 0.10."


def test_an_interval_reaches_the_text():
    wide = with_interval(CASE, "victim_care", "pakistan", 0.0, 0.9)
    said = told("victim_care", ("compromise", "none", ""), ("compromise", "none", ""), cases=(CASE, wide))
    assert said == "Pakistan lets go: the text at 0.75 now lies inside its interval (0.00–0.90)."


def test_who_is_absent_and_who_followed():
    principle = ("principle", "none", "usa")
    said = told("non_punishment", principle, principle, cases=(CASE, absent(CASE, ("russia", "iran"))))
    assert said == "Russia is not in the room; Iran is not in the room; Pakistan lets go too."
    alone = CASE
    for one in ("russia", "iran"):
        alone = lets_go(alone, "non_punishment", one)
    follows, free = (Ledger(c).why("non_punishment", "principle", "pakistan", "none") for c in (CASE, alone))

    def say(was, now, old, new):
        return moved(
            was, now, before=lambda _: old, after=lambda _: new,
            name=lambda a: CASE.delegations[a].name, words=lambda _c, o: o,
        )  # fmt: skip

    said = say(["pakistan"], [], follows, free)
    assert said == "Pakistan lets go: Russia and Iran, with whom it stood, do not object."
    assert say([], ["pakistan"], free, follows) == "Pakistan objects now: it stands with Russia and Iran."


@pytest.mark.parametrize(
    ("count", "rest"), [(3, "c lets go too"), (4, "c and d let go too"), (7, "5 others let go too")]
)
def test_many_are_counted(count, rest):
    said = moved(list("abcdefg")[:count], [], before=lambda _: None, after=lambda _: None, name=str, words=str)
    assert said == f"a is not in the room; b is not in the room; {rest}."
    said = moved([], list("abcdefg")[:count], before=lambda _: None, after=lambda _: None, name=str, words=str)
    assert said == f"a objects now; b objects now; {rest.replace('lets go', 'objects').replace('let go', 'object')}."
