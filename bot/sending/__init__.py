"""Sending 发送: a due row of the outbox becomes a bubble on somebody's phone, once, if it is still true."""
