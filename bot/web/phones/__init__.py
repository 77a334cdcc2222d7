"""The phones page: up to four phones in a browser, each playing one person. Demo and simulator."""
