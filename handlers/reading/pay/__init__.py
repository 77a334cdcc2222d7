"""What work pays, by what it is counted, and when it is handed over."""
