"""Other people's files into a case and out of it: workbooks, foreign tables."""
