"""What a sentence wants, as tables: under an example, as somebody may write it, the pattern that hears it."""
