"""Telegram as a channel: polling or webhook in, plain sentences with buttons out.

inbound.py reads what arrives, outbound.py lays out what leaves, wire.py talks to the Bot API and names its
failures, polling.py and webhook.py are the two ways of hearing, channel.py puts them together.
"""

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.polling import Pace

__all__ = ["Pace", "TelegramChannel"]
