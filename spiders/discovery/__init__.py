"""Where the news is: feeds, sitemaps, front pages; what is an article; what a run may still ask for."""
