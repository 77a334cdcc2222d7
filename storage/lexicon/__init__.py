"""The lexicon 词库: trades with their folk names, areas, text made fit for matching. No database."""
