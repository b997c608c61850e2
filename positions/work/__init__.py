"""Work in parts, on this machine or many: pure parts, kept as they are finished, the same bytes on any machines."""

from positions.work.content import content_key
from positions.work.engine import play_jobs
from positions.work.job import Job
from positions.work.pool import Mapper, mapper
from positions.work.remote import Workers
from positions.work.store import Store

__all__ = ["Job", "Mapper", "Store", "Workers", "content_key", "mapper", "play_jobs"]
