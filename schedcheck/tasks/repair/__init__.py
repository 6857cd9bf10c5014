"""A plan of moves that makes a week lawful: which programmes change places, and the proof."""
