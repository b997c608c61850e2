"""Results as files that other programs read. Exports turn records into text or bytes; they open no file."""
