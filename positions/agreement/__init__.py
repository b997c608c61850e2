"""Who agrees with whom: pairwise agreement, communities with their stability, brokers, the coalition graph.

Arrays in, frozen records out; no files, no drawing, no global state. NaN is an unknown stance everywhere and is never
taken for abstention or flexibility.
"""

from positions.agreement.brokers import Brokers, brokers
from positions.agreement.coalition_graph import (
    EDGE_KINDS,
    CoalitionGraph,
    EdgeKind,
    blocs_of,
    coalition_graph,
    column,
    graph_marking,
    only_ties,
    ties,
)
from positions.agreement.communities import (
    CommunityStability,
    communities,
    community_stability,
    partition_quality,
    stable_cores,
)
from positions.agreement.pairwise import PairwiseAgreement, pairwise_agreement

__all__ = [
    "EDGE_KINDS",
    "Brokers",
    "CoalitionGraph",
    "CommunityStability",
    "EdgeKind",
    "PairwiseAgreement",
    "blocs_of",
    "brokers",
    "coalition_graph",
    "column",
    "communities",
    "community_stability",
    "graph_marking",
    "only_ties",
    "pairwise_agreement",
    "partition_quality",
    "stable_cores",
    "ties",
]
