"""Who agrees with whom: pairwise agreement, cohesion, communities with their stability, brokers, the coalition graph.

Arrays in, frozen records out; no files, no drawing, no global state. NaN is an unknown stance everywhere and is never
taken for abstention or flexibility.
"""

from positions.agreement.anomalies import RecordAnomaly, record_anomalies
from positions.agreement.balance import Frustration, balanced_triads, frustration
from positions.agreement.brokers import Brokers, FrustratedPair, brokers, frustrated_pairs
from positions.agreement.chance import CHANCE_MEASURES, ChanceMeasure, chance_corrected
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
from positions.agreement.cohesion import GroupCohesion, group_cohesion, ordinal_cohesion
from positions.agreement.communities import communities, partition_quality
from positions.agreement.consensus_a import consensus_a
from positions.agreement.differences import SALIENCE_RULES, SalienceRule
from positions.agreement.follow_through import FollowThrough, follow_through
from positions.agreement.krippendorff import krippendorff_alpha
from positions.agreement.pairwise import PairwiseAgreement, pairwise_agreement
from positions.agreement.rice import agreement_index, rice, rice_at_size
from positions.agreement.signorino_ritter import signorino_ritter
from positions.agreement.stability import CommunityStability, community_stability, stable_cores
from positions.agreement.titles import title_similarity
from positions.agreement.vote_baselines import as_its_group, as_last_time
from positions.agreement.vote_forecast import ForecastSettings, VoteForecast, forecast_votes

__all__ = [
    "CHANCE_MEASURES",
    "EDGE_KINDS",
    "SALIENCE_RULES",
    "Brokers",
    "ChanceMeasure",
    "CoalitionGraph",
    "CommunityStability",
    "EdgeKind",
    "FollowThrough",
    "ForecastSettings",
    "FrustratedPair",
    "Frustration",
    "GroupCohesion",
    "PairwiseAgreement",
    "RecordAnomaly",
    "SalienceRule",
    "VoteForecast",
    "agreement_index",
    "as_its_group",
    "as_last_time",
    "balanced_triads",
    "blocs_of",
    "brokers",
    "chance_corrected",
    "coalition_graph",
    "column",
    "communities",
    "community_stability",
    "consensus_a",
    "follow_through",
    "forecast_votes",
    "frustrated_pairs",
    "frustration",
    "graph_marking",
    "group_cohesion",
    "krippendorff_alpha",
    "only_ties",
    "ordinal_cohesion",
    "pairwise_agreement",
    "partition_quality",
    "record_anomalies",
    "rice",
    "rice_at_size",
    "signorino_ritter",
    "stable_cores",
    "ties",
    "title_similarity",
]
