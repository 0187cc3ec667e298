"""The command `course` and what it does: hand out the lessons, open them, look after them."""
