"""The case that is open: read again when its files change, its ledgers by what is supposed, and what is written."""

from __future__ import annotations

import difflib
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from positions.casefiles import load_case, load_with_nodes
from positions.casefiles.differences import case_differences
from positions.casefiles.edit import changed_files, write_changes
from positions.casefiles.folder import FLOOR
from positions.casefiles.note import Noted, add_lines
from positions.defaults import DRAWS, MEMBERS, READING, SEARCH_DRAWS, SEED
from positions.errors import CaseProblems, ExitCode, PositionsError
from positions.forecast import Fitted
from positions.ledger import Ledger, Outlook
from positions.markings import Marking, highest
from positions.model import (
    Case,
    Wording,
    histories,
    nothing_left,
    read_as,
    release_statement,
    resolved,
    turned,
    withhold,
)
from positions.text.clauses import slug
from positions.workbench.desk import Answer, answer, own_wording
from positions.workbench.journal import Journal
from positions.workbench.supposed import States, Supposed
from positions.workbench.worker import Worker

__all__ = ["QUICK", "Bench", "Change"]

QUICK = SEARCH_DRAWS  # worlds for each parameter set of what is shown at once
MOST_LEDGERS = 24


@dataclass(frozen=True, slots=True)
class Change:
    """What writing a supposition would do: the new text of each file, and the lines that differ.

    ``seal`` names the change: it is written only as it was shown.
    """

    texts: dict[str, str]
    lines: tuple[str, ...]
    said: tuple[str, ...]
    seal: str
    before: Case


