"""One function for each task that a user can see; the command line and the web only call these."""
