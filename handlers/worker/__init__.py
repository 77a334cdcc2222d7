"""Conversations of workers: who they are, finding a gig, signing up, alerts."""
