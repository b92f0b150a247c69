"""What people and timers are told: progress, health, differences, ledgers as text, exit status."""
