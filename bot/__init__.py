"""The door and the switchboard: channels, turns, sending; builds the app."""
