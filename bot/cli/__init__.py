"""The verbs of `python -m bot`, one file each. They import what is heavy only when they run."""
