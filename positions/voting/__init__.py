"""Decision rules other than consensus: who wins with whom, who can block, and what a vote is worth."""

from positions.voting.games import SimpleGame, TooLargeError, game_of, weighted_game
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
    with_several_votes,
    with_vetoes,
    without,
)
from positions.voting.minimal import MinimalCoalitions, minimal_blocking, minimal_winning
from positions.voting.opposition import Move, Opposition, Persuasion, cheapest_persuasion, opposition
from positions.voting.points import adopted, adopted_when_turned
from positions.voting.power import Power, power
from positions.voting.rule_text import parse_rule
from positions.voting.rules import EVERYBODY, PRESENT, VOTING, All, AnyOf, Condition, Finding, Rule, Tally, Verdict
from positions.voting.votes import VOTES, Vote, as_votes

__all__ = [
    "EVERYBODY",
    "PRESENT",
    "VOTES",
    "VOTING",
    "All",
    "AnyOf",
    "Condition",
    "Finding",
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
    "as_votes",
    "cheapest_persuasion",
    "consensus",
    "double_majority",
    "eu_council",
    "game_of",
    "minimal_blocking",
    "minimal_winning",
    "opposition",
    "parse_rule",
    "power",
    "present_majority",
    "security_council",
    "simple_majority",
    "two_thirds_majority",
    "voting_share",
    "weighted_game",
    "weighted_majority",
    "with_quorum",
    "with_several_votes",
    "with_vetoes",
    "without",
]
