"""What people take into the room: charts, files in every format, the briefing book. Drawing never computes."""
