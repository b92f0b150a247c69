"""What the classifier is told of blocks and containers: features, as tables of numbers."""
