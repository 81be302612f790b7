"""One journal on several devices: rows under names that every device knows, and the merge of two states of them."""
