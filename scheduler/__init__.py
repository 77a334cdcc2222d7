"""The timetable: routines and the clock that runs them."""
