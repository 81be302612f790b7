"""The library as one learner sees it: what is known of each concept, and one's own concept files."""
