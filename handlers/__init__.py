"""Conversations, one file each."""
