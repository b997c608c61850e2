"""Model positions in multilateral negotiations: who blocks which text, with whom, and what passes instead.

>>> import positions
>>> meeting = positions.load("data", draws=200)
>>> print(meeting.blocs("victim_care").tabled.blocking_bloc)
('pakistan',)
"""

import sys

if sys.argv[:1] == ["-m"]:  # python -m positions begins: nobody is there yet to say that it was stopped
    from _signal import SIG_DFL, SIGINT, signal  # type: ignore[import-not-found]  # the rest takes time to import

    signal(SIGINT, SIG_DFL)

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from positions.api.forecast import ForecastAnswer
    from positions.api.found import CompromiseAnswer, OutreachAnswer, PackageAnswer
    from positions.api.meeting import Meeting, load
    from positions.api.results import (
        BlocsAnswer,
        MatrixAnswer,
        SimulationAnswer,
        TextAnswer,
        VoteAnswer,
    )
    from positions.api.why import WhyAnswer
    from positions.errors import CaseProblems, PositionsError, Problem, UnknownNameError
    from positions.markings import Marking
    from positions.model import PARAMETERS
    from positions.simulation import Band

__version__ = "0.1.0"

# name -> module; imported when first asked for, so that importing the package stays quick
_WHERE = {
    "load": "positions.api.meeting",
    "Meeting": "positions.api.meeting",
    "BlocsAnswer": "positions.api.results",
    "CompromiseAnswer": "positions.api.found",
    "ForecastAnswer": "positions.api.forecast",
    "MatrixAnswer": "positions.api.results",
    "OutreachAnswer": "positions.api.found",
    "PackageAnswer": "positions.api.found",
    "SimulationAnswer": "positions.api.results",
    "TextAnswer": "positions.api.results",
    "VoteAnswer": "positions.api.results",
    "WhyAnswer": "positions.api.why",
    "Band": "positions.simulation",
    "PARAMETERS": "positions.model",
    "Marking": "positions.markings",
    "CaseProblems": "positions.errors",
    "PositionsError": "positions.errors",
    "Problem": "positions.errors",
    "UnknownNameError": "positions.errors",
}

__all__ = [
    "PARAMETERS",
    "Band",
    "BlocsAnswer",
    "CaseProblems",
    "CompromiseAnswer",
    "ForecastAnswer",
    "Marking",
    "MatrixAnswer",
    "Meeting",
    "OutreachAnswer",
    "PackageAnswer",
    "PositionsError",
    "Problem",
    "SimulationAnswer",
    "TextAnswer",
    "UnknownNameError",
    "VoteAnswer",
    "WhyAnswer",
    "load",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _WHERE:
        raise AttributeError(f"module 'positions' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted([*__all__, "__version__"])
