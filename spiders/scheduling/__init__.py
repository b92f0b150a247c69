"""What is due and who starts it: ``scrapy due``, timetables for cron and systemd."""
