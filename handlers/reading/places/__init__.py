"""Where: the words of the place and the area it lies in, never one that was not said."""
