"""The rundown («план эфира»): what comes when, what each item touches, and where the show is in it."""
