"""Who agrees with whom: pairwise agreement, cohesion, communities with their stability, brokers, the coalition graph.

Arrays in, frozen records out; no files, no drawing, no global state. NaN is an unknown stance everywhere and is never
taken for abstention or flexibility.
"""

from positions.agreement.anomalies import RecordAnomaly, record_anomalies
from positions.agreement.balance import Frustration, balanced_triads, frustration
from positions.agreement.brokers import Brokers, FrustratedPair, brokers, frustrated_pairs
from positions.agreement.chance import CHANCE_MEASURES, ChanceMeasure, chance_corrected
from positions.agreement.coalition_graph import EDGE_KINDS, CoalitionGraph, Edge, EdgeKind, Node, coalition_graph
from positions.agreement.cohesion import GroupCohesion, group_cohesion, ordinal_cohesion
from positions.agreement.communities import communities, partition_quality
from positions.agreement.consensus_a import consensus_a
from positions.agreement.differences import SALIENCE_RULES, SalienceRule
from positions.agreement.krippendorff import krippendorff_alpha
from positions.agreement.pairwise import PairwiseAgreement, pairwise_agreement
from positions.agreement.rice import agreement_index, rice, rice_at_size
from positions.agreement.signorino_ritter import signorino_ritter
from positions.agreement.stability import CommunityStability, community_stability, stable_cores

__all__ = [
    "CHANCE_MEASURES",
    "EDGE_KINDS",
    "SALIENCE_RULES",
    "Brokers",
    "ChanceMeasure",
    "CoalitionGraph",
    "CommunityStability",
    "Edge",
    "EdgeKind",
    "FrustratedPair",
    "Frustration",
    "GroupCohesion",
    "Node",
    "PairwiseAgreement",
    "RecordAnomaly",
    "SalienceRule",
    "agreement_index",
    "balanced_triads",
    "brokers",
    "chance_corrected",
    "coalition_graph",
    "communities",
    "community_stability",
    "consensus_a",
    "frustrated_pairs",
    "frustration",
    "group_cohesion",
    "krippendorff_alpha",
    "ordinal_cohesion",
    "pairwise_agreement",
    "partition_quality",
    "record_anomalies",
    "rice",
    "rice_at_size",
    "signorino_ritter",
    "stable_cores",
]
