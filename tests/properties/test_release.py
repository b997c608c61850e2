"""Whatever lies above the mark leaves no trace: planted words and numbers, ids, hashes, counts of use."""

import dataclasses
import random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from positions.markings import Marking
from positions.model import (
    NO_TEXT,
    ActionPlan,
    Ask,
    Association,
    Believed,
    Case,
    Clause,
    Companion,
    Confidence,
    Deadline,
    Delegation,
    Demand,
    Document,
    Group,
    Incentive,
    Issue,
    Meeting,
    Note,
    Option,
    Outcome,
    PlanLink,
    Provenance,
    RedLine,
    Rung,
    SilentSeats,
    Source,
    Stance,
    Statistic,
    Talk,
    TalkingPoint,
    Tie,
    Wording,
    content_hash,
    withhold,
)

REFERENCES = {"tabled_by", "drafted_by"}  # empty means something there
MARKS = list(Marking)
SEEDS = st.integers(0, 10_000)
RELEASES = st.sampled_from(MARKS)


class Planter:
    """Builds a case in which every word and number is unique and every item carries a random mark.

    What lies above ``release`` gets ``salt`` mixed in; two salts give two cases that differ in nothing else.
    """

    def __init__(self, seed, release, salt):
        self.rng = random.Random(seed)  # noqa: S311
        self.release, self.salt = release, salt
        self.n = 0
        self.words, self.numbers = [], []

    def mark(self, ceiling=Marking.TS):
        return self.rng.choice([m for m in MARKS if m <= ceiling])

    def word(self, *, hidden):
        self.n += 1
        text = f"w{self.n}_{self.salt}_canary" if hidden else f"w{self.n}_plain"
        if hidden:
            self.words.append(text)
        return text

    def number(self, *, hidden):
        self.n += 1
        value = (self.n + (0.5 + self.salt * 0.001 if hidden else 0.0)) / 1_000
        if hidden:
            self.numbers.append(repr(value))
        return value

    def plant(self, record, *, hidden):
        """Fill whatever the record still has at its default: a field that is added to a record is planted too."""
        new = {}
        for field in dataclasses.fields(record):
            value = getattr(record, field.name)
            if field.name in REFERENCES or value != field.default:
                continue
            if isinstance(value, str):
                new[field.name] = self.word(hidden=hidden)
            elif isinstance(value, float):
                new[field.name] = self.number(hidden=hidden)
        return dataclasses.replace(record, **new)

    def hidden(self, mark, told=False):
        return mark > self.release or told

    def source(self, documents):
        mark, told = self.mark(), self.rng.random() < 0.1
        h = self.hidden(mark, told)
        source = Source(self.rng.choice(list(documents)), mark, told_in_confidence=told)
        return self.plant(source, hidden=h), h

    def case(self):
        rng, w, x = self.rng, self.word, self.number
        documents = {}
        for _ in range(3):
            m = self.mark()
            h = self.hidden(m)
            k = w(hidden=h)
            documents[k] = self.plant(Document(k, w(hidden=h), m), hidden=h)
        groups = {}
        for _ in range(3):
            k = w(hidden=False)
            groups[k] = Group(k, w(hidden=False))
        delegations = {}
        for i in range(5):
            m = Marking.U if i == 0 else self.mark()
            h = self.hidden(m)
            k = w(hidden=h)
            one = Delegation(k, w(hidden=h), m, groups=(rng.choice(list(groups)),), right="party")
            delegations[k] = self.plant(one, hidden=h)
        d = list(delegations)
        issues = {}
        for _ in range(3):
            issue = self.issue(documents, d)
            issues[issue.id] = issue
        i = list(issues)
        stances = {}
        for key in [(a, b) for a in d for b in i]:
            if rng.random() < 0.8:
                stances[key] = self.stance(key, issues[key[1]], documents)
        believed = {}
        for key in [key for key in stances if rng.random() < 0.5]:
            held = self.stance(key, issues[key[1]], documents)
            believed[key] = Believed(**{f.name: getattr(held, f.name) for f in dataclasses.fields(held)}, chance=0.25)
        associations, ties, notes = [], [], []
        for _ in range(4):
            s, h = self.source(documents)
            issues_named = tuple(rng.sample(i, rng.randrange(3)))
            pair = rng.sample(d, 2)
            associations.append(self.plant(Association(*pair, x(hidden=h), s, issues_named), hidden=h))
            s, h = self.source(documents)
            ties.append(self.plant(Tie(*rng.sample(d, 2), x(hidden=h), s), hidden=h))
            s, h = self.source(documents)
            notes.append(Note(w(hidden=h), s, tuple(rng.sample([*d, *i], 2))))
        plans = {p.id: p for p in (self.plan(documents, d, i) for _ in range(2))}
        meeting = Meeting(w(hidden=False), w(hidden=False), Marking.U, "2030-01-01", "2030-01-02", d[0])
        files = {w(hidden=True): w(hidden=True)}
        return Case(
            meeting,
            documents,
            groups,
            delegations,
            issues,
            stances,
            tuple(associations),
            tuple(ties),
            tuple(notes),
            plans,
            believed=believed,
            provenance=Provenance(files, "1"),
        )

    def issue(self, documents, d):
        rng, w, x = self.rng, self.word, self.number
        issue_mark = self.mark(Marking.SBU)
        ih = self.hidden(issue_mark)
        marks = [issue_mark if ih else m for m in (self.mark(Marking.C), self.mark(Marking.C), self.mark())]
        hid = [self.hidden(m) for m in marks]
        options, choices = {}, []
        clauses = {}
        for _ in range(2):
            clause = w(hidden=ih)
            options = {}
            picks = []
            for h in hid:  # one option of its own for each wording, and one that nobody uses
                o = w(hidden=ih or h)
                owned = Option(o, w(hidden=ih or h), (0, x(hidden=ih or h), 1), owner=tuple(rng.sample(d, 1)))
                options[o] = self.plant(owned, hidden=ih or h)
                picks.append(o)
            o = w(hidden=ih)
            companions = (Companion(clause, tuple(rng.sample(picks, 2))),)
            free = Option(o, w(hidden=ih), (0, x(hidden=ih), 1), only_with=companions if rng.random() < 0.5 else ())
            options[o] = self.plant(free, hidden=ih)
            clauses[clause] = self.plant(Clause(clause, options), hidden=ih)
            choices.append((clause, picks))
        wordings = {}
        for n, m in enumerate(marks):
            k = w(hidden=hid[n])
            choice = {clause: picks[n] for clause, picks in choices}
            text = Wording(k, w(hidden=hid[n]), "proposal", choice, m, None, rng.choice(d), rng.choice(d))
            wordings[k] = self.plant(text, hidden=hid[n])
        k = list(wordings)
        silent = []
        for _ in range(2):
            m = self.mark()
            h = ih or self.hidden(m)
            red = RedLine(choices[0][0], rng.choice(choices[0][1]), x(hidden=h), w(hidden=h))
            seats = SilentSeats(
                w(hidden=h), w(hidden=h), 7, x(hidden=h), (0, 1), x(hidden=h), w(hidden=h), m, red_lines=(red,)
            )
            silent.append(self.plant(seats, hidden=h))
        talks = []
        for _ in range(2):
            s, h = self.source(documents)
            talks.append(self.plant(Talk(*rng.sample(d, 2), s), hidden=ih or h))
        s, h = self.source(documents)
        outcome = self.plant(Outcome(rng.choice([*k, NO_TEXT]), w(hidden=ih or h), True, True, s), hidden=ih or h)
        # a withheld tabled or fallback wording withholds the issue: what is its own may then be planted as well
        tabled = rng.choice(k)
        fallback = rng.choice([*k, NO_TEXT])
        draft = " ".join(o.text for c in clauses.values() for o in c.options.values())
        ident = w(hidden=ih)
        issue = Issue(
            ident,
            w(hidden=ih),
            issue_mark,
            (Rung(0, w(hidden=ih)),),
            clauses,
            wordings,
            tabled,
            fallback,
            tuple(rng.sample(k, 2)),
            tuple(rng.sample(k, 1)),
            documents=tuple(rng.sample(list(documents), 2)),
            draft=draft,
            silent=tuple(silent),
            talks=tuple(talks),
            outcome=outcome,
        )
        return self.plant(issue, hidden=ih)

    def stance(self, key, issue, documents):
        rng, w, x = self.rng, self.word, self.number
        s, h = self.source(documents)
        clause = rng.choice(list(issue.clauses.values()))
        names = list(clause.options)
        red_lines = (RedLine(clause.id, rng.choice(names), x(hidden=h), w(hidden=h)),)
        demands = (Demand(clause.id, tuple(rng.sample(names, 2)), x(hidden=h), w(hidden=h)),)
        bounds = (x(hidden=h), x(hidden=h))
        stance = Stance(
            *key, x(hidden=h), bounds, x(hidden=h), Confidence.STATED, s, red_lines=red_lines, demands=demands
        )
        return self.plant(stance, hidden=h)

    def plan(self, documents, d, i):
        rng, w = self.rng, self.word
        m = self.mark()
        ph = self.hidden(m)
        asks = []
        for _ in range(3):
            s, h = self.source(documents)
            h = h or ph
            ask = Ask(w(hidden=h), w(hidden=h), "high", "prevention", s, own_use=w(hidden=True))
            asks.append(self.plant(ask, hidden=h))
        names = [a.id for a in asks]

        def part():
            s, h = self.source(documents)
            return s, h or ph

        (s1, h1), (s2, h2), (s3, h3), (s4, h4), (s5, h5) = (part() for _ in range(5))
        point = TalkingPoint(w(hidden=h4), s4, (rng.choice(i),), (rng.choice(names),), w(hidden=True))
        plan = ActionPlan(
            w(hidden=ph),
            rng.choice(d),
            w(hidden=ph),
            m,
            w(hidden=ph),
            asks=tuple(asks),
            deadlines=(self.plant(Deadline("2030-01", w(hidden=h1), s1), hidden=h1),),
            statistics=(self.plant(Statistic(w(hidden=h2), True, s2), hidden=h2),),
            incentives=(self.plant(Incentive("stick", w(hidden=h3), s3), hidden=h3),),
            talking_points=(self.plant(point, hidden=h4),),
            links=(self.plant(PlanLink(rng.choice(names), rng.choice(i), 0.5, w(hidden=h5), s5), hidden=h5),),
        )
        return self.plant(plan, hidden=ph)


