"""Real workers, a real broker, a real mail server and a real database, and what happens to them on a bad day."""
