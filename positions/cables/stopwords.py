"""English words that name no subject: articles, pronouns, auxiliaries, conjunctions, prepositions, adverbs."""

__all__ = ["STOPWORDS"]

STOPWORDS = frozenset(
    """a about above after again against all almost along already also although always am among an and another any
    anything are as at away be became because become been before began being below between both but by came can
    cannot come could did do does doing done down during each either enough especially even ever every except far
    few first for from further gave get give given go goes going gone good got had has have having he her here hers
    him his how however i if in including indeed inside instead into is it its itself just know known last later
    least less like little long made make makes making many may me might more most much must my near need neither
    never new next no none nor not nothing now of off often on once one only onto or other others our ours out over
    own part particular particularly per perhaps put quite rather really said same say says second see seen several
    shall she should since so some something still such take taken than that the their them themselves then there
    therefore these they this those though three through thus to together too toward towards two under unless until
    up upon us use used using very was way we well went were what when where whether which while who whole whom
    whose why will with within without would yet you your""".split()  # noqa: SIM905
)
