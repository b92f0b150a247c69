"""What went: category, layer, rule and evidence of each removed block."""
