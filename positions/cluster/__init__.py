"""Work in parts, on this machine or many: pure parts, kept as they are finished, the same bytes on any machines."""

from positions.cluster.content import content_key
from positions.cluster.engine import play_jobs
from positions.cluster.job import Job
from positions.cluster.remote import Workers
from positions.cluster.simulation import Run, forecasts, simulation_job
from positions.cluster.store import Store

__all__ = ["Job", "Run", "Store", "Workers", "content_key", "forecasts", "play_jobs", "simulation_job"]
