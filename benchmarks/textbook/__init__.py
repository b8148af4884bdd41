"""What a textbook would write on the same tables: a ListView, `icontains`, one COUNT a value of a facet."""
