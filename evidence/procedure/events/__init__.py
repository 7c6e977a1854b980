"""Public event data (R19), pure: the layouts that are read, what a cell may hold, and which State a row speaks of."""
