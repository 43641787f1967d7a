"""The stage of the end-to-end tests and of the demo: a private screen, real programs on it, hands, and the daemon."""
