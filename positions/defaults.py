"""The numbers that a run is made with unless somebody says otherwise. Nothing else has a default of them."""

__all__ = ["DRAWS", "MEMBERS", "PACKAGE_DRAWS", "READING", "SEARCH_DRAWS", "SEED", "TALKS"]

SEED = 20100127
DRAWS = 1000  # most worlds for each parameter set
MEMBERS = 64  # parameter sets
SEARCH_DRAWS = 40  # worlds for each parameter set in which a search ranks what it looks through
PACKAGE_DRAWS = DRAWS  # packages show the chances that they found
READING = "stated"  # which stances results are of: as stated, as believed, or both mixed
TALKS = "declared"  # who is seen in private before a text is put
