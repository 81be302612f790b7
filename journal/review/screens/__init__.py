"""The screens of a review and of the cards."""
