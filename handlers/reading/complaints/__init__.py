"""Unpaid wages: whether a story is one, what it tells, and how urgent it is."""
