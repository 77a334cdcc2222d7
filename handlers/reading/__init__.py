"""Pure readers of Chinese gig talk: text in, what was said out, with the words it came from."""
