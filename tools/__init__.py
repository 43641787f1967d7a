"""What developers run: setup, demo, screenshots, the builder of the pinyin table."""
