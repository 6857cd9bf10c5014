"""The evidence of a run in one file: packed with its originals, and verified from them."""
