"""What ``scrapy <command>`` can do in this project beyond Scrapy's own commands."""
