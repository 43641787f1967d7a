"""What the agent sees: the picker, the tray, and the daemon that holds them together (app.py). The only Qt here."""
