"""What a sentence wants: danger first, then words that mean the same everywhere, then all signs weighed.

Words by families, turns of phrase and points are tables (`tables/words.toml`, `turns.toml`, `scale.toml`).
"""