class Bench:
    """One open case.

    Parameters
    ----------
    folder : Path
    release : Marking, optional
        Fixed for as long as the server runs: nothing above it is kept in memory, and nothing is written.
    seed, draws, members, fitted
        As for :class:`positions.ledger.Ledger`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        release: Marking | None = None,
        seed: int = SEED,
        draws: int = DRAWS,
        members: int = MEMBERS,
        fitted: Fitted | None = None,
    ) -> None:
        self.folder, self.release = folder, release
        self._seed, self._draws, self._members, self._fitted = seed, draws, members, fitted
        self.worker, self.states = Worker(), States()
        self.lock = threading.RLock()  # quick answers, one at a time
        self._ledgers: OrderedDict[Hashable, Ledger] = OrderedDict()
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._told: dict[Hashable, Outlook] = {}  # outlooks of a case after talks: no text moves them
        self.problems: CaseProblems | None = None
        self.journal = None if release else Journal(folder)
        self.recovered = self.journal.recover() if self.journal else ""  # before the case is read
        self._signature = self._look()
        self.case = self._load()

    def _load(self) -> Case:
        case = load_case(self.folder)
        if self.release is None:
            assert self.journal is not None  # noqa: S101 - there is one without a release
            self.journal.marking = highest([self.journal.marking, case.marking()])
            return resolved(read_as(case, READING))
        case = resolved(read_as(withhold(case, self.release), READING))
        if empty := nothing_left(case):
            raise PositionsError(empty, hint="release at a higher mark, or mark what may be seen")
        return case

    def _look(self) -> str:
        """Return what tells whether the files are others than before; no name of one can be read from it."""
        try:
            files = [p for p in self.folder.iterdir() if p.suffix == ".yaml" or p.name == FLOOR]
            found = sorted((p.name, (s := p.stat()).st_mtime_ns, s.st_size, s.st_ino) for p in files)
            return hashlib.sha256(repr(found).encode()).hexdigest()
        except OSError:
            return ""

    def refresh(self) -> bool:
        """Read the case again where its files changed; return whether it did. With problems the old one is kept."""
        with self.lock:
            now = self._look()
            if now == self._signature:
                return False
            self._signature = now
            try:
                self.case = self._load()
                self.problems = None
            except CaseProblems as error:
                self.problems = error
                return False
            self._ledgers.clear()
            self._answers.clear()
            self._told.clear()
            self.worker.clear()
            self.states.fit(self.case)
            return True

    @property
    def marking(self) -> Marking:
        """The mark of every page: that of all files, for pages show lines of them; in a release that of the release."""
        return self.journal.marking if self.journal is not None else self.case.marking()

    @property
    def withheld(self) -> str:
        """What a release says about itself; empty without one."""
        return release_statement(self.case)

    @property
    def disputed(self) -> frozenset[tuple[str, str]]:
        """Cells whose delegation was once for and once against."""
        return frozenset(cell for cell, said in histories(self.case.statements).items() if turned(said))

    def ledger(self, supposed: Supposed, *, quick: bool) -> Ledger:
        """Return the ledger of a supposed case, with few worlds or with all."""
        key = (supposed.case_key, quick)
        with self.lock:
            if key not in self._ledgers:
                self._ledgers[key] = Ledger(
                    supposed.case(self.case),
                    seed=self._seed,
                    draws=min(QUICK, self._draws) if quick else self._draws,
                    members=self._members,
                    fitted=self._fitted,
                )
            self._ledgers.move_to_end(key)
            while len(self._ledgers) > MOST_LEDGERS:
                self._ledgers.popitem(last=False)
            return self._ledgers[key]

    def _asked(self, issue: str, supposed: Supposed, quick: bool) -> Hashable:
        ledger = self.ledger(supposed, quick=quick)
        text = supposed.text(ledger.at(issue))
        key = ledger.key(issue, dict(text.choice), tabled_by=text.tabled_by, talks=supposed.seen(issue))
        return key, supposed.case_key, quick

    def quick(self, issue: str, supposed: Supposed) -> Answer:
        """Return the answer in few worlds, at once."""
        self.worker.busy()
        with self.lock:
            key = self._asked(issue, supposed, True)
            if key not in self._answers:
                ledger = self.ledger(supposed, quick=True)
                said = (supposed.case_key, issue, ledger.talked(issue, supposed.seen(issue)))
                self._answers[key] = made = answer(ledger, issue, supposed, self._told.get(said), quick=True)
                self._told[said] = made.told
                while len(self._answers) > MOST_LEDGERS * 8:
                    self._answers.popitem(last=False)
            return self._answers[key]

    def full_key(self, issue: str, supposed: Supposed) -> Hashable:
        """Return the name of an answer in all worlds."""
        return "full", self._asked(issue, supposed, False)

    # what is written

    def change(self, issue: str, supposed: Supposed, title: str) -> Change:
        """Return what writing a supposition into the case would do; nothing is written.

        The text before the room becomes a wording of the issue where it is none, under ``title``; intervals that were
        typed become those of the stances. Who is absent, lets go or is seen is never written.

        Raises
        ------
        PositionsError
            With a release mark; when there is nothing to write, or the files cannot be changed so.
        """
        self._may_write()
        with self.lock:
            before, nodes = load_with_nodes(self.folder)
            at = before.issues[issue]
            kept = Supposed(
                phrases=tuple(p for p in supposed.phrases if p.issue == issue),
                intervals={cell: span for cell, span in supposed.intervals.items() if cell[0] == issue},
            )
            if bare := [d for _, d in kept.intervals if (d, issue) not in before.stances]:
                who = ", ".join(before.delegations[d].name for d in bare)
                message = f"nothing that {who} said on this is in the case, so there is no stance to change"
                raise PositionsError(message, hint="add a line on the page Statements, or a stance with its source")
            after, said = kept.case(before), []
            wider, text = after.issues[issue], supposed.text(after.issues[issue])
            used = set(text.choice)
            clauses = {
                k: replace(
                    c, options={o: v for o, v in c.options.items() if o in at.clauses[k].options or (k, o) in used}
                )
                for k, c in wider.clauses.items()
            }
            wider = replace(wider, clauses=clauses)
            same = own_wording(wider, text)
            if not same or wider.wordings[same].tabled_by != text.tabled_by:
                if not title.strip():
                    raise PositionsError(
                        "the text needs a title", hint="a few words, as in a table", exit_code=ExitCode.USAGE
                    )
                name = _free(slug(title), wider.wordings)
                made = Wording(
                    name, title.strip(), "candidate", dict(text.choice), at.marking, tabled_by=text.tabled_by
                )
                wider = replace(wider, wordings={**wider.wordings, name: made})
                said.append(f"wording “{title.strip()}” of {at.title}")
            said += [f"what {before.delegations[d].name} accepts on {at.title}" for _, d in kept.intervals]
            after = replace(after, issues={**after.issues, issue: wider})
            found = case_differences(before, after, nodes_before=nodes)
            if not len(found):
                raise PositionsError("there is nothing to write: the case says this already", exit_code=ExitCode.USAGE)
            texts = changed_files(self.folder, nodes, found, after)
        lines: list[str] = []
        for name in sorted(texts):
            old = (self.folder / name).read_text(encoding="utf-8-sig").splitlines()
            lines += difflib.unified_diff(old, texts[name].splitlines(), name, name, lineterm="", n=2)
        digests = sorted(before.provenance.files.items())
        seal = hashlib.sha256(repr((digests, sorted(texts.items()))).encode()).hexdigest()
        return Change(texts, tuple(lines), tuple(said), seal, before)

    def write(self, issue: str, supposed: Supposed, title: str, seal: str) -> Change:
        """Write a change, whole or not at all, as it was shown.

        Raises
        ------
        PositionsError
            When the files were changed since it was shown, or meanwhile, or cannot be written.
        """
        change = self.change(issue, supposed, title)
        if change.seal != seal:
            raise PositionsError(
                "the case was changed meanwhile; nothing was written",
                hint="look at the difference again, then write it",
            )
        assert self.journal is not None  # noqa: S101 - change() refuses a release
        write_changes(self.folder, change.before, change.texts, write=self.journal.writing("; ".join(change.said)))
        self.refresh()
        return change

    def note(self, line: str) -> Noted:
        """Add lines to floor.txt, as ``positions note`` does."""
        self._may_write()
        assert self.journal is not None  # noqa: S101 - as above
        noted = add_lines(self.folder, line, write=self.journal.writing(f"statement: {line.strip()[:80]}"))
        self.refresh()
        return noted

    def undo(self) -> str:
        """Take back the last change of the files; return what it was."""
        self._may_write()
        assert self.journal is not None  # noqa: S101 - as above
        try:
            what = self.journal.undo().what
        except OSError as error:
            raise PositionsError(f"{self.folder} cannot be written: {error.strerror}") from error
        self.refresh()
        return what

    def _may_write(self) -> None:
        if self.release is not None:
            message = f"a release at {self.release.value} is looked at and not changed"
            raise PositionsError(message, hint="serve the case without --release", exit_code=ExitCode.USAGE)


def _free(name: str, taken: Mapping[str, object]) -> str:
    """Return a name that is not taken."""
    made, number = name, 2
    while made in taken:
        made, number = f"{name}_{number}", number + 1
    return made
