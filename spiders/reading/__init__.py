"""What is made of responses: worker processes, lists, pages, articles on several pages."""
