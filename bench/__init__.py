"""Figures, never verdicts: every bench starts its peers itself and prints ratios of one run."""
