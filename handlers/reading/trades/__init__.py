"""Trades in a sentence: told, changed, taught, or unknown."""
