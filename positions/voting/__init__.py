"""Decision rules other than consensus: who wins with whom, who can block, and what a vote is worth."""

from positions.voting.adoption import Leverage, adopted_when_turned, adoption_probability, drawn_leverage, leverage
from positions.voting.conditions import EVERYBODY, PRESENT, VOTING, All, AnyOf, Condition, Tally
from positions.voting.counting import CoalitionCount, count_minimal_blocking, count_minimal_winning
from positions.voting.games import SimpleGame, game_of, weighted_game
from positions.voting.known_rules import (
    absolute_majority,
    consensus,
    double_majority,
    eu_council,
    present_majority,
    security_council,
    simple_majority,
    two_thirds_majority,
    voting_share,
    weighted_majority,
    with_quorum,
    with_vetoes,
)
from positions.voting.minimal import MinimalCoalitions, minimal_blocking, minimal_winning
from positions.voting.opposition import Opposition, opposition
from positions.voting.persuasion import Move, Persuasion, cheapest_persuasion
from positions.voting.points import adopted
from positions.voting.power import Power, banzhaf, power, shapley_shubik
from positions.voting.rule_text import parse_rule
from positions.voting.rules import Finding, Rule, Verdict
from positions.voting.sums import TooLargeError
from positions.voting.votes import VOTES, Vote, as_probabilities, as_votes

__all__ = [
    "EVERYBODY",
    "PRESENT",
    "VOTES",
    "VOTING",
    "All",
    "AnyOf",
    "CoalitionCount",
    "Condition",
    "Finding",
    "Leverage",
    "MinimalCoalitions",
    "Move",
    "Opposition",
    "Persuasion",
    "Power",
    "Rule",
    "SimpleGame",
    "Tally",
    "TooLargeError",
    "Verdict",
    "Vote",
    "absolute_majority",
    "adopted",
    "adopted_when_turned",
    "adoption_probability",
    "as_probabilities",
    "as_votes",
    "banzhaf",
    "cheapest_persuasion",
    "consensus",
    "count_minimal_blocking",
    "count_minimal_winning",
    "double_majority",
    "drawn_leverage",
    "eu_council",
    "game_of",
    "leverage",
    "minimal_blocking",
    "minimal_winning",
    "opposition",
    "parse_rule",
    "power",
    "present_majority",
    "security_council",
    "shapley_shubik",
    "simple_majority",
    "two_thirds_majority",
    "voting_share",
    "weighted_game",
    "weighted_majority",
    "with_quorum",
    "with_vetoes",
]
