"""When: days by name, number and moon, the clock, from when to when, how long."""
