"""A class: learners hand in weeks, teachers read and comment, over PostgreSQL, which enforces who sees what."""
