"""The timetable: when, what, and what happens to slots that were missed."""

from __future__ import annotations

from datetime import timedelta

from scheduler import case_deadlines, gig_expiry, housekeeping, morning_alerts
from scheduler.routine import Daily, Every, Routine

HOURS, MINUTES = timedelta(hours=1), timedelta(minutes=1)

TIMETABLE: tuple[Routine, ...] = (
    # After ten a morning alert is no help any more.
    Routine("morning_alerts", Daily("06:30"), morning_alerts.run, "latest", 3.5 * HOURS),
    Routine("gig_expiry", Every(minutes=10), gig_expiry.run, "latest", 24 * HOURS),
    # Each look sees all that is overdue, so one makes up for any number of missed ones.
    Routine("case_deadlines", Every(minutes=1), case_deadlines.run, "latest", 24 * HOURS),
    Routine("housekeeping", Daily("03:30"), housekeeping.run, "latest", 20 * HOURS),
)
