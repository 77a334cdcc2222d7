"""Channels 渠道: the ways people reach us, one module or folder each."""
