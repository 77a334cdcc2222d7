"""The Official Account of WeChat: hears by callback, answers in the response."""
