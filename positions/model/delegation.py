"""Delegations, groups and how they hang together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from positions.markings import Marking
from positions.model.fields import Field, NoteText
from positions.model.sources import Passage

__all__ = ["GROUP_STATEMENT", "MOST_INFLUENCE", "RIGHTS", "Association", "Delegation", "Group", "Tie", "codes"]

GROUP_STATEMENT = "(group statement)"  # in the name or note of a delegation that speaks for its groups

# fmt: off
# each field in a line or two, as in a table

RIGHTS = ("party", "signatory", "observer", "secretariat")
MOST_INFLUENCE = 1_000_000_000

GroupIds: TypeAlias = Annotated[tuple[str, ...], Field("The groups it belongs to.", "[g77]", of="group")]


@dataclass(frozen=True, slots=True)
class Group:
    """A standing group: a regional group, the G77, the EU. Membership is a soft prior, never a stance."""

    id: str
    name: Annotated[str, Field("Its name.", "Group of 77 and China")]
    note: Annotated[str, Field("Anything worth keeping.", "meets before each session", release="if marked")] = ""
    marking: Annotated[Marking | None, Field(
        "The marking of what is said about it here.", "U",
        filled_from="nothing; its note then leaves in no release below the highest mark of the case")] = None


@dataclass(frozen=True, slots=True)
class Delegation:
    """A delegation."""

    id: str
    name: Annotated[str, Field("Its name.", "Norway")]
    marking: Annotated[Marking, Field("The marking of what is said about it here (influence, resolve, note).", "U")]
    iso3: Annotated[str, Field(
        "Three-letter code, the label in charts and tables.", "NOR", pattern="[A-Z]{3}",
        pattern_hint="three capital letters (ISO 3166-1 alpha-3)")] = ""
    groups: GroupIds = ()
    influence: Annotated[float, Field(
        "Political weight: how much company it is to others.", "1.5", unit="1 = an ordinary delegation", low=0,
        high=MOST_INFLUENCE)] = 1.0
    resolve: Annotated[float, Field(
        "How well it bears isolation: 1 = does not mind standing alone.", "0.7", low=0, high=1)] = 0.5
    right: Annotated[str, Field(
        "Its right in the room. Observers and the secretariat can neither object nor join.", "observer",
        choices=RIGHTS)] = "party"
    note: NoteText = ""

    @property
    def label(self) -> str:
        """Short label for charts and tables: the ISO code, or the name where there is none."""
        return self.iso3 or self.name

    @property
    def decides(self) -> bool:
        """Whether it can object: parties and signatories can; observers and the secretariat cannot."""
        return self.right in ("party", "signatory")

    @property
    def says_for_groups(self) -> bool:
        """Whether its name or note says that it speaks for the groups that it belongs to."""
        return GROUP_STATEMENT in self.name or GROUP_STATEMENT in self.note


@dataclass(frozen=True, slots=True)
class Association:
    """`follower` tends to stand with the objections of `leader`. Directed; not agreement, not similarity."""

    follower: Annotated[str, Field("Who follows.", "sund", of="delegation")]
    leader: Annotated[str, Field("Whom it follows.", "vesterland", of="delegation")]
    weight: Annotated[float, Field(
        "How much the leader's objection adds to the follower's own grievance.", "0.3", unit="grievance", low=0,
        high=1)]
    source: Passage
    issues: Annotated[tuple[str, ...], Field(
        "The issues it holds for; none named = all.", "[fees]", of="issue", release="some")] = ()
    note: NoteText = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """How `delegation` hears what `towards` tables: goodwill, or reactive devaluation where it is below 0."""

    delegation: Annotated[str, Field("Who listens.", "sund", of="delegation")]
    towards: Annotated[str, Field("Who tables.", "norhavn", of="delegation")]
    goodwill: Annotated[float, Field(
        "1 = a text is welcome because of who tables it; below 0 it is heard worse for it.", "-0.4", low=-1, high=1)]
    source: Passage
    note: NoteText = ""


def codes(delegations: Mapping[str, Delegation], names: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return codes of three to five signs, all different: the ISO code, else initials, else first letters.

    Parameters
    ----------
    delegations : mapping of str to Delegation
    names : mapping of str to str, optional
        Other names to make codes of.

    Examples
    --------
    >>> many = {n: Delegation(n, f"Delegation {n}", Marking.U) for n in ("1", "23")}
    >>> codes(many | {"e": Delegation("e", "European Union", Marking.U)})
    {'1': 'D1', '23': 'D23', 'e': 'EUR'}
    """
    made = {d.id: d.iso3 for d in delegations.values() if d.iso3}
    used = set(made.values())
    for d in delegations.values():
        if d.id in made:
            continue
        name = (names or {}).get(d.id, d.name)
        parts = [w for w in name.replace("-", " ").split() if w[0].isalnum()]
        initials = "".join(w if w.isdigit() else w[0] for w in parts).upper()
        letters = "".join(c for c in name if c.isalnum()).upper()
        tries = [initials[:5]] if len(initials) > 2 or initials[-1:].isdigit() else []
        tries += [letters[:3], letters[:4], letters[:5]] + [f"{letters[:3]}{n}" for n in range(2, 100)]
        made[d.id] = next((t for t in tries if t and t not in used), d.id)
        used.add(made[d.id])
    return {d: made[d] for d in delegations}
