"""What docbao keeps: clips by content, and the library."""
