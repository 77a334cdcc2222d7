"""Browser tests: the phones page in a headless Chromium."""
