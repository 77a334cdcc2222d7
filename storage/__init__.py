"""The ledger 台账: nouns, rules, lexicon, and every question about them."""
