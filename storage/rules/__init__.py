"""Pure rules: which moves are allowed, what a post must hold, when something is due. No database here."""
