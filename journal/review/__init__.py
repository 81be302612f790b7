"""Reviews: questions, answers, judging, rating, the queue and the session."""
