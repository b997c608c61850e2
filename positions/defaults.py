"""The numbers that a run is made with unless somebody says otherwise. Nothing else has a default of them."""

__all__ = ["DRAWS", "MEMBERS", "PACKAGE_DRAWS", "SEARCH_DRAWS", "SEED", "SWEEP_DRAWS"]

SEED = 20100127
DRAWS = 1000  # most worlds for each parameter set
MEMBERS = 64  # parameter sets
SEARCH_DRAWS = 40  # worlds for each parameter set in which a search ranks what it looks through
PACKAGE_DRAWS = 160  # the same for packages, whose chances are shown as they were found
SWEEP_DRAWS = 160  # most worlds for each parameter set at one point of a sweep
