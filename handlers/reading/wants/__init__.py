"""What a sentence wants: danger first, then wishes by tables, answers last.

The tables (`tables/*.toml`) hold under an example, as somebody may write it, the pattern that hears it.
"""
