"""The Official Account of WeChat as a channel: called by WeChat, answering in the response.

callback.py hears: gate.py proves and opens, inbound.py reads, passive.py words the answer, late.py holds to
five seconds. outbound.py speaks: api.py calls with the token of token.py, errors.py names the refusals.
channel.py puts both together.
"""