@given(SEEDS, RELEASES)
@example(1, Marking.U)
@settings(max_examples=50, deadline=None)
def test_no_planted_word_or_number_survives(seed, release):
    planter = Planter(seed, release, salt=1)
    dump = repr(withhold(planter.case(), release))
    assert not [word for word in planter.words if word in dump]
    assert not [number for number in planter.numbers if number in dump]
    assert "canary" not in dump


@given(SEEDS, RELEASES)
@settings(max_examples=50, deadline=None)
def test_what_is_withheld_changes_nothing_that_is_released(seed, release):
    one, other = (withhold(Planter(seed, release, salt).case(), release) for salt in (1, 2))
    assert one == other
    assert one.provenance.short == other.provenance.short


@given(SEEDS, RELEASES)
@settings(max_examples=40, deadline=None)
def test_nothing_dangles_and_nothing_lies_above(seed, release):
    case = withhold(Planter(seed, release, salt=1).case(), release)
    assert all(m <= release for m in case.markings())
    known = {*case.delegations}
    assert case.meeting.principal in known
    for (d, i), stance in case.stances.items():
        assert d in known
        options = {(k, o) for k, c in case.issues[i].clauses.items() for o in c.options}
        assert {(r.clause, r.option) for r in stance.red_lines} <= options
        assert all(x.options and {(x.clause, o) for o in x.options} <= options for x in stance.demands)
        assert stance.source.document in case.documents
    assert case.believed.keys() <= case.stances.keys()
    for issue in case.issues.values():
        options = {(k, o) for k, c in issue.clauses.items() for o in c.options}
        assert issue.tabled in issue.wordings
        assert issue.fallback in (*issue.wordings, NO_TEXT)
        assert {*issue.path, *issue.ambitious} <= {*issue.wordings}
        assert all(set(w.choice.items()) <= options for w in issue.wordings.values())
        assert all(w.tabled_by in ("", *known) and w.drafted_by in ("", *known) for w in issue.wordings.values())
        assert all(c.options for k in issue.clauses.values() for o in k.options.values() for c in o.only_with)
        assert all({t.by, t.target} <= known for t in issue.talks)
        assert issue.outcome is None or issue.outcome.wording in (*issue.wordings, NO_TEXT)
        assert all((r.clause, r.option) in options for s in issue.silent for r in s.red_lines)
        assert {*issue.documents} <= {*case.documents}
    assert all({a.follower, a.leader} <= known and {*a.issues} <= {*case.issues} for a in case.associations)
    assert all({*n.about} <= {*known, *case.issues} for n in case.notes)
    for plan in case.plans.values():
        asks = {a.id for a in plan.asks}
        assert plan.delegation in known
        assert all(x.ask in asks and x.issue in case.issues for x in plan.links)
        assert all({*p.asks} <= asks and {*p.issues} <= {*case.issues} for p in plan.talking_points)


@given(SEEDS, RELEASES, RELEASES)
@settings(max_examples=40, deadline=None)
def test_a_release_of_a_release_is_the_lower_release(seed, first, second):
    case = Planter(seed, Marking.TS, salt=1).case()
    lower = min(first, second)
    twice = withhold(withhold(case, first), second)
    assert content_hash(twice) == content_hash(withhold(case, lower))


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_counts_are_of_items(seed):
    case = Planter(seed, Marking.TS, salt=1).case()
    full = withhold(case, Marking.TS)
    told = [s for s in case.stances.values() if s.source.told_in_confidence]
    assert full.provenance.withheld >= len(told)
    assert full.provenance.release == "TS"
    assert withhold(case, Marking.U).provenance.withheld >= withhold(case, Marking.S).provenance.withheld
