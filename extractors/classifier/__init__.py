"""How probable it is that a block is the article, and what a removed one is: linear models and trees."""
