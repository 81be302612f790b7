"""The library as one learner sees it: what is known of each concept, and the user's own concept files."""
