"""Pictures of results: functions that take a panel and what a model returned.

Called once for each result, they make their artists at the first call and only move them
afterwards (`panel`). Colors are named by what they mean (`look`). None keeps state, opens
a window or changes the data it is given.
"""
