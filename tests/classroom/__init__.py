"""A class over PostgreSQL: what a learner hands in, what a teacher reads, and what the database refuses."""
