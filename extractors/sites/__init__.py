"""What is known of one outlet: its site file (TOML) or Full-Text RSS config, and its rules at work on a page."""
