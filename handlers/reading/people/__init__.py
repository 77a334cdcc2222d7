"""Who speaks: names and how they are reached."""
