"""The hand that writes: Scrapy extension and item pipeline of the store."""
