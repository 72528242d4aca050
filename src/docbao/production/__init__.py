"""Recordings by the dozen: what is wished for, by whom it is made, in what time, at what cost."""
