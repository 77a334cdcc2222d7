"""Conversations for everybody: start, help, danger, a human, one's own data."""
