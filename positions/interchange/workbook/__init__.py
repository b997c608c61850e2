"""A case as a workbook: one sheet for each kind of object, one row for each object, one column for each field."""
